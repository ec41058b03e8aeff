import { noOptions } from '../../core/options';
import { shutdownFix } from '../../service/fixes/shutdown';
import { entryIn } from '../../service/process/entry';
import { mayHave } from '../../service/process/gifts';
import { mindsSignal } from '../../service/process/signals';
import { serviceRule } from '../../service/rule';
import { invocationsNamed } from '../../service/values/callers';

export const rule = serviceRule({
  id: 'service/missing-shutdown',
  group: 'lifecycle',
  summary: {
    en: 'a server that does not heed SIGTERM: requests that are running are cut off at every deployment',
    zh: '不处理 SIGTERM 的服务器：每次发布都会中断正在处理的请求',
  },
  guide: '4.1',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages: {
    missing: {
      en: 'Nothing in this program listens for SIGTERM, with which Kubernetes, Docker and systemd stop it: the process ends at once and cuts off the requests that it is answering. On SIGTERM and SIGINT stop accepting, let running requests finish, and exit after a deadline.',
      zh: '程序中没有代码监听 SIGTERM，而 Kubernetes、Docker 和 systemd 正是用它来停止程序：进程会立即结束，正在处理的请求被中断。收到 SIGTERM 和 SIGINT 时应停止接收新请求，等待处理中的请求完成，并在期限之后退出。',
    },
    interrupt: {
      en: 'This program listens for SIGINT (Ctrl-C), but not for SIGTERM, with which Kubernetes, Docker and systemd stop it: the process ends at once and cuts off the requests that it is answering. Do the same on both, and exit after a deadline.',
      zh: '程序监听 SIGINT（Ctrl-C），却不监听 SIGTERM，而 Kubernetes、Docker 和 systemd 正是用它来停止程序：进程会立即结束，正在处理的请求被中断。两个信号应作同样处理，并在期限之后退出。',
    },
    hooks: {
      en: '{library} heeds no signal unless `{method}()` was called: at SIGTERM, with which Kubernetes, Docker and systemd stop it, the process ends at once, cuts off the requests that it is answering, and runs none of its shutdown hooks.',
      zh: '{library} 在调用 `{method}()` 之前不处理任何信号：Kubernetes、Docker 和 systemd 用 SIGTERM 停止程序时，进程会立即结束，正在处理的请求被中断，关闭钩子也不会执行。',
    },
    stop: { en: 'Stop at SIGTERM and SIGINT, with a deadline', zh: '收到 SIGTERM 和 SIGINT 时停止，并设期限' },
  },
  check(file, { project, report }) {
    const entry = entryIn(file, project);
    if (!entry || mindsSignal('SIGTERM', project)) return;
    const { call, server } = entry;
    const { heeds } = server.shape;
    if (heeds !== undefined && invocationsNamed(heeds, project).length > 0) return;
    if (mayHave('shutdown', call, project)) return;
    const other = mindsSignal('SIGINT', project) ? 'interrupt' : 'missing';
    report({
      at: call.expression,
      message: heeds === undefined ? other : 'hooks',
      data: { library: server.library.title, method: heeds ?? '' },
      fixes: (tools) => [shutdownFix(entry, 'stop', tools)],
    });
  },
});
