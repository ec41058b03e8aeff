import type { ServiceFile } from '../model/file';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { resolveName } from '../values/names';
import { functionAround, visitAll } from './walk';

/** A list that lasts as long as the program, of which every use is known. */
export interface Buffer {
  /** As the code calls it: `pending`, `this.pending`. */
  readonly text: string;
  readonly declaration: ts.VariableDeclaration | ts.PropertyDeclaration;
  readonly pushes: readonly ts.CallExpression[];
  /** Where it is emptied, or something is taken out. */
  readonly removals: readonly ts.Node[];
  /** Its length is compared with something: it has a limit, or is emptied by size. */
  readonly isMeasured: boolean;
}

const adding: ReadonlySet<string> = new Set(['push', 'unshift']);
const removing: ReadonlySet<string> = new Set(['splice', 'shift', 'pop']);
/** Methods that only read, and hand out elements or copies. */
const reading: ReadonlySet<string> = new Set([
  ...['map', 'filter', 'forEach', 'find', 'findIndex', 'some', 'every', 'reduce', 'slice', 'includes', 'indexOf'],
  ...['join', 'at', 'entries', 'keys', 'values', 'concat', 'flatMap'],
]);

type Use = 'push' | 'removal' | 'measure' | 'read' | 'escape';

/** The lists of a file that code pushes into: variables of the module, and fields of classes. Those that others may get hold of are left out. */
export function buffersIn(file: ServiceFile, evaluator: Evaluator): readonly Buffer[] {
  const declarations = new Set<ts.VariableDeclaration | ts.PropertyDeclaration>();
  for (const { expression } of file.nodes(ts.SyntaxKind.CallExpression)) {
    if (!ts.isPropertyAccessExpression(expression) || !adding.has(expression.name.text)) continue;
    const declaration = lastingList(expression.expression, evaluator);
    if (declaration) declarations.add(declaration);
  }
  return [...declarations].flatMap((each) => bufferOf(each, evaluator) ?? []);
}

function isEmptyList(node: ts.Expression | undefined): boolean {
  return node !== undefined && ts.isArrayLiteralExpression(node) && node.elements.length === 0;
}

/** The declaration of a module's variable, or of a private field, that starts as an empty list. */
function lastingList(
  node: ts.Expression,
  evaluator: Evaluator,
): ts.VariableDeclaration | ts.PropertyDeclaration | undefined {
  const isField = ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
  const name = isField ? node.name : node;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const declaration = evaluator.project.checker.getSymbolAtLocation(name)?.declarations?.[0];
  if (!declaration) return undefined;
  if (ts.isPropertyDeclaration(declaration)) {
    const isHidden =
      ts.isPrivateIdentifier(declaration.name) ||
      (ts.getModifiers(declaration) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
    return isHidden && isEmptyList(declaration.initializer) ? declaration : undefined;
  }
  if (!ts.isVariableDeclaration(declaration) || functionAround(declaration)) return undefined;
  const statement = declaration.parent.parent;
  const isExported =
    ts.isVariableStatement(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return !isExported && isEmptyList(declaration.initializer) ? declaration : undefined;
}

function bufferOf(
  declaration: ts.VariableDeclaration | ts.PropertyDeclaration,
  evaluator: Evaluator,
): Buffer | undefined {
  const { checker } = evaluator.project;
  const { name } = declaration;
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return undefined;
  const pushes: ts.CallExpression[] = [];
  const removals: ts.Node[] = [];
  let isMeasured = false;
  let isKnown = true;
  visitAll(ts.isPropertyDeclaration(declaration) ? declaration.parent : declaration.getSourceFile(), (each) => {
    if (!isKnown || each === name || each.kind !== name.kind) return;
    const used = each as ts.Identifier | ts.PrivateIdentifier;
    if (used.text !== name.text || !refersTo(used, declaration, evaluator, checker)) return;
    const node = ts.isPropertyAccessExpression(used.parent) && used.parent.name === used ? used.parent : used;
    const { kind, at } = useOf(node as ts.Expression);
    if (kind === 'escape') isKnown = false;
    else if (kind === 'measure') isMeasured = true;
    else if (kind === 'removal') removals.push(at);
    else if (kind === 'push' && ts.isCallExpression(at)) pushes.push(at);
  });
  const text = ts.isPropertyDeclaration(declaration) ? `this.${name.text}` : name.text;
  return isKnown ? { text, declaration, pushes, removals, isMeasured } : undefined;
}

function refersTo(
  node: ts.Identifier | ts.PrivateIdentifier,
  declaration: ts.Declaration,
  evaluator: Evaluator,
  checker: ts.TypeChecker,
): boolean {
  if (checker.getSymbolAtLocation(node)?.declarations?.includes(declaration)) return true;
  const resolved = ts.isIdentifier(node) ? resolveName(node, evaluator.project.checker) : undefined;
  return resolved?.kind === 'own' && resolved.declarations.includes(declaration);
}

/** What one use does with the list. */
function useOf(node: ts.Expression): { readonly kind: Use; readonly at: ts.Node } {
  const { parent } = node;
  const use = (kind: Use, at: ts.Node = node) => ({ kind, at });
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const method = parent.name.text;
    const outer = parent.parent;
    if (method === 'length') {
      if (
        ts.isBinaryExpression(outer) &&
        outer.left === parent &&
        outer.operatorToken.kind === ts.SyntaxKind.EqualsToken
      )
        return use('removal', outer);
      return use(isEmptinessTest(parent) ? 'read' : 'measure', outer);
    }
    if (!ts.isCallExpression(outer) || outer.expression !== parent) return use('escape');
    if (adding.has(method)) return use('push', outer);
    if (removing.has(method)) return use('removal', outer);
    return use(reading.has(method) ? 'read' : 'escape', outer);
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    if (parent.left === node) return use('removal', parent);
    return use('escape');
  }
  if (ts.isSpreadElement(parent) || (ts.isForOfStatement(parent) && parent.expression === node)) return use('read');
  if (ts.isElementAccessExpression(parent) && parent.expression === node) return use('read');
  // `const batch = pending; pending = [];`: taken away as a whole, which the assignment tells.
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) return use('read');
  // A copy as text, or to be sent.
  if (ts.isCallExpression(parent) && /^JSON\.stringify$/.test(parent.expression.getText())) return use('read');
  return use('escape');
}

/** `if (pending.length === 0)`, `if (!pending.length)`, `while (pending.length)`: asks whether there is anything, which limits nothing. */
function isEmptinessTest(node: ts.PropertyAccessExpression): boolean {
  const { parent } = node;
  if (ts.isPrefixUnaryExpression(parent) || ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return true;
  if (!ts.isBinaryExpression(parent)) return false;
  const other = parent.left === node ? parent.right : parent.left;
  if (ts.isNumericLiteral(other)) return Number(other.text) === 0;
  // Part of a larger test (`a.length && b`).
  return parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
}
