import { applyFormatting, type Formatting, formatDocument } from '../../server/src/idl/format/format';
import type { FormatOptions } from '../../server/src/idl/format/options';
import { editsForRange, formatSelection } from '../../server/src/idl/format/selection';
import type { IdlDocument } from '../../server/src/idl/model/document';
import { parseDocument } from '../../server/src/idl/syntax/document';
import { tokenize } from '../../server/src/idl/syntax/lexer';

export const defaults: FormatOptions = {
  indentStyle: 'space',
  indentWidth: 4,
  printWidth: 120,
  align: 'auto',
  braces: 'preserve',
  separators: 'preserve',
};

export const parse = (text: string): IdlDocument => parseDocument(text, { dialect: 'any' });

/** The formatted text. */
export function format(text: string, options: Partial<FormatOptions> = {}): string {
  return applyFormatting(text, formatDocument(parse(text), { ...defaults, ...options }).edits);
}

/** The definitions of a text without places and separators. */
export function tree({ chunks }: IdlDocument): string {
  const left: ReadonlySet<string> = new Set([
    'span',
    'parent',
    'comments',
    'separator',
    'body',
    'argumentsSpan',
    'broken',
  ]);
  // White space alone is a definition of its own where it is all there is.
  const definitions = chunks
    .map(({ definition }) => definition)
    .filter(({ kind, broken }) => kind !== 'Unknown' || broken);
  return JSON.stringify(definitions, (key, value: unknown) => {
    if (left.has(key)) return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
}

/** Tokens and comments in their order, comments without the blanks at either end of their lines. */
export function lexemes(text: string, separators: boolean): string[] {
  const { tokens, comments } = tokenize(text);
  const own = separators ? tokens : tokens.filter((token) => token.text !== ',' && token.text !== ';');
  return [...own, ...comments]
    .sort((a, b) => a.span.start - b.span.start)
    .map((each) =>
      /^(?:\/\/|\/\*|#)/.test(each.text) ? each.text.split(/\r\n?|\n/).map((line) => line.trim()) : [each.text],
    )
    .map((lines) => lines.join('\n'));
}

/** What a formatted text breaks of the formatter's promises; empty when it keeps them all. */
export function breaches(text: string, options: FormatOptions): string[] {
  const before = parse(text);
  const { edits, units }: Formatting = formatDocument(before, options);
  const result = applyFormatting(text, edits);
  const after = parse(result);
  const found: string[] = [];
  const kept = options.separators === 'preserve';
  if (kept && text.replace(/[\s\uFEFF]/g, '') !== result.replace(/[\s\uFEFF]/g, ''))
    found.push('more than white space changed');
  if (text.startsWith('\uFEFF') !== result.startsWith('\uFEFF')) found.push('the byte order mark changed');
  if (lexemes(text, kept).join('\u0000') !== lexemes(result, kept).join('\u0000'))
    found.push('tokens or comments changed');
  if (tree(before) !== tree(after)) found.push('the tree changed');
  const problems = ({ chunks }: IdlDocument) =>
    chunks.flatMap((chunk) => chunk.problems.map(({ code }) => code)).join();
  if (problems(before) !== problems(after)) found.push('syntax problems changed');
  const again = formatDocument(after, options).edits;
  if (again.length > 0) found.push(`not idempotent: ${JSON.stringify(applyFormatting(result, again))}`);
  edits.forEach(({ range, newText }, i) => {
    if (range.start > range.end || (edits[i - 1]?.range.end ?? 0) > range.start) found.push('edits overlap');
    if (text.slice(range.start, range.end) === newText) found.push('an edit changes nothing');
  });
  units.forEach(({ whole }, i) => {
    if (whole.start !== (units[i - 1]?.whole.end ?? 0)) found.push('units leave a gap');
  });
  for (const [i, chunk] of before.chunks.entries()) {
    const start = before.starts[i] ?? 0;
    const own = text.slice(start, start + chunk.length).trim();
    if (chunk.problems.some(({ code }) => code !== 'dialect') && !result.includes(own))
      found.push('a broken definition changed');
  }
  for (const share of [0.1, 0.5, 0.9]) {
    const start = Math.floor(share * text.length);
    const stretch = { start, end: Math.min(text.length, start + 40) };
    const [part, all] = [formatSelection(before, options, stretch), editsForRange({ edits, units }, stretch)];
    if (JSON.stringify(part) !== JSON.stringify(all)) found.push(`a part at ${start} is not formatted as the whole is`);
  }
  return found;
}
