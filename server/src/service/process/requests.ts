import { requestHandlers } from '../flow/handlers';
import { referencesTo } from '../flow/references';
import { functionAround } from '../flow/walk';
import type { ServiceProject } from '../model/project';
import { isTestFile } from '../testFiles';
import { ts } from '../ts';
import { functionName, useOf } from './startup';

/** How many functions of our own may stand between a handler and what it leads to. */
const maxHops = 3;
/** A function that is named more often than this is a helper of everything. */
const maxReferences = 40;

const key = {};

/** Whether a node runs while a request is answered: in a handler, or in functions that one calls, three deep. */
export function runsPerRequest(node: ts.Node, project: ServiceProject): boolean {
  const handlers = requestHandlers(project);
  if (handlers.size === 0) return false;
  const known = project.once(key, () => new Map<ts.Node, boolean>());
  const leadsTo = (from: ts.Node, hops: number): boolean => {
    if (isTestFile(from.getSourceFile(), project)) return false;
    const owner = functionAround(from);
    if (!owner) return false;
    if (handlers.has(owner)) return true;
    const before = known.get(owner);
    if (before !== undefined) return before;
    // What leads back to itself, or is asked again further on, adds nothing.
    known.set(owner, false);
    const result = isRun(owner, hops);
    if (result || hops === 0) known.set(owner, result);
    else known.delete(owner);
    return result;
  };
  const isRun = (owner: NonNullable<ReturnType<typeof functionAround>>, hops: number): boolean => {
    const { parent } = owner;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return leadsTo(parent, hops);
    const named = functionName(owner);
    if (!named || hops >= maxHops) return false;
    const references = referencesTo(named.declaration, named.name, project);
    if (references.length > maxReferences) return false;
    return references.some((reference) => {
      const use = useOf(reference);
      return use !== undefined && leadsTo(use, hops + 1);
    });
  };
  return leadsTo(node, 0);
}
