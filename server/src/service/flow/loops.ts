import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { type Environment, noEnvironment } from '../values/value';
import { changingIn } from './delays';
import { visitAll, visitRun } from './walk';

/** A loop that may repeat work. A `for ... of` does when it goes through delays or numbers, not through what the work is about. */
export type Loop = ts.ForStatement | ts.WhileStatement | ts.DoStatement | ts.ForOfStatement;

/** The try statements of a loop's body, those of loops inside of it left out. */
export function triesOf(loop: Loop): ts.TryStatement[] {
  const found: ts.TryStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || (ts.isIterationStatement(node, false) && node !== loop)) return;
    if (ts.isTryStatement(node) && node.catchClause) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(loop.statement);
  return found;
}

function exits(statements: readonly ts.Statement[]): boolean {
  return statements.some((each) => ts.isReturnStatement(each) || (ts.isBreakStatement(each) && !each.label));
}

/**
 * Whether the loop ends when the work succeeds: its try block ends in `return` or `break`, or in what follows it. A conditional exit is a
 * poll, and no exit at all goes through a list.
 */
export function endsOnSuccess(attempt: ts.TryStatement): boolean {
  if (exits(attempt.tryBlock.statements)) return true;
  const { parent } = attempt;
  if (!ts.isBlock(parent)) return false;
  return exits(parent.statements.slice(parent.statements.indexOf(attempt) + 1));
}

/** Whether every way through the catch clause leaves the loop, so that nothing is repeated. */
export function alwaysLeaves(clause: ts.CatchClause): boolean {
  return clause.block.statements.some(
    (each) => ts.isThrowStatement(each) || ts.isReturnStatement(each) || ts.isBreakStatement(each),
  );
}

/** What decides whether there is another round; undefined for `for (;;)` and `for ... of`. */
export function conditionOf(loop: Loop): ts.Expression | undefined {
  if (ts.isForOfStatement(loop)) return undefined;
  return ts.isForStatement(loop) ? loop.condition : loop.expression;
}

/** Whether the condition holds for ever by itself. */
export function isEndless(loop: Loop, evaluator: Evaluator): boolean {
  if (ts.isForOfStatement(loop)) return false;
  const condition = conditionOf(loop);
  if (!condition) return true;
  const value = evaluator.evaluate(condition);
  return value.kind === 'constant' && Boolean(value.value) && !mentionsAny(condition, changingIn(loop));
}

/** Whether one of the names is used in a node. */
export function mentionsAny(node: ts.Node, names: ReadonlySet<string>): boolean {
  let found = false;
  visitAll(node, (each) => {
    if (ts.isIdentifier(each) && names.has(each.text)) found = true;
  });
  return found;
}

/** Whether a `for ... of` goes through something that its try block has nothing to do with. */
function isCounting(loop: ts.ForOfStatement, attempt: ts.TryStatement): boolean {
  const { initializer } = loop;
  if (!ts.isVariableDeclarationList(initializer)) return false;
  const [declaration] = initializer.declarations;
  if (!declaration || !ts.isIdentifier(declaration.name)) return false;
  return !mentionsAny(attempt.tryBlock, new Set([declaration.name.text]));
}

/** Whether the work of each round is another one: the loop's variable picks it out of a list (`hosts[i]`). */
export function picksWork(loop: Loop, attempt: ts.TryStatement): boolean {
  if (ts.isForOfStatement(loop)) return !isCounting(loop, attempt);
  const initializer = ts.isForStatement(loop) ? loop.initializer : undefined;
  if (!initializer || !ts.isVariableDeclarationList(initializer)) return false;
  const names = new Set(initializer.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
  const isPick = (node: ts.Node): boolean =>
    ts.isElementAccessExpression(node) && mentionsAny(node.argumentExpression, names);
  const has = (within: ts.Node): boolean => {
    let found = false;
    visitAll(within, (node) => {
      found ||= isPick(node);
    });
    return found;
  };
  // `const host = hosts[i]` before the try statement.
  const picked = new Set<string>();
  visitRun(loop.statement, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer && has(node.initializer))
      picked.add(node.name.text);
  });
  return has(attempt.tryBlock) || mentionsAny(attempt.tryBlock, picked);
}

/** A loop's counter: its name, where it starts, and by how much it changes each round. */
export interface Counter {
  readonly name: string;
  /** Where it changes. */
  readonly node: ts.Expression;
  readonly from: number;
  readonly step: 1 | -1;
}

/** The name that goes up or down by one each round, when it starts at a known number. */
export function counterOf(loop: Loop, evaluator: Evaluator, env: Environment = noEnvironment): Counter | undefined {
  const steps = new Map<
    string,
    { readonly name: ts.Identifier; readonly node: ts.Expression; readonly step: 1 | -1 }[]
  >();
  const note = (name: ts.Node, step: 1 | -1): void => {
    if (!ts.isIdentifier(name)) return;
    const node = name.parent as ts.Expression;
    steps.set(name.text, [...(steps.get(name.text) ?? []), { name, node, step }]);
  };
  const look = (node: ts.Node): void => {
    if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusPlusToken) note(node.operand, 1);
      if (node.operator === ts.SyntaxKind.MinusMinusToken) note(node.operand, -1);
    } else if (ts.isBinaryExpression(node) && ts.isNumericLiteral(node.right) && node.right.text === '1') {
      if (node.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) note(node.left, 1);
      if (node.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken) note(node.left, -1);
    }
  };
  visitRun(loop, look);
  for (const [name, [first, ...others]] of steps) {
    if (!first || others.length > 0) continue;
    const declared = evaluator.project.checker.getSymbolAtLocation(first.name)?.valueDeclaration;
    if (!declared) continue;
    const start = ts.isParameter(declared)
      ? (env.parameters.get(declared) ?? (declared.initializer && evaluator.evaluate(declared.initializer)))
      : ts.isVariableDeclaration(declared) && declared.initializer && evaluator.evaluate(declared.initializer, env);
    if (start && start.kind === 'constant' && typeof start.value === 'number')
      return { name, node: first.node, from: start.value, step: first.step };
  }
  return undefined;
}
