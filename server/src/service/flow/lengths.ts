import { ts } from '../ts';
import { callsOf } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { resolveName } from '../values/names';
import { alternatives } from '../values/value';
import { requestHandlers } from './handlers';
import { functionAround, runs, visitAll } from './walk';

const maxDepth = 6;
/** Methods that give a list at most as long as the one they are called on (or as several together). */
const keeping: ReadonlySet<string> = new Set(['filter', 'map', 'sort', 'reverse', 'concat', 'toSorted', 'toReversed']);
/** Methods that cut a part of a known length out. */
const cutting: ReadonlySet<string> = new Set(['slice', 'splice']);
/** Options, methods and words of queries that limit what comes back; they only ever silence. */
const limiting = /^(?:limit|take|first|top|max\w*|\w*limit|\w*size|per_?page|chunk\w*|batch\w*|sample\w*|paginat\w*)$/i;

const key = {};

/** Whether a list may be of any length: what a caller hands in, or what another side answers without a limit. Not sure counts as no. */
export function isOfAnyLength(node: ts.Expression, evaluator: Evaluator, depth = 0): boolean {
  if (depth > maxDepth) return false;
  // Callers of callers lead to the same places by many ways.
  const known = evaluator.project.once(key, () => new Map<ts.Node, boolean[]>());
  let answers = known.get(node);
  if (!answers) {
    answers = [];
    known.set(node, answers);
  }
  const before = answers[depth];
  if (before !== undefined) return before;
  const answer = judge(node, evaluator, depth);
  answers[depth] = answer;
  return answer;
}

function judge(node: ts.Expression, evaluator: Evaluator, depth: number): boolean {
  const again = (each: ts.Expression): boolean => isOfAnyLength(each, evaluator, depth + 1);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return again(node.expression);
  if (ts.isAwaitExpression(node)) return again(node.expression);
  if (isTuple(node, evaluator) || isOfFewKinds(node, evaluator)) return false;
  if (ts.isIdentifier(node)) return isAnyLengthName(node, evaluator, depth);
  if (ts.isPropertyAccessExpression(node)) return isOfRequest(node, evaluator);
  if (ts.isArrayLiteralExpression(node))
    return node.elements.some((each) => ts.isSpreadElement(each) && again(each.expression));
  if (ts.isNewExpression(node)) {
    const [from] = node.arguments ?? [];
    return ts.isIdentifier(node.expression) && node.expression.text === 'Set' && from !== undefined && again(from);
  }
  if (!ts.isCallExpression(node)) return false;
  return isAnyLengthResult(node, evaluator, depth);
}

function isTuple(node: ts.Expression, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  return checker.isTupleType(checker.getTypeAtLocation(node));
}

/** Whether the elements are words of a fixed set: an enum, a union of literals. A list of those is about as long as the set. */
function isOfFewKinds(node: ts.Expression, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const element = checker.getIndexTypeOfType(checker.getTypeAtLocation(node), ts.IndexKind.Number);
  if (!element) return false;
  const parts = element.isUnion() ? element.types : [element];
  return parts.every(({ flags }) => (flags & (ts.TypeFlags.Literal | ts.TypeFlags.EnumLike)) !== 0);
}

/** `request.body.ids` of a handler's parameter. A record of an event is one of a batch that the platform limits. */
function isOfRequest(node: ts.PropertyAccessExpression, evaluator: Evaluator): boolean {
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root) || ts.isNonNullExpression(root)) root = root.expression;
  if (!ts.isIdentifier(root)) return false;
  const declaration = declarationOf(root, evaluator);
  if (!declaration || !ts.isParameter(declaration)) return false;
  const handler = requestHandlers(evaluator.project).get(declaration.parent);
  return handler !== undefined && handler.library.hosted === undefined;
}

/** The query and the body are as long as the caller likes; addresses and headers have parts by their meaning. */
const open: ReadonlySet<string> = new Set(['query', 'body']);
const sameText: ReadonlySet<string> = new Set(['trim', 'toString', 'toLowerCase', 'toUpperCase', 'replace']);

/** A text that a request has in its query or body, as it stands or made a text of: `String(request.query.ids)`. */
function isTextOfRequest(node: ts.Expression, evaluator: Evaluator): boolean {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node))
    return isTextOfRequest(node.expression, evaluator);
  if (ts.isBinaryExpression(node)) return isTextOfRequest(node.left, evaluator);
  if (ts.isCallExpression(node)) {
    const { expression, arguments: given } = node;
    if (ts.isIdentifier(expression))
      return expression.text === 'String' && given[0] !== undefined && isTextOfRequest(given[0], evaluator);
    return (
      ts.isPropertyAccessExpression(expression) &&
      sameText.has(expression.name.text) &&
      isTextOfRequest(expression.expression, evaluator)
    );
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression)) return false;
    return (
      (open.has(expression.name.text) || isTextOfRequest(expression, evaluator)) && isOfRequest(expression, evaluator)
    );
  }
  const declaration = ts.isIdentifier(node) ? declarationOf(node, evaluator) : undefined;
  if (!declaration) return false;
  if (ts.isVariableDeclaration(declaration))
    return declaration.initializer !== undefined && isTextOfRequest(declaration.initializer, evaluator);
  // `const { ids } = request.query`.
  if (!ts.isBindingElement(declaration) || !ts.isVariableDeclaration(declaration.parent.parent)) return false;
  const { initializer } = declaration.parent.parent;
  return (
    initializer !== undefined &&
    ts.isPropertyAccessExpression(initializer) &&
    open.has(initializer.name.text) &&
    isOfRequest(initializer, evaluator)
  );
}

