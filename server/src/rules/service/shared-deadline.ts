import type { Localized, TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import type { Step } from '../../service/bounds/bound';
import { boundOf } from '../../service/bounds/evaluate';
import { usesOf } from '../../service/flow/catches';
import { isOfScript } from '../../service/flow/script';
import { visitAll } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import { networkCalls } from '../../service/networkCalls';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  shared: {
    en: 'This deadline starts when the module is loaded and is used by every call: {time}, all calls fail at once, for ever. Make it in the call.',
    zh: '这个截止时间从模块加载时开始计时，并被每个调用共用：{time}，所有调用都会立刻失败。请在调用时创建。',
  },
  use: { en: 'This call uses it.', zh: '这个调用使用它。' },
  fix: { en: 'Make the deadline in the call', zh: '在调用时创建截止时间' },
} as const;

function timeOf(ms: number | undefined): Localized {
  return ms === undefined
    ? { en: 'once it has passed', zh: '到期之后' }
    : { en: `once ${ms} ms have passed`, zh: `${ms} 毫秒之后` };
}

/** Whether the node runs once a program: outside of every function, or in a static field. */
function runsOnce(node: ts.Node): boolean {
  for (let at = node.parent; at && !ts.isSourceFile(at); at = at.parent) {
    if (ts.isFunctionLike(at)) return false;
    if (
      ts.isPropertyDeclaration(at) &&
      !(ts.getModifiers(at) ?? []).some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
    )
      return false;
  }
  return true;
}

/** `Date.now() + 5000` and `new Date(...)`: a point in time that is counted from when this runs. */
function isFromNow(node: ts.Node): boolean {
  let found = false;
  visitAll(node, (each) => {
    if (ts.isCallExpression(each) && each.expression.getText() === 'Date.now') found = true;
    if (ts.isNewExpression(each) && each.expression.getText() === 'Date' && !each.arguments?.length) found = true;
  });
  return found;
}

/** The expression that makes the deadline of a step, when that runs once a program. */
function madeOnce(step: Step): ts.Node | undefined {
  const { node, what, setting } = step;
  if (!node || step.state !== 'bounded' || !runsOnce(node)) return undefined;
  if (what === 'signal') return ts.isCallExpression(node) ? node : undefined;
  return setting?.as === 'deadline' && what === 'set' && isFromNow(node) ? node : undefined;
}

/** Makes the deadline of a variable wherever an option is set to it, and takes the variable away. Undefined where it is used in another way, too. */
function madeAtUses(
  tools: Pick<FixTools<string>, 'replace' | 'edit'>,
  made: ts.Node,
  { checker }: ServiceProject,
): TextEdit[] | undefined {
  const declaration = made.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined;
  const { name } = declaration;
  const list = declaration.parent;
  const statement = list.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers || statement.declarationList.declarations.length !== 1)
    return undefined;
  const file = made.getSourceFile();
  const code = made.getText();
  const edits: TextEdit[] = [];
  let odd = false;
  for (const use of usesOf(name, file, checker)) {
    const { parent } = use;
    if (ts.isShorthandPropertyAssignment(parent)) edits.push(tools.replace(parent, `${name.text}: ${code}`));
    else if (ts.isPropertyAssignment(parent) && parent.initializer === use) edits.push(tools.replace(use, code));
    else odd = true;
  }
  if (odd || edits.length === 0) return undefined;
  const { text } = file;
  // At the head of a file the empty lines behind it go, too. What else stands on its line stays.
  const blank = statement.getFullStart() === 0 ? /^(?:[ \t]*\r?\n)+/ : /^[ \t]*\r?\n/;
  const behind = blank.exec(text.slice(statement.getEnd()))?.[0].length ?? 0;
  const start = statement.getStart(file);
  return [tools.edit({ start, end: statement.getEnd() + behind }, '', file), ...edits];
}

export const rule = serviceRule({
  id: 'service/shared-deadline',
  group: 'timeout',
  summary: {
    en: 'one `AbortSignal.timeout()` for all calls of a program',
    zh: '整个程序的调用共用一个 `AbortSignal.timeout()`',
  },
  guide: '2.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (runsOnce(call.node)) continue;
      for (const step of boundOf(call, 'request', evaluator).steps) {
        const made = madeOnce(step);
        if (!made || isOfScript(call.node, project)) continue;
        const here = made.getSourceFile() === file.sourceFile;
        const at = here ? made : (step.site ?? call.node.expression);
        if (at.getSourceFile() !== file.sourceFile || reported.has(at)) continue;
        reported.add(at);
        report({
          at,
          message: 'shared',
          data: { time: timeOf(step.value) },
          related: [{ at: call.node.expression, message: 'use' }],
          fixes: (tools) =>
            here && step.layer === 'call' ? [tools.fix('suggested', 'fix', {}, madeAtUses(tools, made, project))] : [],
        });
      }
    }
  },
});
