import type { ServiceFile } from './model/file';
import type { ts } from './ts';

/** The shortest way to say where a node stands, seen from a file: `line 12` of the same file, else `client.ts:12` with its folder. */
export function placeOf(node: ts.Node, seenFrom: ServiceFile): string {
  const sourceFile = node.getSourceFile();
  const line = sourceFile.getLineAndCharacterOfPosition(node.getStart(sourceFile)).line + 1;
  const parts = sourceFile.fileName.split('/');
  const own = seenFrom.sourceFile.fileName.split('/');
  let shared = 0;
  while (shared < parts.length - 1 && shared < own.length - 1 && parts[shared] === own[shared]) shared++;
  return `${parts.slice(Math.min(shared, parts.length - 1)).join('/')}:${line}`;
}
