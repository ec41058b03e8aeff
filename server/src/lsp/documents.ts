import type { TextDocumentContentChangeEvent } from 'vscode-languageserver/node';
import { createLineIndex, type LineIndex } from '../core/lines';
import type { Position } from '../core/range';
import type { TextChange } from '../idl/model/document';

/** A document that the editor holds. */
export interface OpenDocument {
  /** As the client spells it; every URI sent back for this document is spelled so. */
  readonly clientUri: string;
  /** Normalized; the key everywhere else. */
  readonly uri: string;
  readonly version: number;
  readonly kind: 'thrift' | 'config' | 'service';
}

/** The edits as offsets, or the whole new text where the client sent one in between. */
export interface ReadChanges {
  readonly edits: readonly TextChange[];
  readonly text: string;
  /** Whether the client replaced the whole text, so that `edits` say nothing. */
  readonly whole: boolean;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/**
 * Turns the content changes of one notification into offsets; each is against the text that the one before left.
 * Editors send the edits of many cursors from the end to the start, so the line index of the old text is used while the
 * changes stay before everything that was changed so far.
 */
export function readChanges(text: string, changes: readonly TextDocumentContentChangeEvent[]): ReadChanges {
  const edits: TextChange[] = [];
  let at = text;
  let whole = false;
  let lines: LineIndex = createLineIndex(text);
  let untouched: Position | undefined;
  for (const change of changes) {
    if (!('range' in change)) {
      at = change.text;
      whole = true;
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
  return { edits, text: at, whole };
}
