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

const loadedKey = {};

/** Whether the file loads modules whose names are not written out. */
function loadsAnything(file: ServiceFile): boolean {
  return file.nodes(ts.SyntaxKind.CallExpression).some(({ expression, arguments: [name] }) => {
    const loads =
      expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require');
    return loads && name !== undefined && !ts.isStringLiteralLike(name);
  });
}

/** The files of the project by what joins them: imports in either direction. */
function groupsOf(project: ServiceProject): ReadonlyMap<ts.SourceFile, ts.SourceFile> {
  const above = new Map<ts.SourceFile, ts.SourceFile>();
  const rootOf = (file: ts.SourceFile): ts.SourceFile => {
    let at = file;
    for (let next = above.get(at); next && next !== at; next = above.get(at)) at = next;
    return at;
  };
  for (const file of project.ownFiles)
    for (const at of specifiersOf(project.fileOf(file))) {
      const module = project.checker.getSymbolAtLocation(at)?.declarations?.find(ts.isSourceFile);
      if (module && !module.isDeclarationFile) above.set(rootOf(module), rootOf(file));
    }
  return new Map(project.ownFiles.map((file) => [file, rootOf(file)]));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/**
 * Whether two files surely never run in one program: nothing joins them by imports, and they belong to packages of their own (to folders, where there is no package.json). Unsure where modules are
 * loaded whose names are not written out.
 */
export function areApart(one: ts.SourceFile, other: ts.SourceFile, project: ServiceProject): boolean {
  const [own, others] = [one, other].map(({ fileName }) => project.packages.folderOf(fileName) ?? folderOf(fileName));
  if (own === others) return false;
  const groups = project.once(loadedKey, () =>
    project.ownFiles.some((file) => loadsAnything(project.fileOf(file))) ? undefined : groupsOf(project),
  );
  return groups !== undefined && groups.get(one) !== groups.get(other);
}
