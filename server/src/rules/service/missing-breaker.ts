import type { Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { madeAt } from '../../service/clients';
import { runsUnguarded } from '../../service/flow/guards';
import { requestHandlers } from '../../service/flow/handlers';
import { mayBeRefused } from '../../service/flow/refusals';
import { catalogueOf } from '../../service/model/catalogue';
import type { ServiceProject } from '../../service/model/project';
import { type NetworkCall, networkCalls } from '../../service/networkCalls';
import { placeOf } from '../../service/places';
import { serviceRule } from '../../service/rule';
import { isTestFile } from '../../service/testFiles';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  shared: {
    en: 'Requests wait for {call}, and no circuit breaker stands before it ({count} in this file): while that service is slow or down, each of them waits until its own timeout and adds to the load that keeps it down. {how}',
    zh: '请求会等待 {call}，而它前面没有熔断器（此文件中共 {count} 处）：该服务变慢或宕机期间，每个请求都会一直等到自己超时，并继续增加使其无法恢复的负载。{how}',
  },
  client: {
    en: 'Requests wait for {call}, and no circuit breaker stands before any call of this client, made in {place} ({count} in all): while that service is slow or down, each of them waits until its own timeout and adds to the load that keeps it down. {how}',
    zh: '请求会等待 {call}，而创建于 {place} 的这个客户端的所有调用（共 {count} 处）前面都没有熔断器：该服务变慢或宕机期间，每个请求都会一直等到自己超时，并继续增加使其无法恢复的负载。{how}',
  },
  made: { en: 'The client is made here.', zh: '客户端在此创建。' },
} as const;

const listed = (library: string): Localized => ({
  en: `This package has ${library} for that.`,
  zh: `此包已有 ${library} 可用。`,
});
const unlisted: Localized = {
  en: 'Make a breaker once for each service (opossum, cockatiel) and call it through that.',
  zh: '应为每个服务创建一个熔断器（opossum、cockatiel），并通过它来调用。',
};

/** Addresses of this machine: a sidecar of a mesh answers there, which has breakers of its own. */
const ownMachine = /^(?:\w+:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$)/;

function namesOwnMachine(node: ts.Node): boolean {
  if (ts.isStringLiteralLike(node)) return ownMachine.test(node.text);
  if (ts.isTemplateExpression(node) && ownMachine.test(node.head.text)) return true;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, namesOwnMachine) ?? false);
}

/** Whether a call goes to this machine, as far as its address is written out. */
function staysHere({ node, clients }: NetworkCall, evaluator: Evaluator): boolean {
  const creations = clients.flatMap(({ creation, parents }) => [creation, ...parents.map((each) => each.creation)]);
  return [node, ...creations.flatMap((each) => each?.node ?? [])].some((each) =>
    (each.arguments ?? []).some((argument) => {
      if (namesOwnMachine(argument)) return true;
      const value = evaluator.evaluate(argument);
      if (value.kind === 'object') return namesOwnMachine(value.node);
      return value.kind === 'constant' && typeof value.value === 'string' && ownMachine.test(value.value);
    }),
  );
}

function needsBreaker(call: NetworkCall, evaluator: Evaluator): boolean {
  const { clients } = call;
  if (call.call.streams || call.call.connects || clients.some(({ shape }) => shape.peer !== 'service')) return false;
  // What is known by its type alone may be anything, guarded by what made it.
  if (clients.some(({ origin }) => origin === 'typed')) return false;
  return runsUnguarded(call.node, evaluator) && !staysHere(call, evaluator) && !mayBeRefused(call, evaluator);
}

/** The calls of one client that nothing guards, the first one first. */
type Group = readonly [NetworkCall, ...NetworkCall[]];

const key = {};

/** By client, where it is known which one it is; by file for what a package exports as it stands. */
function unguarded(project: ServiceProject): readonly Group[] {
  return project.once(key, () => {
    if (requestHandlers(project).size === 0) return [];
    const evaluator = evaluatorOf(project);
    const groups = new Map<ts.Node, [NetworkCall, ...NetworkCall[]]>();
    const files = [...project.ownFiles].sort((a, b) => a.fileName.localeCompare(b.fileName));
    for (const sourceFile of files) {
      if (isTestFile(sourceFile, project)) continue;
      for (const call of networkCalls(project.fileOf(sourceFile), project)) {
        if (!needsBreaker(call, evaluator)) continue;
        const client = call.clients[0].creation?.node ?? sourceFile;
        const group = groups.get(client);
        if (group) group.push(call);
        else groups.set(client, [call]);
      }
    }
    return [...groups.values()];
  });
}

/** The library for breakers that the package.json near a file lists. */
function listedBreaker(fileName: string, project: ServiceProject): string | undefined {
  const dependencies = project.packages.dependenciesOf(fileName);
  return catalogueOf(project).libraries.find(
    ({ modules, breakers = [] }) => breakers.length > 0 && modules.some((each) => dependencies.has(each)),
  )?.title;
}

export const rule = serviceRule({
  id: 'service/missing-breaker',
  group: 'connection',
  summary: {
    en: 'a call to another service while requests are answered, without a circuit breaker',
    zh: '处理请求时调用其他服务，却没有熔断器',
  },
  guide: '2.3',
  severity: 'off',
  presets: { strict: 'information' },
  options: noOptions,
  messages,
  check(file, { project, report }) {
    if (project.settings.assumeMeshRetries) return;
    for (const [first, ...others] of unguarded(project)) {
      if (first.node.getSourceFile() !== file.sourceFile) continue;
      const creation = madeAt(first.clients[0]);
      const library = listedBreaker(file.sourceFile.fileName, project);
      report({
        at: first.node.expression,
        message: creation ? 'client' : 'shared',
        data: {
          call: first.text,
          count: others.length + 1,
          place: creation ? placeOf(creation.node, file) : '',
          how: library === undefined ? unlisted : listed(library),
        },
        related: creation ? [{ at: creation.node.expression, message: 'made' }] : [],
      });
    }
  },
});
