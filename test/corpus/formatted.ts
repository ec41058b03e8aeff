import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { applyFormatting, formatDocument } from '../../server/src/idl/format/format';
import { detectIndentation } from '../../server/src/idl/format/indentation';
import { defaultIndentation, formatOptionsOf } from '../../server/src/idl/format/options';
import { parseDocument } from '../../server/src/idl/syntax/document';

const timeoutMs = 10_000;

/** What the compiler makes of a file as JSON; undefined when it refuses the file. */
function compiled(file: string, out: string): string | undefined {
  const folder = mkdtempSync(join(out, 'json-'));
  const { status } = spawnSync('thrift', ['-gen', 'json', '-out', folder, basename(file)], {
    cwd: dirname(file),
    timeout: timeoutMs,
  });
  if (status !== 0) return undefined;
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

export interface Comparison {
  /** How many files the compiler takes. */
  readonly compared: number;
  /** The files of which it makes something else after formatting. */
  readonly different: readonly string[];
}

/** Formats a copy of a folder and compares what the compiler makes of every file of `paths` (relative) before and after. */
export function compareFormatted(folder: string, paths: readonly string[]): Comparison {
  const out = mkdtempSync(join(tmpdir(), 'thriftwise-formatted-'));
  try {
    const copy = join(out, 'copy');
    for (const path of paths) cpSync(join(folder, path), join(copy, path), { recursive: true });
    const before = paths.map((path) => compiled(join(copy, path), out));
    for (const path of paths) {
      const text = readFileSync(join(copy, path), 'utf8');
      const document = parseDocument(text, { dialect: 'any' });
      const options = formatOptionsOf({}, detectIndentation(document) ?? defaultIndentation);
      writeFileSync(join(copy, path), applyFormatting(text, formatDocument(document, options).edits));
    }
    const different = paths.filter((path, i) => before[i] !== compiled(join(copy, path), out));
    return { compared: before.filter((json) => json !== undefined).length, different };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
