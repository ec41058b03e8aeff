import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { addArgument } from '../../service/fixes/options';
import { type Catch, catchesIn, usesOf } from '../../service/flow/catches';
import { holds, isWithin, visitRun } from '../../service/flow/walk';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

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
      const { error } = each;
      const [first] = each.calls;
      if (!first) continue;
      const uses = usesOfError(each, checker);
      visitRun(each.body, (node) => {
        const made = raised(node, evaluator);
        if (!made || reported.has(made) || !isError(made, checker)) return;
        // Passed in any form, logged or answered: it is not lost. What a condition asked of it stays nowhere.
        const kept = uses.some((use) => (isWithin(use.node, made) ? carries(use, made) : !isInCondition(use.node)));
        if (kept) return;
        reported.add(made);
        const partly = uses.some((use) => isWithin(use.node, made));
        report({
          at: made.expression,
          message: partly ? 'part' : 'lost',
          ...(partly ? { severity: 'information' as const } : {}),
          data: { call: first.call.text },
          related: [{ at: first.call.node.expression, message: 'call' }],
          fixes(tools) {
            const { arguments: args } = made;
            if (!args || args.length > 1 || !takesOptions(made, checker)) return [];
            const [message] = args;
            const name = error?.text ?? 'error';
            const binding = error ? [] : bindingEdits(each, name, tools);
            if (!binding) return [];
            const end = made.getEnd() - 1;
            const edits = message
              ? addArgument(tools, args, message, `{ cause: ${name} }`)
              : [tools.edit({ start: end, end }, `undefined, { cause: ${name} }`)];
            return [tools.fix('suggested', 'fix', {}, [...binding, ...edits])];
          },
        });
      });
    }
  },
});

/** The error that a node throws, or rejects a promise with. */
function raised(node: ts.Node, evaluator: Evaluator): ts.NewExpression | undefined {
  const thrown = ts.isThrowStatement(node)
    ? node.expression
    : ts.isCallExpression(node) && rejects(node.expression, evaluator)
      ? node.arguments[0]
      : undefined;
  return thrown && ts.isNewExpression(thrown) ? thrown : undefined;
}

/** Whether a function is `Promise.reject`, or the second parameter of an executor. */
function rejects(callee: ts.Expression, evaluator: Evaluator): boolean {
  if (ts.isPropertyAccessExpression(callee)) {
    if (callee.name.text !== 'reject') return false;
    const value = evaluator.evaluate(callee);
    return value.kind === 'external' && value.module === 'global' && value.path.join('.') === 'Promise.reject';
  }
  if (!ts.isIdentifier(callee)) return false;
  const declared = evaluator.project.checker.getSymbolAtLocation(callee)?.valueDeclaration;
  if (!declared || !ts.isParameter(declared) || declared.parent.parameters[1] !== declared) return false;
  const made = declared.parent.parent;
  return (
    ts.isNewExpression(made) &&
    made.arguments?.[0] === declared.parent &&
    ts.isIdentifier(made.expression) &&
    made.expression.text === 'Promise'
  );
}

/** A use of the error that was caught, or of what it was taken apart into. */
interface Use {
  readonly node: ts.Identifier;
  /** Whether it is a text that the error holds. */
  readonly text: boolean;
}

const texts: ReadonlySet<string> = new Set(['message', 'name']);

function usesOfError({ error, pattern, body }: Catch, checker: ts.TypeChecker): readonly Use[] {
  if (error) return usesOf(error, body, checker).map((node) => ({ node, text: false }));
  const taken = pattern ? pattern.elements.flatMap((each) => (ts.isBindingElement(each) ? each : [])) : [];
  return taken.flatMap((each) => {
    const text = !each.dotDotDotToken && texts.has((each.propertyName ?? each.name).getText());
    return namesIn(each.name).flatMap((name) => usesOf(name, body, checker).map((node) => ({ node, text })));
  });
}

function namesIn(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesIn(each.name) : []));
}

/** What gives the error a name where none is taken; undefined where that cannot be. */
function bindingEdits(
  { clause, handler, pattern, body }: Catch,
  name: string,
  tools: FixTools<keyof typeof messages>,
): readonly TextEdit[] | undefined {
  // Another thing of this name is meant there.
  if (pattern || holds(body, (each) => ts.isIdentifier(each) && each.text === name)) return undefined;
  if (clause) return [tools.insertAfter(clause.getChildAt(0), ` (${name})`)];
  const bracket = handler?.getChildren().find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  return handler?.parameters.length === 0 && bracket ? [tools.insertAfter(bracket, name)] : undefined;
}

/** Whether the whole error, not only its text, goes into what is made of it. */
function carries({ node: use, text }: Use, made: ts.NewExpression): boolean {
  if (text) return false;
  // `error.message` is a text, `error.response` and the error itself are more.
  let at: ts.Node = use;
  while (ts.isAsExpression(at.parent) || ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent))
    at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === at) return !texts.has(parent.name.text);
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
