import { ts } from './ts';
import type { Evaluator } from './values/evaluator';
import type { External } from './values/value';

/** A class or interface of a declaration file of our own, such as generators write. */
export interface DeclaredClass {
  readonly file: ts.SourceFile;
  readonly name: string;
  /** The package's class that it derives from. */
  readonly base: External | undefined;
}

const prefix = 'file:';

/** The start of a file, in which generators sign. */
export function headerOf(file: ts.SourceFile): string {
  return file.text.slice(0, 400);
}

/** The declaration behind a module that `moduleOfDeclaration` names by its file; undefined for packages. */
export function declaredClass(module: string, name: string, evaluator: Evaluator): DeclaredClass | undefined {
  if (!module.startsWith(prefix)) return undefined;
  const file = evaluator.project.program.getSourceFile(module.slice(prefix.length));
  if (!file) return undefined;
  let base: External | undefined;
  const visit = (node: ts.Node): void => {
    if ((ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node)) && node.name?.text === name) {
      const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
      const expression = clause?.types[0]?.expression;
      const value = expression && evaluator.evaluate(expression);
      if (value?.kind === 'external') base ??= value;
    } else if (ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return { file, name, base };
}
