import { noOptions } from '../../core/options';
import { decisive, ineffective } from '../../service/bounds/bound';
import { boundOfClient } from '../../service/bounds/evaluate';
import type { Client } from '../../service/clients';
import { creationsIn } from '../../service/creations';
import { setOption } from '../../service/fixes/options';
import { proposedMs, timeoutCode } from '../../service/fixes/timeouts';
import { referencesTo } from '../../service/flow/references';
import { isOfScript } from '../../service/flow/script';
import { functionAround } from '../../service/flow/walk';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { settingFor } from './_timeouts';

const messages = {
  missing: {
    en: '{library} waits for a connection without a limit, and {option} is not set here: while the host does not answer, every call waits for the operating system to give up (minutes), or for ever.',
    zh: '{library} 建立连接时没有时间限制，这里也没有设置 {option}：主机不响应时，每个调用都要等到操作系统放弃（数分钟），甚至永远等待。',
  },
  fix: { en: 'Set {option} to {ms} ms', zh: '把 {option} 设为 {ms} 毫秒' },
} as const;

/** Whether the option that bounds the whole call bounds the connect, too. */
function isSetBy(client: Client, option: string | undefined): boolean {
  const settings = client.shape.bounds.find(({ bound }) => bound === 'connect')?.settings ?? [];
  return option !== undefined && settings.some((each) => each.option === option);
}

/** Packages that only read a client's settings, to sign an address. */
const signing: ReadonlySet<string> = new Set(['@aws-sdk/s3-request-presigner', '@aws-sdk/s3-presigned-post']);

/** Whether a client that has a name goes nowhere but to functions that sign with it: it never connects. */
function isForSigning({ parent }: ts.Node, evaluator: Evaluator): boolean {
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  const uses = referencesTo(parent, parent.name, evaluator.project);
  return (
    uses.length > 0 &&
    uses.every((use) => {
      const call = use.parent;
      if (!ts.isCallExpression(call) || !call.arguments.some((each) => each === use)) return false;
      const callee = evaluator.evaluate(call.expression);
      return callee.kind === 'external' && signing.has(callee.module);
    })
  );
}

export const rule = serviceRule({
  id: 'service/missing-connect-timeout',
  group: 'timeout',
  summary: { en: 'a client that waits for its connection without a limit', zh: '建立连接没有时间限制的客户端' },
  guide: '2.1',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const { client, node } of creationsIn(file, project)) {
      // What is got out of a pool waits as long as the pool says, which is reported where that is made.
      if (client.creation?.maker.on && client.parents.some(({ creation }) => creation)) continue;
      const setting = settingFor(client, 'connect', 'client', node, evaluator);
      if (!setting?.option || !client.shape.bounds.some((each) => each.bound === 'connect')) continue;
      const bound = boundOfClient(client, 'connect', evaluator);
      if (bound.state !== 'unbounded' || ineffective(bound).length > 0 || decisive(bound)?.what === 'disabled')
        continue;
      // Where one option bounds both, the calls are reported for the lack of it.
      const whole = settingFor(client, 'request', 'client', node, evaluator)?.option;
      if (isSetBy(client, whole) && boundOfClient(client, 'request', evaluator).state === 'unbounded') continue;
      if (isForSigning(node, evaluator)) continue;
      const { option } = setting;
      report({
        at: node.expression,
        message: 'missing',
        data: { library: client.library.title, option },
        // Made and used up by a script: whoever runs it sees that it hangs.
        ...(functionAround(node) && isOfScript(node, project) && { severity: 'information' as const }),
        fixes(tools) {
          const ms = proposedMs(project.settings, 'connect');
          const place = client.creation?.maker.options;
          if (place === undefined) return [];
          return [
            tools.fix(
              'template',
              'fix',
              { option, ms },
              setOption(tools, node, place, option, timeoutCode(setting, ms), client.creation?.maker.text),
            ),
          ];
        },
      });
    }
  },
});
