import { diffArrays } from 'diff';
import type { TextRange } from '../core/range';

/** One place where two texts differ. */
export interface Difference {
  /** In the old text. */
  readonly range: TextRange;
  readonly newText: string;
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** Whether a text may be cut here: not through a surrogate pair, nor between `\r` and `\n`. */
function canCut(text: string, at: number): boolean {
  return !/^(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|\r\n)/.test(text.slice(Math.max(0, at - 1), at + 1)) || at === 0;
}

/** What both sides share at either end is cut off. `start`: where the old side begins. */
export function tighten(start: number, old: string, fresh: string): Difference {
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  while (!canCut(old, head) || !canCut(fresh, head)) head--;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  while (!canCut(old, old.length - tail) || !canCut(fresh, fresh.length - tail)) tail--;
  return {
    range: { start: start + head, end: start + old.length - tail },
    newText: fresh.slice(head, fresh.length - tail),
  };
}

/** The edits that turn `old` into `fresh`, by lines and then as small as they go, so that cursors and marks stay. */
export function differences(old: string, fresh: string): Difference[] {
  const found: Difference[] = [];
  let at = 0;
  let removed: string[] = [];
  let added: string[] = [];
  const replace = (gone: string, come: string) => {
    if (gone !== come) found.push(tighten(at, gone, come));
    at += gone.length;
  };
  const close = () => {
    // As many lines as before: each was changed in itself.
    if (removed.length === added.length) for (const [i, line] of removed.entries()) replace(line, added[i] ?? '');
    else replace(removed.join(''), added.join(''));
    removed = [];
    added = [];
  };
  for (const part of diffArrays(linesOf(old), linesOf(fresh))) {
    if (part.added) added = part.value;
    else if (part.removed) removed = part.value;
    else {
      close();
      at += part.value.join('').length;
    }
  }
  close();
  return found;
}
