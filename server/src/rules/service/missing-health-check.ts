import type { Fix } from '../../core/finding';
import { noOptions } from '../../core/options';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { snippetText } from '../../service/fixes/timeouts';
import type { Listening } from '../../service/process/entry';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { lacking } from './_program';

/** How a route that answers "ok" is written, by the library. */
const routes: Readonly<Record<string, string>> = {
  express: `.get('\${1:/health}', (_request, response) => void response.json({ status: 'ok' }));`,
  fastify: `.get('\${1:/health}', () => ({ status: 'ok' }));`,
  hapi: `.route({ method: 'GET', path: '\${1:/health}', handler: () => ({ status: 'ok' }) });`,
};

function fix({ server, call }: Listening, tools: FixTools<'missing' | 'add'>): Fix | undefined {
  const route = routes[server.library.id];
  const receiver = call.expression.expression;
  if (route === undefined || !ts.isIdentifier(receiver)) return undefined;
  let statement: ts.Node = call;
  while (statement.parent && !ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) {
    if (ts.isFunctionLike(statement)) return undefined;
    statement = statement.parent;
  }
  const gap = `${newLineOf(call.getSourceFile())}${lineIndent(statement)}`;
  const code = `${snippetText(receiver.text)}${route}${gap}`;
  return tools.fix('template', 'add', {}, [tools.insertBefore(statement, code)]);
}

export const rule = serviceRule({
  id: 'service/missing-health-check',
  group: 'lifecycle',
  summary: {
    en: 'a server without a health check: it gets requests before it is ready, and when it is stuck',
    zh: '没有健康检查的服务器：未就绪或卡死时仍会收到请求',
  },
  guide: '4.1',
  severity: 'information',
  fix: 'template',
  options: noOptions,
  messages: {
    missing: {
      en: 'Nothing in this program answers a health check: the platform sends it requests before it is ready, and keeps sending them when it is stuck. Add one for liveness, and one for readiness that fails while the program starts and stops.',
      zh: '程序没有提供健康检查：平台会在它就绪之前转发请求，在它卡死之后也会继续转发。应提供存活检查，以及在启动和停止期间返回失败的就绪检查。',
    },
    add: { en: 'Answer GET /health', zh: '响应 GET /health' },
  },
  check(file, { project, report }) {
    const entry = lacking('health', file, project);
    if (!entry) return;
    report({ at: entry.call.expression, message: 'missing', fixes: (tools) => [fix(entry, tools)] });
  },
});
