import type { Localized } from '../../core/finding';

/** Places that are listed behind a finding that speaks for a whole file; more would hide it. */
export const maxRelated = 10;

/** What a finding that speaks for a whole file adds to its message: how many other places of the file it is about. */
export function otherPlaces(count: number): Localized {
  if (count === 0) return { en: '', zh: '' };
  return {
    en:
      count === 1
        ? ' It is the same at another place in this file.'
        : ` It is the same at ${count} other places in this file.`,
    zh: `此文件中另有 ${count} 处也是如此。`,
  };
}
