import { noOptions } from '../../core/options';
import { catchesIn, usesOf } from '../../service/flow/catches';
import { isWithin, visitRun } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  lost: {
    en: 'The new error says nothing of the one that was caught: why {call} failed, and where, is lost.',
    zh: '新的错误没有带上捕获到的错误：{call} 失败的原因和位置都丢失了。',
  },
  part: {
    en: 'The new error keeps no more than the message of the one that was caught: its stack, code and cause are lost.',
    zh: '新的错误只保留了捕获到的错误的消息：它的堆栈、错误码和原因都丢失了。',
  },
  call: { en: 'This call may fail.', zh: '这个调用可能失败。' },
  fix: { en: 'Pass the caught error as cause', zh: '把捕获的错误作为 cause 传入' },
} as const;

/** Whether a class takes `{ cause }` behind the message, by its constructor's signature; the built-in ones do. */
function takesOptions(node: ts.NewExpression, checker: ts.TypeChecker): boolean {
  const signature = checker.getResolvedSignature(node);
  const parameter = signature?.parameters[1];
  if (!parameter) return false;
  const type = checker.getTypeOfSymbolAtLocation(parameter, node);
  return checker.getApparentType(checker.getNonNullableType(type)).getProperty('cause') !== undefined;
}

function isError(node: ts.NewExpression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  return type.getProperty('message') !== undefined && type.getProperty('stack') !== undefined;
}

export const rule = serviceRule({
  id: 'service/lost-cause',
  group: 'error',
  summary: { en: 'a new error that does not carry the one that caused it', zh: '新错误没有携带引发它的错误' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const { checker } = project;
    const reported = new Set<ts.Node>();
    const nodes = { clauses: file.nodes(ts.SyntaxKind.CatchClause), calls: file.nodes(ts.SyntaxKind.CallExpression) };
    for (const each of catchesIn(nodes, evaluator)) {
      const { clause, error, pattern } = each;
      const [first] = each.calls;
      if (!first || pattern || !clause) continue;
      const uses = error ? usesOf(error, each.body, checker) : [];
      visitRun(each.body, (node) => {
        if (!ts.isThrowStatement(node) || !node.expression || reported.has(node)) return;
        const made = node.expression;
        if (!ts.isNewExpression(made) || !isError(made, checker)) return;
        // Passed in any form, logged or answered: it is not lost. What a condition asked of it stays nowhere.
        const kept = uses.some((use) => (isWithin(use, made) ? carries(use, made) : !isInCondition(use)));
        if (kept) return;
        reported.add(node);
        const partly = uses.some((use) => isWithin(use, made));
        report({
          at: made.expression,
          message: partly ? 'part' : 'lost',
          ...(partly ? { severity: 'information' as const } : {}),
          data: { call: first.call.text },
          related: [{ at: first.call.node.expression, message: 'call' }],
          fixes(tools) {
            const args = made.arguments ?? ([] as readonly ts.Expression[]);
            const [message] = args;
            if (args.length > 1 || !takesOptions(made, checker)) return [];
            const name = error?.text ?? 'error';
            const binding = error ? [] : [tools.insertAfter(clause.getChildAt(0), ` (${name})`)];
            const edit = message
              ? tools.insertAfter(message, `, { cause: ${name} }`)
              : tools.edit({ start: made.getEnd() - 1, end: made.getEnd() - 1 }, `undefined, { cause: ${name} }`);
            if (!made.arguments) return [];
            return [tools.fix('suggested', 'fix', {}, [...binding, edit])];
          },
        });
      });
    }
  },
});

/** Whether the whole error, not only its text, goes into what is made of it. */
function carries(use: ts.Identifier, made: ts.NewExpression): boolean {
  // `error.message` is a text, `error.response` and the error itself are more.
  let at: ts.Node = use;
  while (ts.isAsExpression(at.parent) || ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent))
    at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at)
    return parent.name.text !== 'message' && parent.name.text !== 'name';
  if (ts.isTemplateSpan(parent)) return false;
  return isWithin(use, made);
}

function isInCondition(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (
      (ts.isIfStatement(parent) && parent.expression === at) ||
      (ts.isConditionalExpression(parent) && parent.condition === at)
    )
      return true;
    if (ts.isStatement(parent)) return false;
  }
  return false;
}
