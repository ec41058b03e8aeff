import type { Fix } from '../../core/finding';
import { noOptions } from '../../core/options';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { indentStep } from '../../service/fixes/statements';
import type { ServiceProject } from '../../service/model/project';
import { mayHave } from '../../service/process/gifts';
import { type SignalListener, shutdownListeners } from '../../service/process/signals';
import {
  type Closing,
  closingOf,
  endsWaiting,
  isHandedOn,
  isLeftBehind,
  isUndecided,
  visitReached,
} from '../../service/process/stopping';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const deadlineMs = '10_000';
const key = {};

interface Waiting {
  readonly listener: SignalListener;
  readonly closing: Closing;
}

/** The listeners that wait for a server to close; empty when any of them has a deadline, or cannot be followed. */
function waitingIn(project: ServiceProject): readonly Waiting[] {
  return project.once(key, () => {
    const { listeners, complete } = shutdownListeners(project);
    if (!complete) return [];
    const evaluator = evaluatorOf(project);
    const waiting: Waiting[] = [];
    let ends = false;
    for (const listener of listeners) {
      const { body } = listener.handler;
      if (!body) continue;
      let first: Closing | undefined;
      visitReached(body, evaluator, (node) => {
        ends ||= endsWaiting(node) || isUndecided(node, evaluator);
        const closing = closingOf(node, evaluator);
        // Idle sockets are another rule's.
        if (closing && !closing.idle && !isLeftBehind(closing) && !isHandedOn(closing, evaluator)) first ??= closing;
      });
      if (first && !waiting.some(({ closing }) => closing.call === first?.call))
        waiting.push({ listener, closing: first });
    }
    return ends ? [] : waiting;
  });
}

function fix({ handler }: SignalListener, tools: FixTools<'deadline' | 'waits' | 'closes'>): Fix | undefined {
  const { body } = handler;
  if (!body || handler.getSourceFile() !== tools.file.sourceFile) return undefined;
  const timer = `setTimeout(() => process.exit(1), ${deadlineMs}).unref();`;
  const file = handler.getSourceFile();
  const [step, newLine] = [indentStep(file), newLineOf(file)];
  if (!ts.isBlock(body)) {
    const outer = lineIndent(body);
    const inner = outer + step;
    const code = `{${newLine}${inner}${timer}${newLine}${inner}${body.getText()};${newLine}${outer}}`;
    return tools.fix('suggested', 'deadline', {}, [tools.replace(body, code)]);
  }
  const [first] = body.statements;
  if (!first) return undefined;
  const alone = first.getFullText().includes('\n');
  return tools.fix('suggested', 'deadline', {}, [
    tools.insertBefore(first, `${timer}${alone ? `${newLine}${lineIndent(first)}` : ' '}`),
  ]);
}

export const rule = serviceRule({
  id: 'service/shutdown-no-deadline',
  group: 'lifecycle',
  summary: {
    en: 'a shutdown that waits for open connections without a deadline',
    zh: '关闭流程无限期等待未结束的连接',
  },
  guide: '4.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    waits: {
      en: 'At SIGTERM this waits until `{call}` has seen the last open connection of {library} end, without a limit: one request or stream that does not end keeps the process until it is killed, and what was to be done afterwards is never done. Exit after a deadline.',
      zh: '收到 SIGTERM 后，这里会无限期等待 `{call}`，直到 {library} 的最后一个连接结束：只要有一个请求或流不结束，进程就会一直停留到被强制杀死，后续的清理也不会执行。应在期限之后退出。',
    },
    closes: { en: 'What is waited for.', zh: '等待的对象。' },
    deadline: { en: 'Exit after 10 s at the latest', zh: '最迟 10 秒后退出' },
  },
  check(file, { project, report }) {
    if (!file.text.includes('SIGTERM')) return;
    for (const { listener, closing } of waitingIn(project)) {
      const { call, handler } = listener;
      if (call.getSourceFile() !== file.sourceFile || mayHave('shutdown', call, project)) continue;
      const here = closing.call.getSourceFile() === file.sourceFile;
      report({
        at: here ? closing.call.expression : call.expression,
        message: 'waits',
        data: { call: closing.call.expression.getText(), library: closing.server.library.title },
        related: here ? [] : [{ at: closing.call.expression, message: 'closes' }],
        fixes: (tools) => [fix({ call, handler }, tools)],
      });
    }
  },
});
