import { z } from 'zod';
import { boundOf } from '../../service/bounds/evaluate';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  shared: {
    en: 'This deadline starts when the module is loaded and is used by every call: once {ms} ms have passed, all calls fail at once, for ever. Make it in the call.',
    zh: '这个截止时间从模块加载时开始计时，并被每个调用共用：{ms} 毫秒之后，所有调用都会立刻失败。请在调用时创建。',
  },
  use: { en: 'This call uses it.', zh: '这个调用使用它。' },
  fix: { en: 'Make the deadline in the call', zh: '在调用时创建截止时间' },
} as const;

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

function runsOften(node: ts.Node): boolean {
  return !runsOnce(node);
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
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const call of networkCalls(file, project)) {
      if (!runsOften(call.node)) continue;
      for (const step of boundOf(call, 'request', evaluator).steps) {
        const made = step.what === 'signal' && step.state === 'bounded' ? step.node : undefined;
        if (!made || !ts.isCallExpression(made) || !runsOnce(made)) continue;
        const here = made.getSourceFile() === file.sourceFile;
        const at = here ? made : (step.site ?? call.node.expression);
        if (at.getSourceFile() !== file.sourceFile || reported.has(at)) continue;
        reported.add(at);
        report({
          at,
          message: 'shared',
          data: { ms: step.value ?? '…' },
          related: [{ at: call.node.expression, message: 'use' }],
          fixes(tools) {
            const { site } = step;
            if (!site || site === made || step.layer !== 'call' || site.getSourceFile() !== file.sourceFile) return [];
            const code = made.getText();
            const text = ts.isShorthandPropertyAssignment(site) ? `${site.name.text}: ${code}` : code;
            return [tools.fix('suggested', 'fix', {}, [tools.replace(site, text)])];
          },
        });
      }
    }
  },
});
