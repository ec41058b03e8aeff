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

/** Cuts what both sides share at either end, never through a surrogate pair or between `\r` and `\n`. */
function tighten(start: number, old: string, fresh: string): Difference {
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head++;
  if (head > 0 && /[\uD800-\uDBFF\r]/.test(old[head - 1] ?? '')) head--;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail++;
  if (tail > 0 && /[\uDC00-\uDFFF\n]/.test(old[old.length - tail] ?? '')) tail--;
  return {
    range: { start: start + head, end: start + old.length - tail },
    newText: fresh.slice(head, fresh.length - tail),
  };
}

/** The edits that turn `old` into `fresh`, by lines and then as small as they go, so that cursors and marks stay. */
export function differences(old: string, fresh: string): Difference[] {
  const found: Difference[] = [];
  let at = 0;
  let removed = '';
  let added = '';
  const close = () => {
    if (removed !== added) found.push(tighten(at - removed.length, removed, added));
    removed = '';
    added = '';
  };
  for (const part of diffArrays(linesOf(old), linesOf(fresh))) {
    const text = part.value.join('');
    if (part.added) added += text;
    else if (part.removed) {
      removed += text;
      at += text.length;
    } else {
      close();
      at += text.length;
    }
  }
  close();
  return found;
}
