/** What a matched letter is worth, by where it stands. */
const weights = { match: 1, wordStart: 8, consecutive: 5, start: 6, sameCase: 1 } as const;

function isLetterOrDigit(char: string): boolean {
  return /[\p{L}\p{N}]/u.test(char);
}

/** Whether a word of a name begins at `i`: `U` of `getUser`, `u` of `get_user`, `H` of `myHTTP`. */
function beginsWord(name: string, i: number): boolean {
  const char = name.charAt(i);
  const before = name.charAt(i - 1);
  if (i === 0 || !isLetterOrDigit(before)) return true;
  const isUpper = char !== char.toLowerCase();
  const wasUpper = before !== before.toLowerCase();
  if (isUpper && !wasUpper) return true;
  const after = name.charAt(i + 1);
  return isUpper && wasUpper && after !== '' && after !== after.toUpperCase();
}

function isSubsequence(query: string, name: string): boolean {
  let at = 0;
  for (const char of query) {
    at = name.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * How well a name fits what somebody typed of it: its letters in order, in any case, better at the starts of words (`gur` and `getUR` fit
 * `GetUserRequest`). Undefined where it does not fit; everything fits an empty query.
 */
export function fuzzyScore(query: string, name: string): number | undefined {
  const lowerQuery = query.toLowerCase();
  const lowerName = name.toLowerCase();
  if (!isSubsequence(lowerQuery, lowerName)) return undefined;
  if (lowerQuery === '') return 0;
  if (lowerQuery === lowerName) return 1000;
  // best[j]: the best score of the query so far whose last letter stands at j.
  let best: number[] = [];
  for (let i = 0; i < query.length; i++) {
    const next: number[] = [];
    let reach = i === 0 ? 0 : Number.NEGATIVE_INFINITY;
    for (let j = 0; j < name.length; j++) {
      const before = best[j - 1] ?? Number.NEGATIVE_INFINITY;
      if (i > 0) reach = Math.max(reach, best[j - 2] ?? Number.NEGATIVE_INFINITY);
      if (lowerQuery[i] !== lowerName[j]) {
        next.push(Number.NEGATIVE_INFINITY);
        continue;
      }
      const here =
        weights.match +
        (beginsWord(name, j) ? weights.wordStart : 0) +
        (j === 0 ? weights.start : 0) +
        (query[i] === name[j] ? weights.sameCase : 0);
      next.push(here + Math.max(reach, before + weights.consecutive));
    }
    best = next;
  }
  // Of two names that fit as well, the shorter one is more likely meant.
  return Math.max(...best) - name.length / 100;
}
