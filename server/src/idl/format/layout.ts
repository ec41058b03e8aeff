import type { Definition } from '../model/tree';
import type { Member } from '../model/walk';
import { Code, isComment } from '../syntax/codes';
import { type LexedFile, type Lexeme, matchBrackets, type Piece } from './lexemes';
import { marksOf } from './marks';
import type { FormatOptions } from './options';
import { isMember, kindAt, lexemeAt, openGroup, type Place, type Placed, place, type Walk } from './placement';
import { createRowReader, type Row, type Run } from './rows';
import { textWidth } from './width';

/** A stretch of lexemes that is formatted whole or not at all: a member with its comments, or what is around the members. */
export interface Unit {
  readonly from: number;
  readonly to: number;
}

export interface Layout {
  readonly placed: Placed[];
  readonly rows: readonly Row[];
  /** In order, without gaps. */
  readonly units: readonly Unit[];
}

/** The column behind `text` that begins at `column`. */
function columnBehind(text: string, column: number): number {
  const line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return line === -1 ? column + textWidth(text) : textWidth(text.slice(line + 1));
}

/** Where a unit that has its first token at `i` begins: comments before a member belong to it, those behind it on its line do not. */
function unitStart(w: Walk, i: number, least: number): number {
  let start = i;
  while (start > least && isComment(lexemeAt(w, start - 1).code) && w.placed[start - 1]?.breaks !== 0) start--;
  return start;
}

const separators = { comma: ',', semicolon: ';', none: '' } as const;

/** Gives the fields or items of a body the separators that the options ask for. One that a comment parts from its member stays. */
function setSeparators({ options, lexemes, piece, marks, placed }: Walk): void {
  if (options.separators === 'preserve') return;
  const wanted = separators[options.separators];
  for (let i = piece.from, member: Member | undefined; i < piece.to; i++) {
    const { start, end } = lexemes[i] ?? { start: 0, end: 0 };
    member = marks.members.get(start - piece.offset) ?? member;
    if (!member || member.kind === 'Method' || end - piece.offset !== member.span.end) continue;
    const next = placed[i + 1];
    const last = placed[i];
    if (!member.separator) {
      if (last) last.text += wanted;
    } else if (next?.breaks === 0 && lexemes[i + 1]?.start === member.separator.span.start + piece.offset)
      next.text = wanted;
    member = undefined;
  }
}

/** Lays out one definition without mistakes. `first`: where its first lexeme goes. */
function layOutPiece(w: Walk, first: Place, reader: ReturnType<typeof createRowReader>, units: Unit[]): void {
  const { piece, options, line } = w;
  let unitFrom = piece.from;
  let broken = false;
  const closeUnit = (to: number): void => {
    if (to > unitFrom) units.push({ from: unitFrom, to });
    unitFrom = to;
  };
  for (let i = piece.from; i < piece.to; i++) {
    const here = lexemeAt(w, i);
    const closed = w.groups.at(-1)?.closer === i ? w.groups.pop() : undefined;
    const at = i === piece.from ? first : place(w, i, closed);
    w.placed.push({ breaks: at.breaks, lead: at.lead, text: here.text });
    if (at.breaks > 0) {
      line.indent = at.lead;
      line.column = textWidth(at.lead, options.indentWidth);
    } else line.column += at.lead.length;
    const inBody = w.groups.at(-1)?.kind === 'body';
    if (closed?.kind === 'body' || (inBody && !isComment(here.code) && isMember(w, i)))
      closeUnit(unitStart(w, i, unitFrom));
    reader.read(w, i, at, closed);
    line.column = columnBehind(here.text, line.column);
    const kind = kindAt(w, i);
    const opened = kind && openGroup(w, i, kind);
    if (opened) w.groups.push(opened);
    if (opened?.kind === 'body') {
      closeUnit(i + 1);
      broken = opened.style === 'block';
    }
  }
  closeUnit(piece.to);
  if (broken) setSeparators(w);
}

/** The keyword of a piece's definition and its last token; for one without tokens, the piece's end. */
function tokensOf(lexemes: readonly Lexeme[], { from, to }: Piece): { keyword: number; last: number } {
  let keyword = from;
  while (keyword < to && isComment(lexemes[keyword]?.code ?? Code.End)) keyword++;
  let last = to - 1;
  while (last > keyword && isComment(lexemes[last]?.code ?? Code.End)) last--;
  return { keyword, last };
}

/** Definitions that people see as a group where they follow each other. */
export function groupOf({ kind }: Definition): string {
  if (kind === 'Include' || kind === 'CppInclude' || kind === 'Namespace') return 'header';
  return kind === 'Const' || kind === 'Typedef' ? 'value' : 'body';
}

/** The tables that definitions of one line each make, while they follow each other. */
function createRuns(): (definition: Definition) => Run {
  let kind = '';
  let group = '';
  let run: Run = { table: {}, run: {} };
  return (definition) => {
    const found = groupOf(definition);
    if (found !== group) run = { table: {}, run: {} };
    else if (definition.kind !== kind) run = { ...run, table: {} };
    kind = definition.kind;
    group = found;
    return run;
  };
}

/** Lays out a file: which lexemes begin a line, and what white space stands before each. */
export function layOut({ lexemes, pieces }: LexedFile, options: FormatOptions): Layout {
  const placed: Placed[] = [];
  const units: Unit[] = [];
  const reader = createRowReader();
  const runOf = createRuns();
  const unit = options.indentStyle === 'tab' ? '\t' : ' '.repeat(options.indentWidth);
  let opaqueBefore = false;
  for (const piece of pieces) {
    const { from, to, chunk } = piece;
    if (from === to) continue;
    const run = runOf(chunk.definition);
    const here = lexemes[from];
    if (piece.opaque) {
      placed.push({ breaks: undefined, lead: '', text: here?.text ?? '' });
      units.push({ from, to });
    } else {
      const marks = marksOf(chunk.definition);
      const closers = matchBrackets(lexemes, piece);
      const ends = tokensOf(lexemes, piece);
      const breaks = from === 0 ? 0 : Math.max(1, Math.min(2, here?.breaks ?? 0));
      reader.begin(run, ends.keyword);
      const w: Walk = {
        lexemes,
        piece,
        marks,
        closers,
        options,
        unit,
        groups: [],
        placed,
        line: { indent: '', column: 0 },
        ...ends,
      };
      layOutPiece(w, { breaks, lead: '' }, reader, units);
      const first = placed[from];
      if (opaqueBefore && first) first.breaks = undefined;
    }
    opaqueBefore = piece.opaque;
  }
  return { placed, rows: reader.rows(), units };
}
