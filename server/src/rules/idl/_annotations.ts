import { sideTable } from '../../core/sideTable';
import type { Place } from '../../idl/model/file';
import type { Annotation, AnnotationList, Definition, Field, StringLiteral } from '../../idl/model/tree';
import type { FixTools } from '../../idl/rule';
import { parseStructTag } from './_structTag';

/** An annotation with a string for its value: the only kind that thriftgo reads. */
export interface Entry {
  readonly annotation: Annotation;
  /** As written. */
  readonly key: string;
  readonly literal: StringLiteral;
  /** As thriftgo hands it on: the literal's own quote is unescaped, every other escape stays. */
  readonly value: string;
}

/** A literal as thriftgo understands it. */
export function readLiteral({ text, value }: StringLiteral): string {
  if (!value.includes('\\')) return value;
  const quote = text.slice(0, 1);
  return value.replace(/\\(\\|["'])/g, (whole, next: string) => (next === quote ? quote : whole));
}

const entriesBy = sideTable<AnnotationList, readonly Entry[]>();
const none: readonly Entry[] = [];

/** The entries of a list, in order; kept with the list. */
export function entriesOf(list: AnnotationList | undefined): readonly Entry[] {
  if (!list) return none;
  let entries = entriesBy.get(list);
  if (!entries) {
    entries = list.items.flatMap((annotation) =>
      annotation.value?.kind === 'StringLiteral'
        ? [{ annotation, key: annotation.key.text, literal: annotation.value, value: readLiteral(annotation.value) }]
        : [],
    );
    entriesBy.set(list, entries);
  }
  return entries;
}

/** The place of a part of the literal's value, counted from behind the opening quote; all of it where escapes make the two differ. */
export function partOf(definition: Definition, { literal, value }: Entry, start: number, length: number): Place {
  const from = literal.span.start + 1 + start;
  const span = value === literal.value ? { start: from, end: from + length } : literal.span;
  return { in: definition, span };
}

/** Writes `value` as a literal; undefined where no quotes fit around it. */
export function quoted(value: string, { text }: StringLiteral): string | undefined {
  const own = text.slice(0, 1);
  const quote = [own, '"', "'"].find((each) => !value.includes(each));
  return quote === undefined || /[\r\n]/.test(value) ? undefined : quote + value + quote;
}

/**
 * Takes an annotation out of its list, with the separator before or behind it; the brackets too when it was alone.
 * Undefined where a comment stands in between.
 */
export function removeAnnotation<Key extends string>(tools: FixTools<Key>, annotation: Annotation) {
  const list = annotation.parent;
  if (list?.kind !== 'AnnotationList') return undefined;
  const { file } = tools;
  const at = list.items.indexOf(annotation);
  const own = file.rangeOf(annotation);
  const before = list.items[at - 1];
  const behind = list.items[at + 1];
  let range = before
    ? { start: file.rangeOf(before).end, end: own.end }
    : { start: own.start, end: behind ? file.rangeOf(behind).start : own.end };
  if (!before && !behind) {
    range = { ...file.rangeOf(list) };
    while (/[ \t]/.test(file.text[range.start - 1] ?? '')) range.start--;
  }
  const rest =
    file.text.slice(range.start, Math.max(range.start, own.start)) +
    file.text.slice(own.end, Math.max(range.end, own.end));
  return /[/#]/.test(rest) ? undefined : [tools.edit(range, '')];
}

/** Adds `key = "value"` to the annotations of a field. */
export function addAnnotation<Key extends string>(tools: FixTools<Key>, field: Field, key: string, value: string) {
  const last = field.annotations?.items.at(-1);
  if (last) return [tools.insertAfter(last, `, ${key} = "${value}"`)];
  if (field.annotations) return [tools.replace(field.annotations, `(${key} = "${value}")`)];
  return field.xsd.length > 0 ? undefined : [tools.insertAfter(field, ` (${key} = "${value}")`)];
}

/** The names under which Hertz takes a field from the route's parameters: `api.path`, or `path` in `go.tag`. hz reads keys in any case. */
export function pathNamesOf(field: Field): { readonly name: string; readonly entry: Entry }[] {
  const names: { name: string; entry: Entry }[] = [];
  for (const entry of entriesOf(field.annotations)) {
    const key = entry.key.toLowerCase();
    if (key === 'api.path') names.push({ name: entry.value, entry });
    else if (key === 'go.tag') {
      const name = parseStructTag(entry.value.replaceAll('\\"', '"')).pairs.find((pair) => pair.key === 'path');
      if (name) names.push({ name: name.value.split(',', 1)[0] ?? '', entry });
    }
  }
  return names;
}
