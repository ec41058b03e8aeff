import { noOptions } from '../../core/options';
import { readOption } from '../../service/bounds/settings';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { setOption } from '../../service/fixes/options';
import { placeholder } from '../../service/fixes/timeouts';
import { functionAround } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  missing: {
    en: "An agent that is made without keepAlive closes each connection after its answer: every request pays for TCP{tls} again. Node's own agent, which it replaces, keeps connections alive since Node 19.",
    zh: '创建时未设置 keepAlive 的 agent 会在每次响应后关闭连接：每个请求都要重新建立 TCP{tls}。它所替换的 Node 自带 agent 从 Node 19 起默认保持连接。',
  },
  fix: { en: 'Keep connections alive', zh: '保持连接（keepAlive）' },
  fixBounded: {
    en: 'Keep connections alive, at most {count} to a host',
    zh: '保持连接（keepAlive），每个主机最多 {count} 个',
  },
} as const;

/** As many connections to a host as fixes propose for other clients of services. */
const proposedSockets = 50;

const limits = ['maxSockets', 'maxTotalSockets'] as const;

/** What stands between properties of an object literal: a comma, or a comma and a line. */
function separatorIn(options: ts.Expression | undefined): string {
  const last = options && ts.isObjectLiteralExpression(options) ? options.properties.at(-1) : undefined;
  if (!options || !last) return ', ';
  const file = options.getSourceFile();
  const isBroken = file.text.slice(options.getStart(), last.getStart()).includes('\n');
  return isBroken ? `,${newLineOf(file)}${lineIndent(last)}` : ', ';
}

const modules: ReadonlySet<string> = new Set(['node:http', 'node:https']);

export const rule = serviceRule({
  id: 'service/missing-keepalive',
  group: 'connection',
  summary: { en: 'an HTTP agent that opens a connection for every request', zh: '每个请求都新建连接的 HTTP agent' },
  guide: '1.3',
  severity: 'information',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const node of file.nodes(ts.SyntaxKind.NewExpression)) {
      const callee = evaluator.evaluate(node.expression);
      if (callee.kind !== 'external' || !modules.has(callee.module) || callee.path.join('.') !== 'Agent') continue;
      // One that lives for a call only would leave its connections behind, kept alive for nobody.
      const around = functionAround(node);
      if (around && !ts.isConstructorDeclaration(around)) continue;
      const [options] = node.arguments ?? [];
      const isAbsent = (option: string): boolean => {
        const read = options && readOption(evaluator.evaluate(options), option, evaluator, node);
        return !read || (read.kind === 'constant' && read.value === undefined);
      };
      // Switched off on purpose, or nobody can tell.
      if (!isAbsent('keepAlive')) continue;
      report({
        at: node.expression,
        message: 'missing',
        data: { tls: callee.module === 'node:https' ? { en: ' and TLS', zh: ' 和 TLS' } : '' },
        fixes(tools) {
          if (!limits.every(isAbsent))
            return [tools.fix('suggested', 'fix', {}, setOption(tools, node, 0, 'keepAlive', 'true'))];
          // Kept alive without a limit, they pile up.
          const code = `true${separatorIn(options)}${limits[0]}: ${placeholder(proposedSockets)}`;
          return [
            tools.fix(
              'template',
              'fixBounded',
              { count: proposedSockets },
              setOption(tools, node, 0, 'keepAlive', code),
            ),
          ];
        },
      });
    }
  },
});
