import { Code, isComment, isSeparator } from '../syntax/codes';
import { isBlockComment, isLineComment, type Lexeme, type Piece } from './lexemes';
import type { GroupKind, Marks } from './marks';
import type { FormatOptions } from './options';
import { hasBlank } from './spacing';
import { textWidth } from './width';

/** What a lexeme becomes. Tables still move what stands on a line. */
export interface Placed {
  /** Line ends before it; `undefined`: the white space before it stays as it is. */
  breaks: number | undefined;
  /** Behind the line ends: the indentation, or the blanks on the line. */
  lead: string;
  text: string;
}

/** A bracket that is open. */
export interface Group {
  readonly kind: GroupKind;
  /** On one line, in lines of its own, or in lines that hang behind the bracket. */
  readonly style: 'flat' | 'block' | 'hang';
  /** Every entry takes a line whatever the author did. */
  readonly spread: boolean;
  /** The indentation of the line that it opens on. */
  readonly base: string;
  /** The indentation of its entries. */
  readonly inner: string;
  readonly closer: number;
  /** Whether the author set blanks inside of the braces of a literal. */
  readonly padded: boolean;
  /** The table that its entries are rows of. */
  readonly table: object;
  readonly run: object;
}

/** What lays out the lexemes of one definition, one after another. */
export interface Walk {
  readonly lexemes: readonly Lexeme[];
  readonly piece: Piece;
  readonly marks: Marks;
  readonly closers: ReadonlyMap<number, number>;
  readonly options: FormatOptions;
  /** One level of indentation. */
  readonly unit: string;
  readonly groups: Group[];
  readonly placed: Placed[];
  /** The line that is being filled: its indentation, and the column behind what stands on it. */
  readonly line: { indent: string; column: number };
  /** The definition's keyword and its last token. */
  readonly keyword: number;
  readonly last: number;
}

const nothing: Lexeme = { code: Code.End, text: '', start: 0, end: 0, breaks: 0, spaced: false };

export const lexemeAt = (w: Walk, i: number): Lexeme => w.lexemes[i] ?? nothing;
export const markAt = (w: Walk, i: number): number => lexemeAt(w, i).start - w.piece.offset;
export const isMember = (w: Walk, i: number): boolean =>
  w.marks.members.has(markAt(w, i)) || (w.groups.at(-1)?.kind === 'body' && w.marks.items.has(markAt(w, i)));

/** What the bracket at `i` holds; undefined for anything else. */
export function kindAt(w: Walk, i: number): GroupKind | undefined {
  if (!w.closers.has(i)) return undefined;
  const known = w.marks.groups.get(markAt(w, i));
  if (known) return known;
  if (lexemeAt(w, i).code !== Code.OpenParen) return 'literal';
  return lexemeAt(w, i - 1).code === Code.Throws ? 'throws' : 'annotations';
}

/** The blanks between the lexeme at `i` and the one before it, were both on one line. */
function blankBefore(w: Walk, i: number, group: GroupKind | undefined, padded: boolean): string {
  const blank = hasBlank({
    before: lexemeAt(w, i - 1),
    here: lexemeAt(w, i),
    after: w.lexemes[i + 1],
    group,
    opens: kindAt(w, i),
    padded,
  });
  return blank ? ' ' : '';
}

/** The width of the lexemes behind `from` up to `to`, all on one line. */
function flatWidth(w: Walk, from: number, to: number): number {
  let width = 0;
  const open: { kind: GroupKind; padded: boolean; closer: number }[] = [];
  for (let i = from; i <= to; i++) {
    const top = open.at(-1);
    if (i > from) width += blankBefore(w, i, top?.kind, top?.padded ?? false).length + textWidth(lexemeAt(w, i).text);
    if (top?.closer === i) open.pop();
    const kind = kindAt(w, i);
    const closer = w.closers.get(i);
    if (kind && closer !== undefined) open.push({ kind, closer, padded: lexemeAt(w, i + 1).spaced });
  }
  return width;
}

const isList = (kind: GroupKind): boolean => kind === 'arguments' || kind === 'throws';

/** Whether an entry of a bracket other than a body begins at `i`. Where the tree does not tell, it begins behind a separator. */
function beginsEntry(w: Walk, i: number, kind: GroupKind): boolean {
  if (w.marks.items.has(markAt(w, i))) return true;
  const { code } = lexemeAt(w, i - 1);
  return (
    !isList(kind) && kind !== 'body' && !isSeparator(lexemeAt(w, i).code) && (isSeparator(code) || w.closers.has(i - 1))
  );
}

/** How the author broke what is between a bracket and its partner. */
function writtenStyle(w: Walk, open: number, close: number, kind: GroupKind): Group['style'] {
  let first = open + 1;
  while (first < close && isComment(lexemeAt(w, first).code) && lexemeAt(w, first).breaks === 0) first++;
  if (first < close && lexemeAt(w, first).breaks > 0) return 'block';
  let depth = 0;
  for (let i = open + 1; i <= close; i++) {
    const { code, breaks } = lexemeAt(w, i);
    if (kind === 'body' && breaks > 0) return 'block';
    const entry = isComment(code) || beginsEntry(w, i, kind);
    if (depth === 0 && breaks > 0 && entry && i < close) return 'hang';
    if (w.closers.has(i)) depth++;
    else if (code === Code.CloseBrace || code === Code.CloseParen || code === Code.CloseBracket) depth--;
  }
  return 'flat';
}

function countItems(w: Walk, open: number, close: number): number {
  let count = 0;
  for (let i = open + 1; i < close; i++) if (w.marks.items.has(markAt(w, i))) count++;
  return count;
}

