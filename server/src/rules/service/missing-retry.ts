import { noOptions } from '../../core/options';
import { boundOf } from '../../service/bounds/evaluate';
import { isTouched } from '../../service/bounds/globals';
import { effectOf } from '../../service/effects';
import { ownerOf } from '../../service/flow/requestPath';
import { isRetriedAround } from '../../service/flow/retriedAround';
import { interceptsResponses, retriesOfClient } from '../../service/flow/retriedClients';
import { catalogueOf } from '../../service/model/catalogue';
import type { ServiceProject } from '../../service/model/project';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  missing: {
    en: '{call} only reads, and nothing tries it again: one lost packet or a restart of the other side becomes an error for the caller. This package has {library} for that.',
    zh: '{call} 只是读取，却没有任何重试：一次丢包或对方重启就会变成调用者的错误。此包已有 {library} 可用。',
  },
} as const;

/** Methods of clients that only ask whether the other side is there. */
const probes: ReadonlySet<string> = new Set(['ping', 'hello', 'isMaster']);

/** Whether the library tries once, and nothing was given to the client that retries for it. */
function triesOnce(call: NetworkCall, project: ServiceProject, evaluator: Evaluator): boolean {
  // A client that is only known by its type may have been given retries.
  if (call.clients.some(({ origin }) => origin === 'typed')) return false;
  // What all requests go through, such as undici's dispatcher, was replaced: the new one may retry.
  const replaced = call.clients.flatMap(({ shape }) => shape.bounds.flatMap(({ unless = [] }) => unless));
  if (replaced.some((name) => isTouched(name, project))) return false;
  const counted = call.clients[0].shape.bounds.some(({ bound }) => bound === 'attempts');
  const attempts = boundOf(call, 'attempts', evaluator);
  if (counted && !(attempts.state === 'bounded' && attempts.value === 1)) return false;
  return retriesOfClient(call, project) === undefined && !interceptsResponses(call, project);
}

/** The retry library that the package of a file lists: whoever has one retries on purpose. */
function retrierOf(fileName: string, project: ServiceProject): string | undefined {
  const dependencies = project.packages.dependenciesOf(fileName);
  return catalogueOf(project).libraries.find(
    ({ modules, retriers = [] }) => retriers.length > 0 && modules.some((each) => dependencies.has(each)),
  )?.title;
}

/** Whether the error of a call is dealt with where it is made: another way is taken, or the answer is not needed. */
function hasFallback(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause) {
      const { statements } = parent.catchClause.block;
      if (!statements.some(ts.isThrowStatement)) return true;
    }
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'catch') return true;
    if (ts.isFunctionLike(parent)) return false;
  }
  return false;
}

export const rule = serviceRule({
  id: 'service/missing-retry',
  group: 'retry',
  summary: { en: 'a read that nothing retries', zh: '没有任何重试的读取' },
  guide: '2.2',
  severity: 'hint',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (project.settings.assumeMeshRetries) return;
    const library = retrierOf(file.sourceFile.fileName, project);
    if (library === undefined) return;
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      if (call.call.streams || call.call.connects || effectOf(call, evaluator) !== 'read') continue;
      // A check of the connection is to tell how things are; a script is run again by whoever started it.
      if (probes.has(call.method) || !ownerOf(call.node)) continue;
      if (!triesOnce(call, project, evaluator) || hasFallback(call.node)) continue;
      if (isRetriedAround(call.node, evaluator)) continue;
      report({ at: call.node.expression, message: 'missing', data: { call: call.text, library } });
    }
  },
});
