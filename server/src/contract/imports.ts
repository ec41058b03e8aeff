import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { requiredModule } from '../service/program/required';
import { ts } from '../service/ts';
import type { Contract, Link } from './contract';
import { type GeneratedFile, generatedFile } from './generated';

/** A place where a file brings in generated code of a service: the module's name in quotes. */
interface ImportedFile {
  readonly at: ts.StringLiteralLike;
  readonly generated: GeneratedFile;
}

/** The modules that a file's top level imports. */
export function specifiersIn({ statements }: ts.SourceFile): ts.StringLiteralLike[] {
  const found: ts.StringLiteralLike[] = [];
  for (const statement of statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteralLike(statement.moduleSpecifier))
      found.push(statement.moduleSpecifier);
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const { expression } = statement.moduleReference;
      if (ts.isStringLiteralLike(expression)) found.push(expression);
    }
  }
  return found;
}

function specifiersOf(file: ServiceFile): ts.StringLiteralLike[] {
  const found = specifiersIn(file.sourceFile);
  for (const { expression, arguments: args } of file.nodes(ts.SyntaxKind.CallExpression)) {
    const [name] = args;
    if (ts.isIdentifier(expression) && expression.text === 'require' && name && ts.isStringLiteralLike(name))
      found.push(name);
  }
  return found;
}

/** The files of our own that a file imports or requires. */
export function importedModules(
  file: ServiceFile,
  { checker, program }: ServiceProject,
): readonly { readonly at: ts.StringLiteralLike; readonly module: ts.SourceFile }[] {
  return specifiersOf(file).flatMap((at) => {
    if (!at.text.startsWith('.')) return [];
    const module = checker.getSymbolAtLocation(at)?.declarations?.find(ts.isSourceFile) ?? requiredModule(at, program);
    return module ? [{ at, module }] : [];
  });
}

/** The generated files of services that a file imports or requires. */
export function importedGenerated(file: ServiceFile, project: ServiceProject): readonly ImportedFile[] {
  return importedModules(file, project).flatMap(({ at, module }) => {
    const generated = generatedFile(module);
    return generated ? [{ at, generated }] : [];
  });
}

/** Those of them whose service in the IDL is known. */
export function importedLinks(
  file: ServiceFile,
  project: ServiceProject,
  contract: Contract,
): readonly { readonly at: ts.Node; readonly link: Link }[] {
  return importedGenerated(file, project).flatMap(({ at, generated }) => {
    const link = contract.linkOf(generated.sourceFile);
    return link ? [{ at, link }] : [];
  });
}
