import type { ServiceFile } from '../model/file';
import type { ServiceProject } from '../model/project';
import type { ts } from '../ts';
import { evaluatorOf } from '../values/evaluator';
import { helperRetries } from './retryHelpers';
import { libraryRetries } from './retryLibraries';
import { ownRetries } from './retryLoops';
import type { RetrySite } from './retrySite';

const key = {};

/** Everything in a file that repeats network calls when they fail, in the order of the text. */
export function retrySites(file: ServiceFile, project: ServiceProject): readonly RetrySite[] {
  const known = project.once(key, () => new Map<ts.SourceFile, readonly RetrySite[]>());
  let sites = known.get(file.sourceFile);
  if (!sites) {
    const evaluator = evaluatorOf(project);
    sites = [
      ...libraryRetries(file, evaluator),
      ...ownRetries(file, evaluator),
      ...helperRetries(file, evaluator),
    ].sort((a, b) => a.node.pos - b.node.pos);
    known.set(file.sourceFile, sites);
  }
  return sites;
}

/** How long all attempts may sleep and work together, in ms; undefined where it cannot be told. Infinity where nothing ends it. */
export function worstCaseMs(site: RetrySite, perAttemptMs: number | undefined): number | undefined {
  const { attempts, backoff, maxTotalMs } = site;
  if (attempts.state !== 'bounded' || attempts.value === undefined) return undefined;
  const { firstMs, factor, maxMs } = backoff;
  if (firstMs === undefined || factor === undefined || maxMs === undefined) return undefined;
  let sum = (perAttemptMs ?? 0) * attempts.value;
  let pause = firstMs;
  for (let i = 1; i < attempts.value && i < 1000; i++) {
    sum += Math.min(pause, maxMs);
    pause *= factor;
  }
  return maxTotalMs === undefined ? sum : Math.min(sum, maxTotalMs);
}
