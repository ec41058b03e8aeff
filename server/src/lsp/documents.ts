import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { createLineIndex, type LineIndex } from '../core/lines';
import type { Position } from '../core/range';
import type { TextChange } from '../idl/model/document';
import { tighten } from './textDiff';

/** A document that the editor holds. */
export interface OpenDocument {
  /** As the client spells it; every URI sent back for this document is spelled so. */
  readonly clientUri: string;
  /** Normalized; the key everywhere else. */
  readonly uri: string;
  readonly version: number;
  readonly kind: 'thrift' | 'config' | 'service';
}

/** The edits as offsets, and the text that they lead to. */
export interface ReadChanges {
  readonly edits: readonly TextChange[];
  readonly text: string;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/**
 * Turns the content changes of one notification into offsets; each is against the text that the one before left.
 * Editors send the edits of many cursors from the end to the start, so the line index of the old text is used while the
 * changes stay before everything that was changed so far. Of a whole text that is sent, what differs is the edit: clients that know no other way
 * send it with every keystroke.
 */
export function readChanges(text: string, changes: readonly TextDocumentContentChangeEvent[]): ReadChanges {
  const edits: TextChange[] = [];
  let at = text;
  let lines: LineIndex = createLineIndex(text);
  let untouched: Position | undefined;
  for (const change of changes) {
    if (!('range' in change)) {
      const { range, newText } = tighten(0, at, change.text);
      if (range.start !== range.end || newText !== '') edits.push({ range, text: newText });
      at = change.text;
      lines = createLineIndex(at);
      untouched = undefined;
      continue;
    }
    const { start, end } = change.range;
    if (untouched && compare(end, untouched) > 0) lines = createLineIndex(at);
    const range = { start: lines.offsetAt(start), end: Math.max(lines.offsetAt(start), lines.offsetAt(end)) };
    edits.push({ range, text: change.text });
    at = at.slice(0, range.start) + change.text + at.slice(range.end);
    untouched = start;
  }
  return { edits, text: at };
}
