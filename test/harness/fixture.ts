import { createLineIndex } from '../../server/src/core/lines';
import type { LineRange, Position, TextRange } from '../../server/src/core/range';

/** A stretch of a fixture's text that was marked. */
export interface Mark extends TextRange {
  readonly path: string;
  readonly name: string;
}

/** Texts with their markers taken out. */
export interface Fixture {
  /** By path, `main.thrift` where the fixture names no file. */
  readonly files: Readonly<Record<string, string>>;
  /** Where `$0` stood. */
  readonly cursor: { readonly path: string; readonly offset: number; readonly position: Position };
  /** The marks of a name, in the order of the files and of the text. */
  marks(name: string): readonly Mark[];
  text(path: string): string;
  /** `path:line:character-character`, counted from 0: what tests compare. */
  show(path: string, range: LineRange): string;
  shown(name: string): readonly string[];
}

const marker = /\$0|\[\[(\w+)\||\]\]/g;

interface Read {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly cursor: number | undefined;
}

function readMarkers(path: string, marked: string): Read {
  const marks: Mark[] = [];
  const open: { readonly name: string; readonly start: number }[] = [];
  let cursor: number | undefined;
  let text = '';
  let at = 0;
  for (const match of marked.matchAll(marker)) {
    const [whole, name] = match;
    // `]]` closes only what a marker opened: Thrift has lists of lists.
    if (whole === ']]' && open.length === 0) continue;
    text += marked.slice(at, match.index);
    at = match.index + whole.length;
    if (whole === '$0') cursor = text.length;
    else if (name !== undefined) open.push({ name, start: text.length });
    else {
      const begun = open.pop();
      if (begun) marks.push({ ...begun, path, end: text.length });
    }
  }
  if (open.length > 0) throw new Error(`${path}: [[${open[0]?.name}| is never closed`);
  return { text: text + marked.slice(at), marks: marks.sort((a, b) => a.start - b.start), cursor };
}

export function showRange(path: string, { start, end }: LineRange): string {
  const until = start.line === end.line ? `${end.character}` : `${end.line}:${end.character}`;
  return `${path}:${start.line}:${start.character}-${until}`;
}

/**
 * Reads texts with markers: `$0` is the cursor, `[[name|text]]` marks a stretch, which may hold others.
 * A line `// file: a/b.thrift` begins another file; texts without one are `main.thrift`.
 */
export function readFixture(source: string): Fixture {
  const parts = source.split(/^\/\/ file: (\S+)\n/m);
  const named: [string, string][] = [];
  if ((parts[0] ?? '').trim() !== '') named.push(['main.thrift', parts[0] ?? '']);
  for (let i = 1; i < parts.length; i += 2) named.push([parts[i] ?? '', parts[i + 1] ?? '']);
  const read = named.map(([path, marked]) => ({ path, ...readMarkers(path, marked) }));
  const files = Object.fromEntries(read.map(({ path, text }) => [path, text]));
  const marks = read.flatMap((each) => each.marks);
  const withCursor = read.find(({ cursor }) => cursor !== undefined);
  const path = withCursor?.path ?? 'main.thrift';
  const offset = withCursor?.cursor ?? 0;
  const lines = new Map(read.map((each) => [each.path, createLineIndex(each.text)]));
  const linesOf = (of: string) => {
    const index = lines.get(of);
    if (!index) throw new Error(`the fixture has no file ${of}`);
    return index;
  };
  return {
    files,
    cursor: { path, offset, position: linesOf(path).positionAt(offset) },
    marks: (name) => marks.filter((mark) => mark.name === name),
    text: (of) => files[of] ?? '',
    show: showRange,
    shown: (name) =>
      marks.filter((mark) => mark.name === name).map((mark) => showRange(mark.path, linesOf(mark.path).rangeOf(mark))),
  };
}
