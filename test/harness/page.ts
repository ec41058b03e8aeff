import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../server/src/config/parse';
import type { Config } from '../../server/src/config/schema';
import { createConfigSchema } from '../../server/src/config/schema';
import { allRules } from '../../server/src/rules/registry.generated';

/** A finding that a page says will be there, marked by `^^^` under the text. */
export interface Expectation {
  readonly path: string;
  /** From 0. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly message: string;
}

/** One example of a page: files, what is found in them, and what they look like after the fix. */
export interface Example {
  /** The page's line of the block, for test names. From 1. */
  readonly line: number;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly Expectation[];
  readonly config: Config | undefined;
  /** Whether the compiler has to accept the example; for examples in TypeScript. */
  readonly typed: boolean;
  /** By the number of the fix on the light bulb (from 1): the files afterwards. */
  readonly fixed: readonly { readonly choice: number; readonly files: Readonly<Record<string, string>> }[];
}

interface Block {
  readonly info: string;
  readonly line: number;
  readonly lines: readonly string[];
}

const markerPattern = /^(\s*(?:#|\/\/)?\s*)(\^+)\s+([\w-]+\/[\w-]+):\s*(.*)$/;
const schema = createConfigSchema(allRules);

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { info: string; line: number; lines: string[] } | undefined;
  markdown.split('\n').forEach((line, i) => {
    const fence = /^```(.*)$/.exec(line);
    if (open) {
      if (fence) {
        blocks.push(open);
        open = undefined;
      } else open.lines.push(line);
    } else if (fence) open = { info: (fence[1] ?? '').trim(), line: i + 1, lines: [] };
  });
  return blocks;
}

function splitFiles(
  lines: readonly string[],
  first: string,
): { files: Record<string, string>; expected: Expectation[] } {
  const files: Record<string, string> = {};
  const expected: Expectation[] = [];
  let path = first;
  let text: string[] = [];
  const finish = () => {
    if (text.length > 0) files[path] = `${text.join('\n')}\n`;
    text = [];
  };
  for (const line of lines) {
    const file = /^(?:\/\/|#) file: (\S+)$/.exec(line);
    const marker = markerPattern.exec(line);
    if (file?.[1]) {
      finish();
      path = file[1];
    } else if (marker) {
      const start = marker[1]?.length ?? 0;
      expected.push({
        path,
        line: text.length - 1,
        start,
        end: start + (marker[2]?.length ?? 0),
        rule: marker[3] ?? '',
        message: marker[4] ?? '',
      });
    } else text.push(line);
  }
  finish();
  return { files, expected };
}

/** The languages that examples are written in, each with the name of an example's first file. */
const languages: Readonly<Record<string, string>> = {
  thrift: 'main.thrift',
  ts: 'main.ts',
  tsx: 'main.tsx',
  js: 'main.js',
  jsx: 'main.jsx',
};

/**
 * Reads the examples of a rule page. A `thrift` block (or `ts`, `tsx`, `js`, `jsx` on the page of a service rule) is an example; a `jsonc thriftwise.json` block sets the configuration of the next one;
 * `thrift fixed` (or `thrift fixed=2` for the second fix offered) says what the block before becomes. `// file: name` starts another file.
 * `ts untyped` is an example that the compiler need not accept; `ts ignore` is none.
 */
export function readPage(markdown: string): Example[] {
  const examples: (Omit<Example, 'fixed'> & { fixed: { choice: number; files: Record<string, string> }[] })[] = [];
  let config: Config | undefined;
  for (const block of blocksOf(markdown)) {
    if (block.info === 'jsonc thriftwise.json') {
      const parsed = parseConfig(block.lines.join('\n'), schema, 'en');
      if (!parsed.config)
        throw new Error(`line ${block.line}: ${parsed.problems.map((problem) => problem.message).join('; ')}`);
      config = parsed.config;
      continue;
    }
    const [language = '', kind = ''] = block.info.split(' ');
    const first = languages[language];
    if (first === undefined || kind === 'ignore') continue;
    if (kind === '' || (kind === 'untyped' && language !== 'thrift')) {
      examples.push({ line: block.line, ...splitFiles(block.lines, first), config, typed: kind === '', fixed: [] });
      config = undefined;
      continue;
    }
    const fixed = /^fixed(?:=(\d+))?$/.exec(kind);
    if (!fixed) throw new Error(`line ${block.line}: unknown kind of block "${block.info}"`);
    const example = examples.at(-1);
    if (!example) throw new Error(`line ${block.line}: a fixed block without an example before it`);
    example.fixed.push({ choice: Number(fixed[1] ?? 1), files: splitFiles(block.lines, first).files });
  }
  return examples;
}

/** `test/rules/idl/field-naming.md`, or `field-naming.corner.md`: more examples than a reader of the page wants. */
export function furtherPages(id: string): string[] {
  const folder = join(import.meta.dirname, '../rules', id.slice(0, id.indexOf('/')));
  const name = id.slice(id.indexOf('/') + 1);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file === `${name}.md` || (file.startsWith(`${name}.`) && file.endsWith('.md')))
    .map((file) => join(folder, file));
}
