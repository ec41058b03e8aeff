import type { ServiceFile } from '../model/file';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';
import { changingIn, growthOf, type Pause, pausesIn } from './delays';
import { worksOf } from './handedWork';
import { attemptsOf, mayThrow } from './loopLimits';
import { alwaysLeaves, endsOnSuccess, type Loop, mentionsAny, picksWork, triesOf } from './loops';
import type { Backoff, Presence, RetrySite } from './retrySite';
import { functionAround, isWithin, nameOfFunction, runs, visitRun } from './walk';

/** What the work, or the code that catches, does to tell errors apart. */
function looksAt(names: Set<string>, block: ts.Node, evaluator: Evaluator): Presence {
  // `const status = error.response?.status` is the error under another name.
  visitRun(block, (node) => {
    if (
      ts.isVariableDeclaration(node) &&
      node.initializer &&
      ts.isIdentifier(node.name) &&
      mentionsAny(node.initializer, names)
    )
      names.add(node.name.text);
  });
  let looked: Presence = 'no';
  visitRun(block, (node) => {
    const condition =
      ts.isIfStatement(node) || ts.isSwitchStatement(node)
        ? node.expression
        : ts.isConditionalExpression(node)
          ? node.condition
          : undefined;
    if (condition && mentionsAny(condition, names)) looked = 'yes';
    if (looked === 'no' && ts.isCallExpression(node) && node.arguments.some((each) => mentionsAny(each, names)))
      looked = mayRefuse(node, evaluator);
  });
  return looked;
}

/** Whether a function that is handed the error may refuse another attempt by throwing: our own that throws, or one that is awaited. */
function mayRefuse(node: ts.CallExpression, evaluator: Evaluator): Presence {
  for (const callee of alternatives(evaluator.evaluate(node.expression)))
    if (callee.kind === 'function' && callee.node.body && runs(callee.node.body, ts.isThrowStatement)) return 'yes';
  return ts.isAwaitExpression(node.parent) ? 'unknown' : 'no';
}

/** Whether the catch clause looks at the error before it goes on: any condition on it, or handing it to a function whose answer is used. */
function predicateOf({ variableDeclaration, block }: ts.CatchClause, evaluator: Evaluator): Presence {
  if (!variableDeclaration) return 'no';
  if (!ts.isIdentifier(variableDeclaration.name)) return 'yes';
  return looksAt(new Set([variableDeclaration.name.text]), block, evaluator);
}

function backoffOf(pauses: readonly Pause[], loop: ts.Node, evaluator: Evaluator): Backoff {
  const [pause] = pauses;
  if (!pause) return { growth: 'none', jitter: 'no', firstMs: 0, factor: undefined, maxMs: 0, node: undefined };
  const { growth, jitter, valueMs } = growthOf(pause, changingIn(loop), evaluator);
  return {
    growth,
    jitter: jitter ? 'yes' : growth === 'unknown' ? 'unknown' : 'no',
    firstMs: valueMs,
    factor: growth === 'constant' ? 1 : undefined,
    maxMs: valueMs,
    node: pause.node,
    pause,
  };
}

/** Whether something in the loop may wait without being known as a pause: any other awaited call of code that cannot be followed. */
function mayPause(loop: Loop, attempt: ts.TryStatement, evaluator: Evaluator): boolean {
  const pauses = new Set(pausesIn(loop.statement, evaluator).map((each) => each.node));
  return runs(loop.statement, (each) => {
    if (!ts.isAwaitExpression(each) || isWithin(each, attempt.tryBlock)) return false;
    return !pauses.has(each.expression);
  });
}

function siteOf(loop: Loop, attempt: ts.TryStatement, evaluator: Evaluator): RetrySite | undefined {
  const { catchClause } = attempt;
  if (!catchClause || !endsOnSuccess(attempt) || alwaysLeaves(catchClause)) return undefined;
  if (picksWork(loop, attempt)) return undefined;
  const around = functionAround(loop);
  const works = worksOf(attempt.tryBlock, around, evaluator);
  if (works.length === 0) return undefined;
  const pauses = pausesIn(loop.statement, evaluator).filter((each) => !isWithin(each.node, attempt.tryBlock));
  const backoff = backoffOf(pauses, loop, evaluator);
  const unsure = backoff.growth === 'none' && mayPause(loop, attempt, evaluator);
  return {
    kind: 'loop',
    at: loop.getChildAt(0),
    node: loop,
    library: undefined,
    shape: undefined,
    around,
    work: attempt.tryBlock,
    works,
    clients: [],
    repeatsWrites: 'unknown',
    attempts: attemptsOf(loop, attempt, evaluator),
    backoff: unsure ? { ...backoff, growth: 'unknown', jitter: 'unknown', maxMs: undefined } : backoff,
    predicate: predicateOf(catchClause, evaluator),
    maxTotalMs: undefined,
    options: undefined,
    configured: undefined,
  };
}

