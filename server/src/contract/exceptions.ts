import { posix } from 'node:path';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { ts } from '../service/ts';
import type { Link } from './contract';
import { importedGenerated } from './imports';

/** The generated class of an exception, and how a file would import it. */
export interface ExceptionClass {
  readonly name: string;
  readonly module: string;
}

/** Where generated code has the class of an exception that a method declares; undefined where it cannot be found. */
export function exceptionClass(
  name: string,
  { generated }: Link,
  file: ServiceFile,
  { checker }: ServiceProject,
): ExceptionClass | undefined {
  const { sourceFile } = generated;
  const [anywhere] = sourceFile.statements;
  if (!anywhere) return undefined;
  const symbol = checker
    .getSymbolsInScope(anywhere, ts.SymbolFlags.Class | ts.SymbolFlags.Alias)
    .find((each) => each.name === name);
  const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = target?.declarations?.find(ts.isClassDeclaration)?.getSourceFile();
  if (!declared) return undefined;
  const from = posix.dirname(file.sourceFile.fileName);
  const path = posix.relative(from, declared.fileName).replace(/(?:\.d)?\.[cm]?[jt]s$/, '');
  const module = path.startsWith('.') ? path : `./${path}`;
  // Written as the file writes its other imports of generated code.
  const extension = /\.[cm]?js$/.exec(importedLike(file, checker, sourceFile) ?? '')?.[0] ?? '';
  return { name, module: module + extension };
}

function importedLike(file: ServiceFile, checker: ts.TypeChecker, wanted: ts.SourceFile): string | undefined {
  const found = importedGenerated(file, checker).find(({ generated }) => generated.sourceFile === wanted);
  return found?.at.text;
}
