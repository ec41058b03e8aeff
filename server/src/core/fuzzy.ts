/** What a matched letter is worth, by where it stands. */
const weights = { match: 1, wordStart: 8, consecutive: 5, start: 6, sameCase: 1 } as const;

/** A name made ready to be compared with many queries, or a query with many names. */
export interface FuzzyText {
  readonly text: string;
  readonly lower: string;
  /** A bit for each letter that is in it; digits share one, all others another. */
  readonly letters: number;
}

const digitBit = 1 << 26;
const otherBit = 1 << 27;

function lettersOf(lower: string): number {
  let letters = 0;
  for (let i = 0; i < lower.length; i++) {
    const code = lower.charCodeAt(i);
    letters |= code >= 97 && code <= 122 ? 1 << (code - 97) : code >= 48 && code <= 57 ? digitBit : otherBit;
  }
  return letters;
}

export function fuzzyText(text: string): FuzzyText {
  const lower = text.toLowerCase();
  return { text, lower, letters: lettersOf(lower) };
}

type CharClass = 'lower' | 'upper' | 'digit' | 'other';

/** Names are ASCII in Thrift; a letter of another script counts as a small one. */
function classOf(code: number): CharClass {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  if (code >= 48 && code <= 57) return 'digit';
  return code > 127 ? 'lower' : 'other';
}

/** Whether a word of a name begins at `i`: `U` of `getUser`, `u` of `get_user`, `S` of `HTTPServer`. */
function beginsWord(name: string, i: number): boolean {
  if (i === 0) return true;
  const before = classOf(name.charCodeAt(i - 1));
  if (before === 'other') return true;
  if (classOf(name.charCodeAt(i)) !== 'upper') return false;
  return before !== 'upper' || classOf(name.charCodeAt(i + 1)) === 'lower';
}

/** Where the first and the last letter of the query may stand at the earliest and at the latest; undefined where it does not fit. */
function span(query: string, name: string): { readonly from: number; readonly to: number } | undefined {
  let at = -1;
  let from = 0;
  for (let i = 0; i < query.length; i++) {
    at = name.indexOf(query.charAt(i), at + 1);
    if (at === -1) return undefined;
    if (i === 0) from = at;
  }
  return { from, to: name.lastIndexOf(query.charAt(query.length - 1)) };
}

/** Scores by letter of the name, of one query letter and the one before. Kept between calls: a search scores a hundred thousand names. */
let rows: readonly [Float64Array, Float64Array] = [new Float64Array(64), new Float64Array(64)];

/**
 * How well a name fits what somebody typed of it: its letters in order, in any case, better at the starts of words (`gur` and `getUR` fit
 * `GetUserRequest`). Undefined where it does not fit; everything fits an empty query.
 */
export function fuzzyScore(query: FuzzyText, name: FuzzyText): number | undefined {
  if (query.text === '') return 0;
  // What lacks a letter is most of what there is.
  if ((query.letters & ~name.letters) !== 0) return undefined;
  const reached = span(query.lower, name.lower);
  if (!reached) return undefined;
  if (query.lower === name.lower) return 1000;
  const { length } = name.text;
  // best[j]: the best score of the query so far whose last letter stands at j.
  if (rows[0].length < length) rows = [new Float64Array(2 * length), new Float64Array(2 * length)];
  let [best, next] = rows;
  // So many letters of the query stand before and behind each one, at the least.
  const first = reached.from;
  const last = Math.min(reached.to, length - 1) - (query.lower.length - 1);
  for (let i = 0; i < query.lower.length; i++) {
    let reach = i === 0 ? 0 : Number.NEGATIVE_INFINITY;
    const wanted = query.lower.charCodeAt(i);
    for (let j = first + i; j <= last + i; j++) {
      if (i > 0 && j > first + i) reach = Math.max(reach, best[j - 2] ?? reach);
      if (wanted !== name.lower.charCodeAt(j)) {
        next[j] = Number.NEGATIVE_INFINITY;
        continue;
      }
      const before = i > 0 ? (best[j - 1] ?? 0) : Number.NEGATIVE_INFINITY;
      const here =
        weights.match +
        (beginsWord(name.text, j) ? weights.wordStart : 0) +
        (j === 0 ? weights.start : 0) +
        (query.text.charCodeAt(i) === name.text.charCodeAt(j) ? weights.sameCase : 0);
      next[j] = here + Math.max(reach, before + weights.consecutive);
    }
    [best, next] = [next, best];
  }
  // Of two names that fit as well, the shorter one is more likely meant.
  const end = query.lower.length - 1;
  let score = Number.NEGATIVE_INFINITY;
  for (let j = first + end; j <= last + end; j++) score = Math.max(score, best[j] ?? score);
  return score - length / 100;
}
