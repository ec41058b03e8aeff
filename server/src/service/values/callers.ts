import type { ServiceFile } from '../model/file';
import type { ServiceProject } from '../model/project';
import { byNameInProject } from '../model/wholeProject';
import { ts } from '../ts';
import { resolveName } from './names';

type Invocation = ts.CallExpression | ts.NewExpression;

function calleeName(node: Invocation): string | undefined {
  const { expression } = node;
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  if (expression.kind === ts.SyntaxKind.SuperKeyword) return 'super';
  return undefined;
}

function invocationsIn(file: ServiceFile): ReadonlyMap<string, readonly Invocation[]> {
  const found = new Map<string, Invocation[]>();
  for (const kind of [ts.SyntaxKind.CallExpression, ts.SyntaxKind.NewExpression] as const)
    for (const node of file.nodes(kind)) {
      const name = calleeName(node);
      if (name === undefined) continue;
      const list = found.get(name);
      if (list) list.push(node);
      else found.set(name, [node]);
    }
  return found;
}

/** The calls and `new`s of the project's own files whose callee ends in this name. */
export const invocationsNamed = byNameInProject(invocationsIn);

function isCalleeOf(node: Invocation, { declarations }: Named, checker: ts.TypeChecker): boolean {
  const { expression } = node;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name)) return false;
  const resolved = resolveName(name, checker);
  if (resolved?.kind === 'module') return wholeOf(resolved.file, checker).some((each) => declarations.includes(each));
  return resolved?.kind === 'own' && resolved.declarations.some((each) => declarations.includes(each));
}

/** What `module.exports = ...` of a file gives in place of an object with exports: where it is declared. */
function wholeOf(file: ts.SourceFile, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const symbol = checker.getSymbolAtLocation(file)?.exports?.get(ts.InternalSymbolName.ExportEquals);
  const declared = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return declared?.declarations ?? [];
}

function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

interface Named {
  readonly names: readonly string[];
  readonly declarations: readonly ts.Node[];
}

/** What a function is called by: the variable, property or export that holds it, else itself. */
export function namedDeclaration(node: ts.SignatureDeclaration | ts.ClassLikeDeclaration): Named | undefined {
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node)) {
    const { parent } = node;
    if (
      (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) &&
      parent.initializer === node &&
      ts.isIdentifier(parent.name)
    )
      return { names: [parent.name.text], declarations: [parent, node] };
    if (ts.isBinaryExpression(parent) && parent.right === node && ts.isPropertyAccessExpression(parent.left)) {
      const { left } = parent;
      // Whoever requires the file gives it a name of their own; most take that of the function, or of the file.
      const own = node.name ? [node.name.text] : [];
      const names = isModuleExports(left) ? [nameOfFile(node.getSourceFile()), ...own] : [left.name.text];
      return { names: [...new Set(names)], declarations: [left, parent, node] };
    }
  }
  const { name } = node;
  return name && ts.isIdentifier(name) ? { names: [name.text], declarations: [node] } : undefined;
}

function nameOfFile({ fileName }: ts.SourceFile): string {
  const base = fileName.slice(fileName.lastIndexOf('/') + 1);
  return base.replace(/\.\w+$/, '').replace(/[-_.](\w)/g, (_, letter: string) => letter.toUpperCase());
}

const maxCallers = 40;

/** The `new` expressions of the project that make objects of a class. Undefined when there are too many to look at. */
export function creationsOf(
  node: ts.ClassLikeDeclaration,
  project: ServiceProject,
): readonly ts.NewExpression[] | undefined {
  const named = namedDeclaration(node);
  if (!named) return [];
  const candidates = named.names.flatMap((each) => invocationsNamed(each, project)).filter(ts.isNewExpression);
  if (candidates.length > maxCallers) return undefined;
  return candidates.filter((each) => isCalleeOf(each, named, project.checker));
}

/**
 * The calls of a function in the project's own files. Undefined when there are too many to look at.
 * Calls through variables that hold the function are not among them.
 */
export function callsOf(
  node: ts.SignatureDeclaration,
  project: ServiceProject,
): readonly ts.CallExpression[] | undefined {
  const named = namedDeclaration(node);
  if (!named) return [];
  const candidates = named.names.flatMap((each) => invocationsNamed(each, project)).filter(ts.isCallExpression);
  if (candidates.length > maxCallers) return undefined;
  return candidates.filter((each) => isCalleeOf(each, named, project.checker));
}
