import { sideTable } from '../../core/sideTable';
import type { IdlFile } from '../../idl/model/file';
import { definitionOf } from '../../idl/model/file';
import type { Comment, Definition, Field } from '../../idl/model/tree';
import { hasBasePlace, type NumberedField, numbered } from './_fields';

/** Ids left out between two that are used; `below` is undefined where they lie before the first. */
export interface Gap {
  readonly below: NumberedField | undefined;
  readonly above: NumberedField;
  /** The first and the last id that nobody has. */
  readonly first: number;
  readonly last: number;
}

const none: readonly Gap[] = [];
const roundBlock = 100;
const lastByteId = 127;

/** Words that say why an id is gone, wherever the id itself is named beside them. */
const goneWords =
  /reserv|remov|delet|deprecat|unused|obsolete|retired|dropped|legacy|skip|taken|used by|use[ds]? to|re-?use|保留|预留|废弃|弃用|删除|移除|下线|占用|勿用|不要|跳过|已用/i;
/** Words that say so without the id when they stand right before the jump. What is deprecated is still there. */
const goneHereWords = /reserv|remov|delet|skip|保留|预留|删除|移除|下线|占用|跳过/i;

/** 100, 110, 101, and 127, the last id that fits in a signed byte: where a block of related fields begins, far from the rest. */
function startsFarBlock(id: number): boolean {
  return (id >= roundBlock && id % 10 <= 1) || id === lastByteId;
}

/** 10, 11, 20, 21, 35: where a block may begin, if it looks like one. */
function mayStartBlock(id: number): boolean {
  return id >= 10 && id % 5 <= 1;
}

/** The distance that most ids keep from the one before (2 in 10, 12, 14, 15); undefined when it is 1, or seen once only. */
function usualStep(ids: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  ids.slice(1).forEach((id, i) => {
    const step = id - (ids[i] ?? 0);
    counts.set(step, (counts.get(step) ?? 0) + 1);
  });
  const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!usual) return undefined;
  const [step, count] = usual;
  return step > 1 && count >= 2 && count * 2 >= ids.length - 1 ? step : undefined;
}

/** Whether the ids go by tens, with room for later fields in between (10, 20, 25, 30). */
function goesByTens(ids: readonly number[]): boolean {
  const tens = ids.filter((id) => id % 10 === 0).length;
  return tens * 2 >= ids.length && (tens >= 2 || (ids[0] ?? 1) % 10 === 0);
}

function mentions(text: string, first: number, last: number): boolean {
  for (const match of text.matchAll(/(?<![\w.])(\d+)(?:\s*(?:-|–|~|\.\.|to|至|到)\s*(\d+))?(?![\w.]*\w)/g)) {
    const from = Number(match[1]);
    const to = Number(match[2] ?? from);
    if (from <= last && to >= first) return true;
  }
  return false;
}

/** `// 4: string old_name`: a field that was commented out. */
function isFieldOf(text: string, first: number, last: number): boolean {
  return [...text.matchAll(/(?<![\w.])(\d+)\s*:/g)].some(({ 1: id }) => Number(id) >= first && Number(id) <= last);
}

/** What stands behind a field on its line speaks of that field. */
function isFirstOnLine(file: IdlFile, offset: number): boolean {
  const { start } = file.lines.lineRange(file.lines.positionAt(offset).line);
  return file.text.slice(start, offset).trim() === '';
}

/** Whether a comment or a `reserved` annotation says what became of the ids. */
function isExplained(file: IdlFile, definition: Definition, siblings: readonly Field[], gap: Gap): boolean {
  const { first, last } = gap;
  const { field } = gap.above;
  const before = siblings[siblings.indexOf(field) - 1];
  const isRightBefore = ({ span }: Comment) =>
    span.end <= field.span.start &&
    span.start >= (before?.span.end ?? definition.span.start) &&
    isFirstOnLine(file, file.rangeOf({ in: definition, span }).start);
  const says = definition.comments.some((comment) => {
    const { text } = comment;
    if (isFieldOf(text, first, last)) return true;
    if (goneWords.test(text) && mentions(text, first, last)) return true;
    return isRightBefore(comment) && goneHereWords.test(text);
  });
  if (says) return true;
  const annotations = 'annotations' in definition ? (definition.annotations?.items ?? []) : [];
  return annotations.some(({ key, value }) => /reserved/i.test(key.text) && mentions(value?.text ?? '', first, last));
}

/** Whether the field opens a group: an empty line or a comment line stands before it. */
function opensGroup(file: IdlFile, field: Field): boolean {
  const { line } = file.lines.positionAt(file.rangeOf(field).start);
  const above = file.lines.lineRange(line - 1);
  return line > 0 && /^\s*(?:$|\/\/|#|\/\*|\*)/.test(file.text.slice(above.start, above.end));
}

/** Whether the ids count up from 1 without a jump, in the order of the text. */
function isGapless(fields: readonly NumberedField[]): boolean {
  return fields.every(({ id }, i) => id === i + 1);
}

function findGaps(file: IdlFile, fields: readonly Field[]): readonly Gap[] {
  const used = numbered(fields);
  if (isGapless(used)) return none;
  const sorted = used.filter(({ id }) => id >= 1).sort((a, b) => a.id - b.id);
  const [lowest] = sorted;
  if (!lowest) return [];
  const own = sorted.filter((each) => !hasBasePlace(each)).map(({ id }) => id);
  const definition = definitionOf(lowest.field);
  const has = new Set(own);
  const step = usualStep(own);
  const tens = goesByTens(own);
  const isBlock = ({ below, above: { id, field } }: Gap): boolean => {
    if (startsFarBlock(id)) return true;
    if (!mayStartBlock(id)) return false;
    // In a list that is not numbered by tens, 20 is a block only if it looks like one.
    return (below === undefined && id % 10 === 0) || has.has(id + 1) || opensGroup(file, field);
  };
  const isStep = ({ below, above: { id } }: Gap): boolean => {
    const from = below?.id ?? 0;
    return (step !== undefined && id - from <= step) || (tens && id - from <= 10 - (from % 10));
  };
  const gaps: Gap[] = [];
  sorted.forEach((above, i) => {
    const below = sorted[i - 1];
    const first = (below?.id ?? 0) + 1;
    if (above.id <= first || hasBasePlace(above)) return;
    const gap = { below, above, first, last: above.id - 1 };
    if (!isBlock(gap) && !isStep(gap) && !isExplained(file, definition, fields, gap)) gaps.push(gap);
  });
  return gaps;
}

const known = sideTable<readonly Field[], readonly Gap[]>();

/**
 * The gaps in the ids of fields that belong together which nothing accounts for: no convention of numbering, no comment.
 * Ids below 1 are left to other rules. Only the definition's own text is looked at, so the result is kept with the tree.
 */
export function unexplainedGaps(file: IdlFile, fields: readonly Field[]): readonly Gap[] {
  let gaps = known.get(fields);
  if (!gaps) {
    gaps = findGaps(file, fields);
    known.set(fields, gaps);
  }
  return gaps;
}
