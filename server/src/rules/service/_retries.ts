import { boundOf } from '../../service/bounds/evaluate';
import { type Reached, reachedFrom } from '../../service/flow/reach';
import type { RetrySite } from '../../service/flow/retrySite';
import { ts } from '../../service/ts';
import type { Evaluator } from '../../service/values/evaluator';

/** The network calls that a retry repeats. */
export function repeatedCalls(site: RetrySite, evaluator: Evaluator): readonly Reached[] {
  if (!site.work) return [];
  const body = ts.isFunctionLike(site.work) ? (site.work as ts.FunctionLikeDeclaration).body : site.work;
  return body ? reachedFrom(body, evaluator, true) : [];
}

/** The longest that one attempt may take, in ms, when all that it calls is bounded by known values. */
export function attemptMs(calls: readonly Reached[], evaluator: Evaluator): number | undefined {
  const values = calls.map(({ call }) => {
    const bound = boundOf(call, 'request', evaluator);
    return bound.state === 'bounded' ? bound.value : undefined;
  });
  return values.length > 0 && values.every((each) => each !== undefined)
    ? values.reduce((a, b) => a + b, 0)
    : undefined;
}

/** What messages call a retry. */
export function nameOfSite(site: RetrySite): { readonly en: string; readonly zh: string } {
  if (site.library) return { en: site.library.title, zh: site.library.title };
  return site.kind === 'loop' ? { en: 'This loop', zh: '这个循环' } : { en: 'This function', zh: '这个函数' };
}

/** A time for people: `850 ms`, `12 s`, `17 min`. */
export function inWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 100) / 10} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 6000) / 10} min` : `${Math.round(ms / 360_000) / 10} h`;
}
