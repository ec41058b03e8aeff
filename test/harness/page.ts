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

function splitFiles(lines: readonly string[]): { files: Record<string, string>; expected: Expectation[] } {
  const files: Record<string, string> = {};
  const expected: Expectation[] = [];
  let path = 'main.thrift';
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

/**
 * Reads the examples of a rule page. A `thrift` block is an example; a `jsonc thriftwise.json` block sets the configuration of the next one;
 * `thrift fixed` (or `thrift fixed=2` for the second fix offered) says what the block before becomes. `// file: name` starts another file.
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
    if (block.info === 'thrift') {
      examples.push({ line: block.line, ...splitFiles(block.lines), config, fixed: [] });
      config = undefined;
      continue;
    }
    const fixed = /^thrift fixed(?:=(\d+))?$/.exec(block.info);
    if (fixed) {
      const example = examples.at(-1);
      if (!example) throw new Error(`line ${block.line}: a fixed block without an example before it`);
      example.fixed.push({ choice: Number(fixed[1] ?? 1), files: splitFiles(block.lines).files });
    } else if (block.info.startsWith('thrift ') && block.info !== 'thrift ignore') {
      throw new Error(`line ${block.line}: unknown kind of block "${block.info}"`);
    }
  }
  return examples;
}
