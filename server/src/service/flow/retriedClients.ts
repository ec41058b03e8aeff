import type { Client } from '../clients';
import type { ServiceProject } from '../model/project';
import type { NetworkCall } from '../networkCalls';
import { presentLibraries } from '../presence';
import type { ts } from '../ts';
import { invocationsNamed } from '../values/callers';
import { evaluatorOf } from '../values/evaluator';
import { libraryRetries } from './retryLibraries';
import type { RetrySite } from './retrySite';

const key = {};

/** The places of the project where a library gives a client retries. */
export function clientSites(project: ServiceProject): readonly RetrySite[] {
  return project.once(key, () => {
    const modules = presentLibraries(project).flatMap(({ modules: names, retriers = [] }) =>
      retriers.some(({ client }) => client !== undefined) ? names : [],
    );
    if (modules.length === 0) return [];
    const evaluator = evaluatorOf(project);
    return project.ownFiles
      .filter(({ text }) => modules.some((each) => text.includes(each)))
      .flatMap((file) => libraryRetries(project.fileOf(file), evaluator).filter(({ kind }) => kind === 'client'));
  });
}

function isSame(a: Client, b: Client): boolean {
  if (a.library !== b.library || a.origin !== b.origin) return false;
  return a.origin === 'made' ? a.creation?.node === b.creation?.node : a.origin === 'shared';
}

/** The site that gives the client of a call retries; `unknown` where it may be one whose client could not be followed, or a client that could not. */
export function retriesOfClient(call: NetworkCall, project: ServiceProject): RetrySite | 'unknown' | undefined {
  const sites = clientSites(project);
  const site = sites.find(({ clients }) => clients.some((each) => call.clients.some((own) => isSame(own, each))));
  if (site) return site;
  if (sites.length === 0) return undefined;
  const unclear = sites.some(({ clients }) => clients.length === 0 || clients.some(({ origin }) => origin === 'typed'));
  return unclear || call.clients.some(({ origin }) => origin === 'typed') ? 'unknown' : undefined;
}

/** Whether the project listens to the responses of clients itself, and may send a request again there: `interceptors.response.use(...)`. */
export function interceptsResponses({ clients: [{ shape }] }: NetworkCall, project: ServiceProject): boolean {
  if (!shape.interceptors) return false;
  return invocationsNamed('use', project).some(({ expression }: ts.CallExpression | ts.NewExpression) =>
    /\bresponse\s*\.\s*use$/.test(expression.getText()),
  );
}
