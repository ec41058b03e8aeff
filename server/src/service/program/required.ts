import { posix } from 'node:path';
import type { ts } from '../ts';

const call = /\brequire\s*\(\s*(['"])(\.{1,2}\/[^'"\n]+)\1\s*\)/g;
const endings = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '/index.ts', '/index.d.ts', '/index.js'];

const known = new WeakMap<ts.SourceFile, readonly string[]>();

/** The relative paths that a TypeScript file names in calls of `require`, which the compiler follows in JavaScript alone. */
export function requiredIn(file: ts.SourceFile): readonly string[] {
  let found = known.get(file);
  if (!found) {
    const isWritten = !file.isDeclarationFile && /\.[cm]?tsx?$/.test(file.fileName) && file.text.includes('require');
    found = isWritten ? [...file.text.matchAll(call)].map(([, , path = '']) => path) : [];
    known.set(file, found);
  }
  return found;
}

/** The first file that such a path may lead to, declarations before JavaScript. */
export function requiredFile<T>(path: string, from: string, find: (path: string) => T | undefined): T | undefined {
  const at = posix.join(posix.dirname(from), path);
  const bare = at.replace(/\.[cm]?js$/, '');
  const candidates = [...endings.slice(0, 3).map((ending) => bare + ending), ...(bare === at ? [] : [at])];
  for (const candidate of [...candidates, ...endings.slice(3).map((ending) => at + ending)]) {
    const found = find(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What a `require` in TypeScript leads to: to the compiler it is a call like any other. */
export function requiredModule(path: ts.StringLiteralLike, program: ts.Program): ts.SourceFile | undefined {
  const from = path.getSourceFile();
  return requiredIn(from).includes(path.text)
    ? requiredFile(path.text, from.fileName, (each) => program.getSourceFile(each))
    : undefined;
}
