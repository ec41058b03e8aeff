import type { Fix, TextEdit } from './finding';

/** The result of applying some fixes to one text. */
export interface Applied {
  readonly text: string;
  /** How many fixes went in. */
  readonly applied: number;
  /** How many waited because they touch a range that another fix changed. */
  readonly deferred: number;
}

function compareEdits(a: TextEdit, b: TextEdit): number {
  return a.range.start - b.range.start || a.range.end - b.range.end;
}

function collide(a: TextEdit, b: TextEdit): boolean {
  if (a.range.start === b.range.start && a.range.end === b.range.end) return true;
  return a.range.start < b.range.end && b.range.start < a.range.end;
}

/** Whether edits of one fix overlap each other, which makes the fix unusable. */
export function overlap(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort(compareEdits);
  return sorted.some((edit, i) => {
    const next = sorted[i + 1];
    return next !== undefined && next.uri === edit.uri && collide(edit, next);
  });
}

/** Applies independent, non-overlapping edits to `text`. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort(compareEdits);
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    result += text.slice(at, edit.range.start) + edit.newText;
    at = edit.range.end;
  }
  return result + text.slice(at);
}

/**
 * Applies as many fixes of one file as do not touch each other, in the order given; each whole or not at all.
 * Fixes that edit other files as well are left out and count as deferred.
 */
export function applyFixes(uri: string, text: string, fixes: readonly Fix[]): Applied {
  const accepted: TextEdit[] = [];
  let applied = 0;
  let deferred = 0;
  for (const fix of fixes) {
    const usable =
      fix.edits.length > 0 &&
      fix.edits.every((edit) => edit.uri === uri && !accepted.some((other) => collide(other, edit))) &&
      !overlap(fix.edits);
    if (!usable) {
      deferred++;
      continue;
    }
    accepted.push(...fix.edits);
    applied++;
  }
  return { text: applyEdits(text, accepted), applied, deferred };
}
