import { isUtf8 } from 'node:buffer';
import { readFileSync, realpathSync } from 'node:fs';
import { isInside } from '../workspace/uris';
import type { Colors } from './colors';
import type { Context } from './context';
import { absolutePath, displayPath } from './paths';
import { writeWhole } from './writeWhole';

/** A file with the text that it had when it was read, and the one that it is to have. */
export interface ChangedFile {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The files and folders, as written on the command line, that may be written to: what they are behind links. */
export function writablePlaces(cwd: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    try {
      return realPath(absolutePath(cwd, path));
    } catch {
      // It does not exist, which is told elsewhere.
      return [];
    }
  });
}

function realPath(path: string): string {
  return realpathSync.native(path).replaceAll('\\', '/');
}

/** Writes one file, whole or not at all, if it lies in one of the folders (or is one of the files) `allowed`. Returns why it was left as it is. */
export function writeChange({ path, before, after }: ChangedFile, allowed: readonly string[]): string | undefined {
  try {
    const target = realPath(path);
    if (!allowed.some((folder) => isInside(folder, target))) return 'it is a link to a file outside of the paths given';
    const content = readFileSync(target);
    if (!isUtf8(content)) return 'it is not UTF-8, and writing it would change more than is meant';
    if (content.toString('utf8') !== before) return 'it has changed in the meantime';
    return writeWhole(target, Buffer.from(after));
  } catch (error) {
    return (error as Error).message;
  }
}

function colorDiff(diff: string, colors: Colors): string {
  return diff
    .split('\n')
    .map((line) => {
      if (/^(?:---|\+\+\+) /.test(line)) return colors.bold(line);
      if (line.startsWith('@@')) return colors.cyan(line);
      if (line.startsWith('+')) return colors.green(line);
      return line.startsWith('-') ? colors.red(line) : line;
    })
    .join('\n');
}

/** A diff that `git apply` takes. */
export async function diffOf({ path, before, after }: ChangedFile, context: Context): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const name = displayPath(context.terminal.cwd, path);
  const patch = createTwoFilesPatch(`a/${name}`, `b/${name}`, before, after, undefined, undefined, {
    context: 3,
    headerOptions: FILE_HEADERS_ONLY,
  });
  return colorDiff(patch, context.colors);
}
