import { posix } from 'node:path';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { symbolOf } from '../service/origin';
import { ts } from '../service/ts';
import type { LinkedCall } from './calls';
import type { Link } from './contract';
import { signatureOf } from './generators';
import { importedGenerated, specifiersIn } from './imports';

/** The generated class of an exception, and how a file would import it. */
export interface ExceptionClass {
  readonly name: string;
  readonly module: string;
  readonly node: ts.ClassDeclaration;
}

/** Where generated code has the class of an exception that a method declares; undefined where it cannot be found. */
export function exceptionClass(
  name: string,
  { generated }: Link,
  file: ServiceFile,
  project: ServiceProject,
): ExceptionClass | undefined {
  const { checker } = project;
  const { sourceFile } = generated;
  const [anywhere] = sourceFile.statements;
  if (!anywhere) return undefined;
  const symbol = checker
    .getSymbolsInScope(anywhere, ts.SymbolFlags.Class | ts.SymbolFlags.Alias)
    .find((each) => each.name === name);
  const found = new Set<ts.ClassDeclaration>();
  for (const each of [symbol, ...importedInto(sourceFile, name, checker)]) {
    const target = each && each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
    const declared = target?.declarations?.find(ts.isClassDeclaration);
    if (declared) found.add(declared);
  }
  const [node, ...others] = found;
  // Two files of the IDL may call different exceptions the same.
  if (!node || others.length > 0) return undefined;
  const declared = node.getSourceFile();
  const from = posix.dirname(file.sourceFile.fileName);
  const path = posix.relative(from, declared.fileName).replace(/(?:\.d)?\.[cm]?[jt]s$/, '');
  const module = path.startsWith('.') ? path : `./${path}`;
  // Written as the file writes its other imports of generated code.
  const extension = /\.[cm]?js$/.exec(importedLike(file, project, sourceFile) ?? '')?.[0] ?? '';
  return { name, module: module + extension, node };
}

/** What modules that a file imports as a whole export by a name: `base_ttypes` has the types of the included `base.thrift`. */
function importedInto(sourceFile: ts.SourceFile, name: string, checker: ts.TypeChecker): ts.Symbol[] {
  return specifiersIn(sourceFile).flatMap((at) => {
    const module = checker.getSymbolAtLocation(at);
    return (module && checker.tryGetMemberInModuleExports(name, module)) ?? [];
  });
}

/** A class by the name of an exception that calls declare, of which none of them ever makes an object. */
interface OtherClass {
  readonly call: LinkedCall;
  /** The class that the call rejects with. */
  readonly right: ExceptionClass;
}

/**
 * Whether a class that was generated, too, is another one than calls reject with: of another folder, or by another generator. Undefined where one of
 * the calls may reject with it, and where that cannot be told of one.
 */
export function otherClass(
  name: ts.Identifier,
  calls: readonly (LinkedCall | undefined)[],
  file: ServiceFile,
  project: ServiceProject,
): OtherClass | undefined {
  const [tested, ...more] = symbolOf(project.checker, name)?.declarations ?? [];
  if (!tested || more.length > 0 || !ts.isClassDeclaration(tested)) return undefined;
  const { fileName, text } = tested.getSourceFile();
  if (fileName.includes('/node_modules/') || signatureOf(text) === undefined) return undefined;
  let found: OtherClass | undefined;
  for (const call of calls) {
    if (!call) return undefined;
    // What CreditKarma's clients reject with is of no class.
    if (!call.link.generated.onApache) continue;
    for (const thrown of call.method.throws) {
      const right = exceptionClass(thrown, call.link, file, project);
      if (!right || right.node === tested) return undefined;
      if (thrown === tested.name?.text) found ??= { call, right };
    }
  }
  return found;
}

function importedLike(file: ServiceFile, project: ServiceProject, wanted: ts.SourceFile): string | undefined {
  const found = importedGenerated(file, project).find(({ generated }) => generated.sourceFile === wanted);
  return found?.at.text;
}