function declarationOf(node: ts.Identifier, evaluator: Evaluator): ts.Declaration | undefined {
  const resolved = resolveName(node, evaluator.project.checker);
  return resolved?.kind === 'own' && resolved.declarations.length === 1 ? resolved.declarations[0] : undefined;
}

function isAnyLengthName(node: ts.Identifier, evaluator: Evaluator, depth: number): boolean {
  const declaration = declarationOf(node, evaluator);
  if (!declaration) return false;
  if (ts.isParameter(declaration)) return isAnyLengthParameter(declaration, evaluator, depth);
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false;
  // What a module holds is a list of settings or of parts of the program.
  const owner = functionAround(declaration);
  if (!owner || !declaration.initializer || isSizeChecked(node, owner)) return false;
  return isOfAnyLength(declaration.initializer, evaluator, depth + 1);
}

/** What callers hand in. Where none of them is known, a function of a list is meant for lists of any length. */
function isAnyLengthParameter(parameter: ts.ParameterDeclaration, evaluator: Evaluator, depth: number): boolean {
  const owner = parameter.parent;
  if (!ts.isIdentifier(parameter.name) || parameter.initializer || ts.isConstructorDeclaration(owner)) return false;
  // A callback is handed what others made of a list: `chunks.map((chunk) => ...)`.
  const isNamed =
    ts.isFunctionDeclaration(owner) || ts.isMethodDeclaration(owner) || ts.isVariableDeclaration(owner.parent);
  if (!isNamed || limiting.test(parameter.name.text) || isSizeChecked(parameter.name, owner)) return false;
  if (parameter.dotDotDotToken) return false;
  const index = owner.parameters.indexOf(parameter);
  const calls = callsOf(owner, evaluator.project);
  if (!calls) return false;
  if (calls.length === 0) return true;
  return calls.some((each) => {
    const given = each.arguments[index];
    return given !== undefined && !ts.isSpreadElement(given) && isOfAnyLength(given, evaluator, depth + 1);
  });
}

/** Whether the function compares the list's length with something: it may refuse lists that are too long, or choose another way. */
function isSizeChecked(name: ts.Identifier, owner: ts.Node): boolean {
  let found = false;
  visitAll(owner, (each) => {
    if (!ts.isPropertyAccessExpression(each) || each.name.text !== 'length') return;
    if (!ts.isIdentifier(each.expression) || each.expression.text !== name.text) return;
    const { parent } = each;
    if (!ts.isBinaryExpression(parent)) return;
    const other = parent.left === each ? parent.right : parent.left;
    // Asking whether it is empty limits nothing.
    if (!ts.isNumericLiteral(other) || Number(other.text) > 1) found = true;
  });
  return found;
}

function isAnyLengthResult(node: ts.CallExpression, evaluator: Evaluator, depth: number): boolean {
  const { expression } = node;
  const again = (each: ts.Expression | undefined): boolean =>
    each !== undefined && isOfAnyLength(each, evaluator, depth + 1);
  if (ts.isPropertyAccessExpression(expression)) {
    const method = expression.name.text;
    if (cutting.has(method)) return node.arguments.length === 0 && again(expression.expression);
    if (keeping.has(method)) return again(expression.expression);
    if (method === 'split') return node.arguments.length === 1 && isTextOfRequest(expression.expression, evaluator);
    const isGlobal = (name: string): boolean =>
      ts.isIdentifier(expression.expression) && expression.expression.text === name;
    if (isGlobal('Array') && method === 'from') return again(node.arguments[0]);
    if (isGlobal('Object') || isGlobal('Array')) return false;
  }
  if (runs(node, isLimiting)) return false;
  // What a function of our own gives is told by what it returns; a service's or a store's answer is as long as it likes.
  const callee = evaluator.evaluate(expression);
  return alternatives(callee).some((each) => {
    if (each.kind !== 'function' || !each.node.body) return false;
    if (runs(each.node.body, isLimiting)) return false;
    let any = false;
    const { body } = each.node;
    if (!ts.isBlock(body)) return again(body);
    visitAll(body, (at) => {
      if (ts.isReturnStatement(at) && at.expression && functionAround(at) === each.node) any ||= again(at.expression);
    });
    return any;
  });
}

function isLimiting(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
    return /\blimit\b|\btop \d|fetch (?:first|next)/i.test(node.getText());
  return ts.isIdentifier(node) && limiting.test(node.text);
}
