import type { z } from 'zod';
import { noOptions } from '../core/options';
import { families, presets, type RuleMeta, type SeveritySetting } from '../core/rule';
import { loadZod, type Zod } from '../core/zod';
import { createClientSchema } from './clients';
import { createFormatSchema } from './format';

/** Files that are never linted unless a configuration says otherwise. */
export const defaultExclude = [
  '**/node_modules/**',
  '**/.git/**',
  '**/dist/**',
  '**/build/**',
  '**/coverage/**',
  '**/vendor/**',
  '**/third_party/**',
];

export const defaultMaxFindings = 500;
/** 1 MiB of UTF-16 code units: far above any IDL a person wrote. */
export const defaultMaxFileSize = 1024 * 1024;

const severitySchema = (z: Zod) =>
  z.enum(['off', 'hint', 'information', 'warning', 'error']).meta({
    markdownDescription: 'How much the finding matters, or `off`.',
  });

/** What TypeScript services are analysed with. Times in milliseconds. */
export interface ServiceConfig {
  readonly enable: boolean;
  /** Whether tests and fixtures are analysed, too. */
  readonly includeTests: boolean;
  /** The guide's layers (2.1): what fixes propose as timeouts. */
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Retries are made and circuits broken by a service mesh, so code without them is fine. */
  readonly assumeMeshRetries: boolean;
}

export const defaultService: ServiceConfig = {
  enable: true,
  includeTests: false,
  connectTimeoutMs: 500,
  readTimeoutMs: 2000,
  requestTimeoutMs: 3000,
  assumeMeshRetries: false,
};

/** The longest delay that a timer of Node takes. */
const maxTimeoutMs = 2 ** 31 - 1;

function timeout(z: Zod, what: string, value: number) {
  return z
    .int()
    .min(1)
    .max(maxTimeoutMs)
    .optional()
    .meta({ markdownDescription: `${what}, in milliseconds: what fixes propose. Default: ${value}.` });
}

const serviceSchema = (z: Zod) =>
  z.strictObject({
    enable: z.boolean().optional().meta({
      markdownDescription: 'Whether TypeScript and JavaScript are analysed. Default: `true`.',
    }),
    includeTests: z.boolean().optional().meta({
      markdownDescription:
        'Whether tests, fixtures and the configuration of tools are analysed, too. Default: `false`.',
    }),
    connectTimeoutMs: timeout(z, 'How long connecting may take', defaultService.connectTimeoutMs),
    readTimeoutMs: timeout(z, 'How long one read or write may take', defaultService.readTimeoutMs),
    requestTimeoutMs: timeout(z, 'How long a whole request may take', defaultService.requestTimeoutMs),
    assumeMeshRetries: z.boolean().optional().meta({
      markdownDescription:
        'Retries are made and circuits broken by a service mesh, so code without them is fine. Default: `false`.',
    }),
  });

function ruleSetting(z: Zod, severitySetting: z.ZodType<SeveritySetting>, options: z.ZodType) {
  return z.union([severitySetting, z.tuple([severitySetting]), z.tuple([severitySetting, options])]);
}

/** The dialects as the configuration names them. Kept equal to `idl/model/document` by a test: config knows no language. */
export const dialectNames = ['any', 'apache', 'thriftgo'] as const;

/** The schema of `thriftwise.json` for the rules given. */
export function createConfigSchema(rules: readonly RuleMeta[]) {
  const z = loadZod();
  const severity = severitySchema(z);
  const entries: Record<string, z.ZodType> = {};
  for (const family of families) {
    if (!rules.some((rule) => rule.id.startsWith(`${family}/`))) continue;
    entries[`${family}/*`] = ruleSetting(z, severity, noOptions(z))
      .optional()
      .meta({ markdownDescription: `Every rule of the family \`${family}\`. A rule named by itself wins.` });
  }
  for (const rule of rules) {
    entries[rule.id] = ruleSetting(z, severity, rule.options(z))
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
    service: serviceSchema(z).optional().meta({
      markdownDescription: 'How TypeScript services are analysed.',
    }),
    format: createFormatSchema(z).optional().meta({
      markdownDescription: 'How files are formatted, by the editor and by `thriftwise format`.',
    }),
    clients: z.array(createClientSchema(z)).optional().meta({
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
  const schema = loadZod().toJSONSchema(createConfigSchema(rules), { target: 'draft-7', io: 'input' });
  return { title: 'Thriftwise', allowComments: true, allowTrailingCommas: true, ...schema };
}
