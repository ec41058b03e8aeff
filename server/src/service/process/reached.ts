import type { ServiceFile } from '../model/file';
import type { ServiceProject } from '../model/project';
import { ts } from '../ts';
import { isRelative } from '../values/modules';

/** The names of modules that a file imports, re-exports, requires or loads later, as far as they are written out. */
export function specifiersOf(file: ServiceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  for (const statement of file.sourceFile.statements) {
    const at =
      ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
        ? statement.moduleSpecifier
        : ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)
          ? statement.moduleReference.expression
          : undefined;
    if (at && ts.isStringLiteralLike(at)) found.push(at);
  }
  for (const { expression, arguments: args } of file.nodes(ts.SyntaxKind.CallExpression)) {
    const [name] = args;
    const loads =
      expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
    if (loads && name && ts.isStringLiteralLike(name)) found.push(name);
  }
  return found;
}

/** The project's own files that are loaded together with a file: itself, and what it imports, directly or not. In the order of imports. */
export function filesReachedFrom(start: ts.SourceFile, project: ServiceProject): readonly ts.SourceFile[] {
  const own = new Set(project.ownFiles);
  const reached = new Set([start]);
  // What is added while a set is gone through is gone through as well.
  for (const file of reached)
    for (const at of specifiersOf(project.fileOf(file))) {
      const module = project.checker.getSymbolAtLocation(at)?.declarations?.find(ts.isSourceFile);
      if (module && (own.has(module) || isRelative(at.text)) && !module.isDeclarationFile) reached.add(module);
    }
  return [...reached].filter((file) => own.has(file));
}
