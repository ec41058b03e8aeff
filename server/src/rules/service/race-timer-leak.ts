import { noOptions } from '../../core/options';
import { clearedTimer } from '../../service/fixes/timers';
import { functionAround, runs } from '../../service/flow/walk';
import { isExit } from '../../service/process/stopping';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { callsOf } from '../../service/values/callers';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives, type Value } from '../../service/values/value';

const messages = {
  leak: {
    en: 'The timer of this race goes on after the race is won: it holds the process and everything it refers to until it fires, once a call. Clear it when the race is over.',
    zh: '竞争结束后这个定时器仍在运行：每次调用都会让进程和它引用的一切保留到它触发为止。竞争结束时请清除它。',
  },
  race: { en: 'This race ends without clearing it.', zh: '这个竞争结束时没有清除它。' },
  timer: { en: 'The timer is started here.', zh: '定时器在此启动。' },
  fix: { en: 'Clear the timer when the race is over', zh: '竞争结束时清除定时器' },
} as const;

function isGlobal(value: Value, name: string): boolean {
  return value.kind === 'external' && value.module === 'global' && value.path.join('.') === name;
}

/** The `setTimeout` calls that an executor starts, nested functions left out. */
function timersIn(executor: ts.FunctionLikeDeclaration, evaluator: Evaluator): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at)) return;
    if (
      ts.isCallExpression(at) &&
      ts.isIdentifier(at.expression) &&
      at.expression.text === 'setTimeout' &&
      isGlobal(evaluator.evaluate(at.expression), 'setTimeout')
    )
      found.push(at);
    ts.forEachChild(at, visit);
  };
  if (executor.body) visit(executor.body);
  return found;
}

/** Whether anything is done with the timer's handle, so that somebody may clear it. An arrow function's own value goes nowhere in an executor. */
function isKept(timer: ts.CallExpression, executor: ts.Node): boolean {
  const { parent } = timer;
  return !ts.isExpressionStatement(parent) && !(ts.isArrowFunction(parent) && parent === executor);
}

const afterMethods: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** `new Promise((_, reject) => setTimeout(reject, 3000))`, looked at through names, own functions and `.then`. */
function leakingTimers(runner: ts.Expression, evaluator: Evaluator): ts.CallExpression[] {
  let at: ts.Expression = runner;
  while (
    ts.isCallExpression(at) &&
    ts.isPropertyAccessExpression(at.expression) &&
    afterMethods.has(at.expression.name.text)
  )
    at = at.expression.expression;
  return alternatives(evaluator.evaluate(at)).flatMap((value) => {
    if (value.kind !== 'made' || !isGlobal(value.callee, 'Promise') || !ts.isNewExpression(value.node)) return [];
    const [executor] = value.node.arguments ?? [];
    if (!executor || !(ts.isArrowFunction(executor) || ts.isFunctionExpression(executor))) return [];
    return timersIn(executor, evaluator).filter((timer) => !isKept(timer, executor));
  });
}

/** Whether a statement behind the one that a node stands in ends the process. */
function isFollowedByExit(node: ts.Node): boolean {
  let at = node;
  while (at.parent && !ts.isBlock(at.parent) && !ts.isSourceFile(at.parent)) {
    if (ts.isFunctionLike(at)) return false;
    at = at.parent;
  }
  const list: readonly ts.Statement[] =
    at.parent && 'statements' in at.parent ? (at.parent as ts.Block).statements : [];
  return list.some((each) => each.pos >= at.end && ts.isExpressionStatement(each) && isExit(each.expression));
}

/** Whether everything that calls the function around a race ends the process afterwards: then no timer holds it. */
function endsProcess(race: ts.Node, evaluator: Evaluator): boolean {
  if (isFollowedByExit(race)) return true;
  const owner = functionAround(race);
  const calls = owner ? (callsOf(owner, evaluator.project) ?? []) : [];
  return calls.length > 0 && calls.every((call) => exits(functionAround(call)?.body, evaluator));
}

/** Whether code ends the process whatever happens, itself or in a function of our own that it calls. */
function exits(code: ts.Node | undefined, evaluator: Evaluator, depth = 0): boolean {
  if (!code || depth > 1) return false;
  return runs(code, (node) => {
    if (!ts.isCallExpression(node) || isConditional(node, code)) return false;
    if (isExit(node)) return true;
    return alternatives(evaluator.evaluate(node.expression)).some(
      (callee) => callee.kind === 'function' && exits(callee.node.body, evaluator, depth + 1),
    );
  });
}

function isConditional(node: ts.Node, within: ts.Node): boolean {
  for (let at = node; at !== within; at = at.parent)
    if (ts.isIfStatement(at.parent) || ts.isCatchClause(at.parent) || ts.isConditionalExpression(at.parent))
      return true;
  return false;
}

export const rule = serviceRule({
  id: 'service/race-timer-leak',
  group: 'timeout',
  summary: { en: 'a timer in a `Promise.race` that is never cleared', zh: '`Promise.race` 中从不清除的定时器' },
  guide: '2.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const node of file.nodes(ts.SyntaxKind.CallExpression)) {
      const { expression } = node;
      if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'race') continue;
      if (!isGlobal(evaluator.evaluate(expression), 'Promise.race')) continue;
      const [list] = node.arguments;
      if (!list || !ts.isArrayLiteralExpression(list) || list.elements.length < 2) continue;
      if (endsProcess(node, evaluator)) continue;
      for (const element of list.elements) {
        if (ts.isSpreadElement(element)) continue;
        for (const timer of leakingTimers(element, evaluator)) {
          const here = timer.getSourceFile() === file.sourceFile;
          const at = here ? timer.expression : expression;
          if (reported.has(at)) continue;
          reported.add(at);
          report({
            at,
            message: 'leak',
            related: here ? [{ at: expression, message: 'race' }] : [{ at: timer, message: 'timer' }],
            fixes: (tools) => [tools.fix('suggested', 'fix', {}, clearedTimer(tools, timer, node))],
          });
        }
      }
    }
  },
});
