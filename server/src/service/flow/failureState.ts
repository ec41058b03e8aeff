import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { visitRun } from './walk';

/** How many of our own functions are looked into, one from another. */
const maxDepth = 3;
const maxBodies = 60;

const changing: ReadonlySet<string> = new Set(['set', 'add', 'delete', 'clear', 'push', 'shift', 'unshift', 'splice']);
const collections: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'Array']);

function isAssignment({ kind }: ts.Node): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** The name of what outlives a call: a member of an object, or a variable of a surrounding scope. */
function keptName(node: ts.Node): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isIdentifier(node) ? node : undefined;
}

function symbolOf(node: ts.Node, from: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  const name = keptName(node);
  const symbol = name && checker.getSymbolAtLocation(name);
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration) return undefined;
  if (ts.isPropertyAccessExpression(node)) return symbol.flags & ts.SymbolFlags.Method ? undefined : symbol;
  const isOutside =
    declaration.getSourceFile() !== from.getSourceFile() || declaration.pos < from.pos || declaration.end > from.end;
  return isOutside && ts.isVariableDeclaration(declaration) ? symbol : undefined;
}

/** What code does by itself, calls of our own functions left open. */
interface Facts {
  /** What it changes that is still there after it ran. */
  readonly changed: ReadonlySet<ts.Symbol>;
  /** What it mentions of what was there before. */
  readonly asked: ReadonlySet<ts.Symbol>;
  /** Whether it goes one way or another. */
  readonly decides: boolean;
  /** The bodies of our own functions that it calls. */
  readonly calls: readonly ts.Node[];
}

function lookAt(code: ts.Node, without: ReadonlySet<ts.Node>, evaluator: Evaluator): Facts {
  const { checker } = evaluator.project;
  const changed = new Set<ts.Symbol>();
  const asked = new Set<ts.Symbol>();
  const calls = new Set<ts.Node>();
  let decides = false;
  const note = (node: ts.Node, into: Set<ts.Symbol>): void => {
    const symbol = symbolOf(node, code, checker);
    if (symbol) into.add(symbol);
  };
  const visit = (node: ts.Node): void => {
    if (without.has(node)) return;
    note(node, asked);
    decides ||= ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isSwitchStatement(node);
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken)) note(node.left, changed);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) note(node.operand, changed);
    if (ts.isCallExpression(node)) {
      const callee = evaluator.evaluate(node.expression);
      if (callee.kind === 'function' && callee.node.body) calls.add(callee.node.body);
      if (ts.isPropertyAccessExpression(node.expression)) {
        const { expression, name } = node.expression;
        if (changing.has(name.text) && collections.has(checker.getTypeAtLocation(expression).getSymbol()?.name ?? ''))
          note(expression, changed);
      }
    }
    ts.forEachChild(node, (child) => {
      if (!ts.isFunctionLike(child) && !ts.isClassLike(child)) visit(child);
    });
  };
  visit(code);
  return { changed, asked, decides, calls: [...calls] };
}

const nothing: ReadonlySet<ts.Node> = new Set();
const key = {};

function factsOf(body: ts.Node, evaluator: Evaluator): Facts {
  const known = evaluator.project.once(key, () => new Map<ts.Node, Facts>());
  let facts = known.get(body);
  if (!facts) {
    facts = lookAt(body, nothing, evaluator);
    known.set(body, facts);
  }
  return facts;
}

/** The facts of code and of the functions that it calls, one from another; each of them once. */
function together(first: Facts, evaluator: Evaluator): readonly Facts[] {
  const all = [first];
  const seen = new Set<ts.Node>();
  let bodies = first.calls;
  for (let depth = 0; depth < maxDepth && seen.size < maxBodies; depth++) {
    const fresh = bodies.filter((each) => !seen.has(each));
    for (const each of fresh) seen.add(each);
    const facts = fresh.map((each) => factsOf(each, evaluator));
    all.push(...facts);
    bodies = facts.flatMap(({ calls }) => calls);
  }
  return all;
}

/** The code of a function that runs when something in it failed: catch and finally blocks, callbacks of rejections. */
function failureCode(body: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  visitRun(body, (node) => {
    if (ts.isCatchClause(node)) found.push(node.block);
    if (ts.isTryStatement(node) && node.finallyBlock) found.push(node.finallyBlock);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    const { name } = node.expression;
    const callback = name.text === 'catch' ? node.arguments[0] : name.text === 'then' ? node.arguments[1] : undefined;
    if (callback && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) found.push(callback.body);
  });
  return found;
}

function breaks(body: ts.Node, evaluator: Evaluator): boolean {
  const failing = failureCode(body);
  const changed = new Set(
    failing.flatMap((each) => together(factsOf(each, evaluator), evaluator).flatMap((facts) => [...facts.changed])),
  );
  if (changed.size === 0) return false;
  const before = together(lookAt(body, new Set(failing), evaluator), evaluator);
  return (
    before.some(({ decides }) => decides) && before.some(({ asked }) => [...asked].some((each) => changed.has(each)))
  );
}

const breakingKey = {};

/**
 * Whether a function, or one written in it, works as a circuit breaker: when something fails it changes what outlives the call, and it asks
 * for that before it goes on.
 */
export function heedsFailures(node: ts.FunctionLikeDeclaration, evaluator: Evaluator): boolean {
  const known = evaluator.project.once(breakingKey, () => new Map<ts.Node, boolean>());
  const before = known.get(node);
  if (before !== undefined) return before;
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (ts.isFunctionLike(at)) {
      const { body } = at as ts.FunctionLikeDeclaration;
      if (body && breaks(body, evaluator)) {
        found = true;
        return;
      }
    }
    ts.forEachChild(at, visit);
  };
  visit(node);
  known.set(node, found);
  return found;
}