/** A function that calls itself when its work fails. */
function recursionOf(clause: ts.CatchClause, evaluator: Evaluator): RetrySite | undefined {
  const owner = functionAround(clause);
  const attempt = clause.parent;
  if (!owner) return undefined;
  const own = nameOfFunction(owner);
  if (own === undefined) return undefined;
  let again: ts.CallExpression | undefined;
  visitRun(clause.block, (node) => {
    if (!ts.isCallExpression(node)) return;
    const { expression } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    if (!ts.isIdentifier(name) || name.text !== own) return;
    if (
      alternatives(evaluator.evaluate(node.expression)).some(
        (callee) => callee.kind === 'function' && callee.node === owner,
      )
    )
      again ??= node;
  });
  // What is repeated is followed far into other files: only where something repeats it.
  if (!again || again.arguments.some(isSwitch)) return undefined;
  const works = worksOf(attempt.tryBlock, owner, evaluator);
  if (works.length === 0) return undefined;
  // A condition anywhere before the call may be the limit; only a bare call again and again has none.
  const conditional =
    runs(clause.block, (node) => ts.isIfStatement(node) || ts.isConditionalExpression(node) || isThrow(node)) ||
    runs(owner, (node) => ts.isThrowStatement(node) && !isWithin(node, attempt));
  const pauses = pausesIn(clause.block, evaluator);
  const changing = new Set([
    ...changingIn(owner),
    ...owner.parameters.flatMap((each) => (ts.isIdentifier(each.name) ? [each.name.text] : [])),
  ]);
  const [pause] = pauses;
  const grown = pause && growthOf(pause, changing, evaluator);
  return {
    kind: 'recursion',
    at: again.expression,
    node: owner,
    library: undefined,
    shape: undefined,
    around: owner,
    work: attempt.tryBlock,
    works,
    clients: [],
    repeatsWrites: 'unknown',
    attempts: conditional
      ? { state: 'bounded', value: undefined, node: clause }
      : mayThrow(clause.block, evaluator) && !pause
        ? { state: 'unknown' }
        : { state: 'unbounded', node: again },
    backoff: grown
      ? {
          growth: grown.growth,
          jitter: grown.jitter ? 'yes' : 'no',
          firstMs: grown.valueMs,
          factor: undefined,
          maxMs: grown.valueMs,
          node: pause.node,
          pause,
        }
      : {
          growth:
            runs(clause.block, ts.isAwaitExpression) || runs(clause.block, (n) => ts.isCallExpression(n) && n !== again)
              ? 'unknown'
              : 'none',
          jitter: 'unknown',
          firstMs: 0,
          factor: undefined,
          maxMs: undefined,
          node: undefined,
        },
    predicate: predicateOf(clause, evaluator),
    maxTotalMs: undefined,
    options: undefined,
    configured: undefined,
  };
}

/** Once more in another way, as with a token that is fetched anew: `load(id, true)`. */
function isSwitch({ kind }: ts.Expression): boolean {
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword;
}

function isThrow(node: ts.Node): boolean {
  return ts.isThrowStatement(node);
}

const key = {};

/** The loops and self-calls of a file that repeat network calls when they fail. */
export function ownRetries(file: ServiceFile, evaluator: Evaluator): readonly RetrySite[] {
  const known = evaluator.project.once(key, () => new Map<ts.SourceFile, readonly RetrySite[]>());
  let sites = known.get(file.sourceFile);
  if (!sites) {
    // What leads back to this file while it is looked at finds nothing.
    known.set(file.sourceFile, []);
    sites = findRetries(file, evaluator);
    known.set(file.sourceFile, sites);
  }
  return sites;
}

function findRetries(file: ServiceFile, evaluator: Evaluator): readonly RetrySite[] {
  const loops: readonly Loop[] = [
    ...file.nodes(ts.SyntaxKind.ForStatement),
    ...file.nodes(ts.SyntaxKind.WhileStatement),
    ...file.nodes(ts.SyntaxKind.DoStatement),
    ...file.nodes(ts.SyntaxKind.ForOfStatement),
  ];
  const sites = loops.flatMap((loop) => triesOf(loop).flatMap((attempt) => siteOf(loop, attempt, evaluator) ?? []));
  const recursions = file.nodes(ts.SyntaxKind.CatchClause).flatMap((clause) => recursionOf(clause, evaluator) ?? []);
  return [...sites, ...recursions];
}
