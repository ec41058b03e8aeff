import type { IdlDocument } from '../model/document';
import type { Definition } from '../model/tree';
import { membersOf } from '../model/walk';
import type { Indentation } from './options';

/** Wider than this is no level of indentation. */
const widest = 8;

/** Where what is one level in begins: members, and entries and values of constants. Offsets in the chunk. */
function innerStarts(definition: Definition): number[] {
  if (definition.kind !== 'Const') return membersOf(definition).map(({ span }) => span.start);
  const { value } = definition;
  if (value === undefined) return [];
  const entries = value.kind === 'ListLiteral' ? value.elements : value.kind === 'MapLiteral' ? value.entries : [value];
  return entries.map(({ span }) => span.start);
}

/**
 * How the author indents: by what stands before most of what is one level in and begins a line. Undefined where none does. `tabWidth` is what a tab
 * counts for.
 */
export function detectIndentation({ text, chunks, starts }: IdlDocument, tabWidth = 4): Indentation | undefined {
  const votes = new Map<string, number>();
  chunks.forEach(({ definition }, i) => {
    if (definition.broken) return;
    for (const inner of innerStarts(definition)) {
      let start = (starts[i] ?? 0) + inner;
      const end = start;
      while (start > 0 && /[ \t]/.test(text[start - 1] ?? '')) start--;
      const blanks = text.slice(start, end);
      if (!/[\r\n]/.test(text[start - 1] ?? '') || !/^(?: {1,8}|\t)$/.test(blanks)) continue;
      votes.set(blanks, (votes.get(blanks) ?? 0) + 1);
    }
  });
  const [winner] = [...votes].sort(([, a], [, b]) => b - a);
  if (!winner || winner[0].length > widest) return undefined;
  return winner[0] === '\t'
    ? { indentStyle: 'tab', indentWidth: tabWidth }
    : { indentStyle: 'space', indentWidth: winner[0].length };
}
