import type { IdlFile } from '../model/file';
import type { IdlProject } from '../resolve/project';
import { occurrencesOf } from './occurrences';
import type { IdlSymbol } from './symbol';

const maxFiles = 4;

/** How a usage line is put into words. */
type Say = (
  key: 'unused' | 'used' | 'usedOnce' | 'usesIn' | 'usesElsewhere' | 'between',
  data?: Readonly<Record<string, string | number>>,
) => string;

/** How often a symbol is used in each file, its declaration left out. */
export function countUses(symbol: IdlSymbol, project: IdlProject): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { uri, kind } of occurrencesOf(symbol, project)) {
    if (kind !== 'declaration') counts.set(uri, (counts.get(uri) ?? 0) + 1);
  }
  return counts;
}

/** Where a symbol is used, in words; undefined for what IDL cannot refer to (methods, arguments) and for includes. */
export function usageOf(symbol: IdlSymbol, from: IdlFile, project: IdlProject, say: Say): string | undefined {
  if (symbol.kind === 'method' || symbol.kind === 'parameter' || symbol.kind === 'include') return undefined;
  const counts = countUses(symbol, project);
  let count = 0;
  for (const each of counts.values()) count += each;
  // Only literals name fields, and nothing has to name a service: that they are not named tells nothing.
  const isPassive = symbol.kind === 'field' || (symbol.kind === 'definition' && symbol.node.kind === 'Service');
  if (count === 0) return isPassive ? undefined : say('unused');
  // The file that asks comes first, then those that use it most.
  const files = [...counts].sort(
    ([a, m], [b, n]) => Number(b === from.uri) - Number(a === from.uri) || n - m || (a < b ? -1 : 1),
  );
  const shown = files.slice(0, maxFiles);
  const places = shown.map(([uri, times]) => say('usesIn', { count: times, path: project.relativePath(uri) ?? uri }));
  const rest = files.slice(maxFiles);
  if (rest.length > 0) {
    const times = rest.reduce((sum, [, each]) => sum + each, 0);
    places.push(say('usesElsewhere', { count: times, files: rest.length }));
  }
  return say(count === 1 ? 'usedOnce' : 'used', { count, places: places.join(say('between')) });
}
