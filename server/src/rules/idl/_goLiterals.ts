const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n } as const;

/** Whether every underscore stands between digits, or behind a base prefix, as Go wants. */
function hasGoodUnderscores(digits: string): boolean {
  return !/__|_$|^_/.test(digits);
}

/** What `strconv.ParseInt(text, 0, 64)` makes of the text; undefined where it fails. A leading `0` means octal. */
export function parseGoInt(text: string): bigint | undefined {
  const match = /^([+-]?)(?:0([xXbBoO])([\da-fA-F_]+)|(\d[\d_]*))$/.exec(text);
  if (!match) return undefined;
  const [, sign, base, prefixed, plain = ''] = match;
  const isOldOctal = base === undefined && plain.length > 1 && plain.startsWith('0');
  const letter = isOldOctal ? 'o' : base?.toLowerCase();
  const digits = prefixed === undefined ? (isOldOctal ? plain.slice(1) : plain) : prefixed;
  if (!hasGoodUnderscores(letter === undefined ? digits : digits.replace(/^_/, ''))) return undefined;
  const bare = digits.replaceAll('_', '');
  const pattern = letter === 'b' ? /^[01]+$/ : letter === 'o' ? /^[0-7]+$/ : letter === 'x' ? /^[\da-f]+$/i : /^\d+$/;
  if (!pattern.test(bare)) return undefined;
  const size = BigInt(letter === undefined ? bare : `0${letter}${bare}`);
  const value = sign === '-' ? -size : size;
  return value >= int64.min && value <= int64.max ? value : undefined;
}

/** What `strconv.ParseFloat` makes of the text; undefined where it fails, and for infinities, which no Go literal can write. */
export function parseGoFloat(text: string): number | undefined {
  if (/^[+-]?0x[\da-f_]*\.?[\da-f_]*p[+-]?\d+$/i.test(text)) return Number.NaN;
  if (!/^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?[\d_]+)?$/i.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

/** What `strconv.ParseBool` makes of the text. */
export function parseGoBool(text: string): boolean | undefined {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) return true;
  return /^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : undefined;
}

const escapePattern = /\\(?:[abfnrtv\\"]|x[\da-fA-F]{2}|[0-3][0-7]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])|\\$|"|\n/g;
const named: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** A text between double quotes in Go code: what it means, or where it is no Go. */
export type GoString = { readonly value: string } | { readonly bad: string; readonly at: number };

/** Reads what would stand between double quotes in Go code. */
export function readGoString(text: string): GoString {
  let value = '';
  let from = 0;
  for (const match of text.matchAll(escapePattern)) {
    const [part] = match;
    value += text.slice(from, match.index);
    from = match.index + part.length;
    const next = part[1] ?? '';
    if (part.length > 2) {
      const code = next === 'x' || next === 'u' || next === 'U' ? part.slice(2) : part.slice(1);
      const point = Number.parseInt(code, code === part.slice(1) ? 8 : 16);
      if (point > 0x10ffff) return { bad: part, at: match.index };
      value += String.fromCodePoint(point);
    } else if (next === '\\' || next === '"') value += next;
    else if (part.length === 2 && named[next] !== undefined) value += named[next];
    else return { bad: part, at: match.index };
  }
  return { value: value + text.slice(from) };
}
