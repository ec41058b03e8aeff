import { distance } from 'fastest-levenshtein';

/** What was most likely meant by `word`; undefined when nothing is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const name of known) {
    const far = distance(word.toLowerCase(), name.toLowerCase());
    if (far <= Math.max(1, Math.ceil(name.length / 3)) && (!best || far < best.far)) best = { name, far };
  }
  return best?.name;
}

/** ` Did you mean X?`, or nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const name = nearest(word, known);
  return name === undefined ? '' : ` Did you mean ${name}?`;
}
