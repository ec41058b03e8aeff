import type { TextEdit } from '../../core/finding';
import { boundOf } from '../../service/bounds/evaluate';
import { effectOf } from '../../service/effects';
import { isNameTaken } from '../../service/fixes/names';
import { callsIn } from '../../service/flow/handedWork';
import { requestHandlers } from '../../service/flow/handlers';
import type { Reached } from '../../service/flow/reach';
import type { RetrySite } from '../../service/flow/retrySite';
import { functionAround, isWithin, runs } from '../../service/flow/walk';
import { ts } from '../../service/ts';
import { callsOf } from '../../service/values/callers';
import type { Evaluator } from '../../service/values/evaluator';

/** The network calls that a retry repeats. */
export function repeatedCalls({ works }: RetrySite, evaluator: Evaluator): readonly Reached[] {
  return callsIn(works, evaluator);
}

/** Whether a site is where it is decided how to retry: what runs on a policy, or is handed to a function that retries, is reported there. */
export function decidesItself({ kind, configured, node }: RetrySite): boolean {
  return kind === 'library' ? configured === node : kind !== 'helper';
}

/** Whether a site is where work is repeated: a policy's making and the inside of a function that repeats what it is handed are not. */
export function repeatsHere({ work, works }: RetrySite): boolean {
  return work !== undefined && works.includes(work);
}

/** Whether code only finds out that the other side is there: it hands nothing on, keeps nothing, and nothing is changed by its calls. */
function isProbe(work: ts.Node, evaluator: Evaluator): boolean {
  const body = ts.isFunctionLike(work) ? (work as ts.FunctionLikeDeclaration).body : work;
  if (!body || !ts.isBlock(body)) return false;
  const keeps = runs(
    body,
    (node) =>
      (ts.isReturnStatement(node) && node.expression !== undefined) ||
      (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken),
  );
  if (keeps) return false;
  const calls = callsIn([work], evaluator);
  const effects = calls.map(({ call }) => (call.call.connects ? 'connect' : effectOf(call, evaluator)));
  if (effects.includes('write') || effects.includes('idempotent')) return false;
  return effects.includes('connect') || effects.every((each) => each === 'read');
}

/**
 * Whether nothing but the other side's being there is waited for, as at a start: an even pace and any error are what they should be then. So it is
 * when the code only asks, and when it goes on until it succeeds while nobody waits for it.
 */
export function waitsForStart({ works, attempts, backoff, around }: RetrySite, evaluator: Evaluator): boolean {
  if (works.length > 0 && works.every((work) => isProbe(work, evaluator))) return true;
  if ((attempts.state === 'bounded' && attempts.value !== undefined) || backoff.growth === 'none' || !around)
    return false;
  return nobodyWaits(around, evaluator, new Set());
}

/** Whether what a function gives is waited for by nobody but the start of the program: its calls are known, and drop it or stand in such functions. */
function nobodyWaits(owner: ts.FunctionLikeDeclaration, evaluator: Evaluator, seen: Set<ts.Node>): boolean {
  if (seen.has(owner)) return true;
  seen.add(owner);
  const { project } = evaluator;
  if (ts.isConstructorDeclaration(owner)) return true;
  if (requestHandlers(project).has(owner)) return false;
  const calls = callsOf(owner, project)?.filter((each) => !isWithin(each, owner)) ?? [];
  return (
    calls.length > 0 &&
    calls.every((call) => {
      if (isDropped(call)) return true;
      const around = functionAround(call);
      return !around || nobodyWaits(around, evaluator, seen);
    })
  );
}

/** `start();`, `void start();`, `start().catch(report);`: what it gives goes nowhere. */
function isDropped(call: ts.Expression): boolean {
  const { parent } = call;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
  if (ts.isParenthesizedExpression(parent)) return isDropped(parent);
  return (
    ts.isPropertyAccessExpression(parent) &&
    parent.name.text === 'catch' &&
    ts.isCallExpression(parent.parent) &&
    isDropped(parent.parent)
  );
}

/** The number of attempts, when it is known. */
export function countOf({ attempts }: RetrySite): number | undefined {
  return attempts.state === 'bounded' ? attempts.value : undefined;
}

/** The longest that one attempt may take, in ms, when all that it calls is bounded by known values. */
export function attemptMs(calls: readonly Reached[], evaluator: Evaluator): number | undefined {
  const values = calls.map(({ call }) => {
    const bound = boundOf(call, 'request', evaluator);
    return bound.state === 'bounded' ? bound.value : undefined;
  });
  return values.length > 0 && values.every((each) => each !== undefined)
    ? values.reduce((a, b) => a + b, 0)
    : undefined;
}

/** What messages call a retry. */
export function nameOfSite({ library, kind }: RetrySite): { readonly en: string; readonly zh: string } {
  if (library) return { en: library.title, zh: `${library.title} ` };
  return kind === 'recursion' ? { en: 'This function', zh: '这个函数' } : { en: 'This loop', zh: '这个循环' };
}

/** A time for people: `850 ms`, `12 s`, `17 min`. */
export function inWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 6000) / 10} min` : `${Math.round(ms / 360_000) / 10} h`;
}

interface Editing {
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/**
 * Gives `while (true)` or `for (;;)` a counter, and its catch clause a way out: `if (attempt >= 4) throw error;`. Undefined for any other loop.
 * `count` is the code of the number.
 */
export function limitedLoop(tools: Editing, site: RetrySite, count: string): TextEdit[] | undefined {
  const { node, work } = site;
  const attempt = work?.parent;
  if (!attempt || !ts.isTryStatement(attempt) || !attempt.catchClause) return undefined;
  const plain =
    ts.isWhileStatement(node) || (ts.isForStatement(node) && !node.initializer && !node.condition && !node.incrementor);
  if (!plain) return undefined;
  const { block, variableDeclaration } = attempt.catchClause;
  const file = node.getSourceFile();
  const [first] = block.statements;
  if (!variableDeclaration || !ts.isIdentifier(variableDeclaration.name) || isNameTaken('attempt', file))
    return undefined;
  const open = block.getStart() + 1;
  const between = first ? file.text.slice(open, first.getStart()) : '';
  // One statement a line stays so; where the block is on one line, a blank parts them.
  const gap = between.includes('\n') ? /\r?\n[ \t]*$/.exec(between)?.[0] : ' ';
  const indent = gap ?? ' ';
  const code = `${indent}if (attempt >= ${count}) throw ${variableDeclaration.name.text};`;
  return [
    tools.edit({ start: node.getStart(), end: node.statement.getStart() }, 'for (let attempt = 1; ; attempt++) ', file),
    tools.edit({ start: open, end: open }, first ? code : `${code} `, file),
  ];
}
