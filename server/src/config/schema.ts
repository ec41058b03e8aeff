import { z } from 'zod';
import { families, presets, type RuleMeta } from '../core/rule';
import { clientSchema } from './clients';

/** Files that are never linted unless a configuration says otherwise. */
export const defaultExclude = [
  '**/node_modules/**',
  '**/.git/**',
  '**/dist/**',
  '**/build/**',
  '**/vendor/**',
  '**/third_party/**',
];

export const defaultMaxFindings = 500;
/** 1 MiB of UTF-16 code units: far above any IDL a person wrote. */
export const defaultMaxFileSize = 1024 * 1024;

const severitySetting = z.enum(['off', 'hint', 'information', 'warning', 'error']).meta({
  markdownDescription: 'How much the finding matters, or `off`.',
});

function ruleSetting(options: z.ZodType) {
  return z.union([severitySetting, z.tuple([severitySetting]), z.tuple([severitySetting, options])]);
}

/** The dialects as the configuration names them. Kept equal to `idl/model/document` by a test: config knows no language. */
export const dialectNames = ['any', 'apache', 'thriftgo'] as const;

/** The schema of `thriftwise.json` for the rules given. */
export function createConfigSchema(rules: readonly RuleMeta[]) {
  const entries: Record<string, z.ZodType> = {};
  for (const family of families) {
    if (!rules.some((rule) => rule.id.startsWith(`${family}/`))) continue;
    entries[`${family}/*`] = ruleSetting(z.strictObject({}))
      .optional()
      .meta({ markdownDescription: `Every rule of the family \`${family}\`. A rule named by itself wins.` });
  }
  for (const rule of rules) {
    entries[rule.id] = ruleSetting(rule.options)
      .optional()
      .meta({ markdownDescription: `${rule.summary.en} Default: \`${rule.severity}\`.` });
  }
  return z.strictObject({
    $schema: z.string().optional().meta({ markdownDescription: 'Where the JSON Schema of this file lies.' }),
    extends: z.enum(presets).optional().meta({
      markdownDescription:
        'The preset to start from: `kitex` (default), `apache` (the language only), `strict` (everything), `minimal` (errors only).',
    }),
    dialect: z.enum(dialectNames).optional().meta({
      markdownDescription: 'Whose extensions of Thrift are accepted: `any` (default), `apache` or `thriftgo`.',
    }),
    includePaths: z.array(z.string()).optional().meta({
      markdownDescription: "Folders to look in for includes, after the including file's own. Relative to this file.",
    }),
    exclude: z.array(z.string()).optional().meta({
      markdownDescription:
        'Glob patterns of files that are not linted, relative to this file. Replaces the default list.',
    }),
    baseline: z.string().optional().meta({
      markdownDescription:
        'A file with findings that are accepted for now, written by `thriftwise check --write-baseline`. Relative to this file.',
    }),
    maxFindings: z
      .int()
      .min(1)
      .optional()
      .meta({ markdownDescription: `How many findings one file may show. Default: ${defaultMaxFindings}.` }),
    maxFileSize: z
      .int()
      .min(1024)
      .optional()
      .meta({
        markdownDescription: `Files with more characters than this are not read. Default: ${defaultMaxFileSize}.`,
      }),
    clients: z.array(clientSchema).optional().meta({
      markdownDescription:
        "The team's own RPC clients and wrappers, so that service rules know their calls and what bounds them. See docs/clients-config.md.",
    }),
    rules: z.strictObject(entries).optional().meta({
      markdownDescription: 'A severity, or `[severity, options]`, for a rule or for a whole family (`idl/*`).',
    }),
  });
}

export type ConfigSchema = ReturnType<typeof createConfigSchema>;

/** What a config file says, checked. Rule options have their defaults filled in. */
export type Config = z.output<ConfigSchema>;

/** The JSON Schema (draft 7) of `thriftwise.json`, for editors. */
export function configJsonSchema(rules: readonly RuleMeta[]): Record<string, unknown> {
  const schema = z.toJSONSchema(createConfigSchema(rules), { target: 'draft-7', io: 'input' });
  return { title: 'Thriftwise', allowComments: true, allowTrailingCommas: true, ...schema };
}