/** How the bracket at `i` is laid out that ends at `column`. `spread`: against how it was written, since it does not fit. */
function styleAt(w: Walk, i: number, kind: GroupKind, column: number): Pick<Group, 'style' | 'spread'> {
  const closer = w.closers.get(i) ?? i;
  const style = writtenStyle(w, i, closer, kind);
  const breakable = kind === 'body' ? closer > i + 1 : isList(kind) && countItems(w, i, closer) > 1;
  const spread = style === 'flat' && breakable && column + flatWidth(w, i, closer) > w.options.printWidth;
  return { style: spread ? 'block' : style, spread };
}

/** Enters the bracket at `i`, which was placed last. */
export function openGroup(w: Walk, i: number, kind: GroupKind): Group {
  const { indent: base, column } = w.line;
  const { style, spread } = styleAt(w, i, kind, column);
  const padded = kind === 'literal' && lexemeAt(w, i).code === Code.OpenBrace && lexemeAt(w, i + 1).spaced;
  const hang = column + (padded ? 1 : 0) - textWidth(base, w.options.indentWidth);
  const inner = style === 'hang' ? base + ' '.repeat(Math.max(0, hang)) : base + w.unit;
  return { kind, style, spread, base, inner, closer: w.closers.get(i) ?? i, padded, table: {}, run: {} };
}

export interface Place {
  readonly breaks: number;
  readonly lead: string;
}

/** The indentation of what goes on from the line before. */
function continuation(w: Walk, i: number): string {
  const group = w.groups.at(-1);
  if (group) return group.kind === 'body' || group.style !== 'flat' ? group.inner + w.unit : group.inner;
  const closed = w.placed.length > 0 && i > 0 && lexemeAt(w, i - 1).code === Code.CloseBrace;
  return closed || i <= w.keyword ? '' : w.unit;
}

/** The next token behind the comments from `i` on. */
export function nextToken(w: Walk, i: number): number {
  let at = i;
  while (at < w.piece.to && isComment(lexemeAt(w, at).code)) at++;
  return at;
}

function commentIndent(w: Walk, i: number): string {
  const group = w.groups.at(-1);
  const next = nextToken(w, i);
  if (group) {
    if (group.kind !== 'body') return group.inner;
    return next === group.closer || isMember(w, next) ? group.inner : group.inner + w.unit;
  }
  return i > w.keyword && i < w.last ? continuation(w, i) : '';
}

/** A break where the author made one, or where a comment before leaves no other choice. */
function kept(w: Walk, i: number, indent: string, most: number): Place {
  const { breaks } = lexemeAt(w, i);
  const wanted = Math.min(breaks, most);
  const forced = isLineComment(lexemeAt(w, i - 1)) ? 1 : 0;
  const count = Math.max(wanted, forced);
  return { breaks: count, lead: count > 0 ? indent : '' };
}

function broken(w: Walk, i: number, indent: string): Place {
  return { breaks: Math.max(1, Math.min(2, lexemeAt(w, i).breaks)), lead: indent };
}

/** The `{` of a definition. */
function placeBrace(w: Walk, i: number, most: number): Place {
  const { braces } = w.options;
  const onLine = styleAt(w, i, 'body', w.line.column + 2).style === 'flat';
  const written = Math.min(1, lexemeAt(w, i).breaks);
  const count = braces === 'preserve' ? written : braces === 'nextLine' && !onLine ? 1 : 0;
  return count > 0 ? { breaks: 1, lead: '' } : kept(w, i, '', most);
}

const staysBehindBreak: ReadonlySet<number> = new Set([Code.Throws, Code.Extends]);

function placeToken(w: Walk, i: number, closed: Group | undefined): Place {
  const here = lexemeAt(w, i);
  const before = lexemeAt(w, i - 1);
  const group = w.groups.at(-1);
  if (closed) {
    if (closed.style === 'flat') return kept(w, i, closed.base, 0);
    const empty = w.closers.get(i - 1) === i;
    if (closed.kind === 'body' && !empty) return broken(w, i, closed.base);
    return closed.spread ? broken(w, i, closed.base) : kept(w, i, closed.base, empty ? 1 : 2);
  }
  if (i === w.keyword) return kept(w, i, '', 2);
  // A comment on a line of its own, or of several lines, keeps what follows it on the next one.
  const most = isBlockComment(before) ? 1 : 0;
  // A comment before it on its line leads the entry, and so does a separator that a comment keeps from the end of the line before.
  const leads = isBlockComment(before) || isSeparator(before.code);
  const led = leads && here.breaks === 0 && (w.placed[i - 1]?.breaks ?? 0) > 0;
  if (group && isMember(w, i))
    return group.style === 'flat' || led ? kept(w, i, group.inner, 0) : broken(w, i, group.inner);
  if (group && beginsEntry(w, i, group.kind)) {
    if (group.style === 'flat') return kept(w, i, group.inner, most);
    return group.style === 'block' && isList(group.kind) && !led
      ? broken(w, i, group.inner)
      : kept(w, i, group.inner, 2);
  }
  const opens = kindAt(w, i);
  if (opens === 'body') return placeBrace(w, i, most);
  const stays =
    staysBehindBreak.has(here.code) ||
    opens === 'annotations' ||
    (before.code === Code.Equals && group?.kind !== 'annotations');
  return kept(w, i, continuation(w, i), stays ? 1 : most);
}

/** Where the lexeme at `i` goes; `closed` is the bracket that it closes. */
export function place(w: Walk, i: number, closed: Group | undefined): Place {
  const group = closed ?? w.groups.at(-1);
  const found = isComment(lexemeAt(w, i).code) ? kept(w, i, commentIndent(w, i), 2) : placeToken(w, i, closed);
  if (found.breaks > 0) return found;
  return { breaks: 0, lead: blankBefore(w, i, group?.kind, group?.padded ?? false) };
}
