import type { Type } from '../model/tree';
import { createScope, type Scope } from '../resolve/scope';
import { containerKeys } from '../vocabulary/annotationKeys';
import { annotationKeysFor, annotationValuesFor } from '../vocabulary/annotationPlaces';
import { categoryOf, keysFor } from '../vocabulary/validation';
import type { Candidate } from './candidate';
import type { CompletionInput } from './input';
import type { Annotated, Place } from './place';

/** The `vt.*` keys that thrift-gen-validator has for a type, those of its elements behind `elem`, `key` and `value`. */
function validatorKeysOf({ scope, project }: CompletionInput, type: Type, isOptional: boolean): string[] {
  const visit = (at: Type, where: Scope, prefix: string, isInside: boolean): string[] => {
    const found = where.trueType(at);
    const category = categoryOf(found);
    if (!category) return [];
    return keysFor[category].flatMap((key) => {
      if (!containerKeys.includes(key)) {
        const comparesNil = key === 'not_nil' && category !== 'struct' && (isInside || !isOptional);
        const countsRunes = key.endsWith('_rune_size') && category === 'map';
        return comparesNil || countsRunes || key === 'no_sparse' ? [] : [prefix + key];
      }
      // The generator crashes where a typedef stands for the container.
      if (at.kind === 'NamedType' || at.kind === 'BaseType' || found.kind !== 'type') return [];
      const inner = found.file === where.file ? where : createScope(found.file, project);
      const element = at.kind === 'MapType' ? (key === 'key' ? at.key : at.value) : at.element;
      return element.kind === 'ListType' || element.kind === 'SetType' || element.kind === 'MapType'
        ? []
        : visit(element, inner, `${prefix}${key}.`, true);
    });
  };
  return visit(type, scope, 'vt.', false);
}

/** The keys that some generator reads at a node of this kind. */
function keysOf(input: CompletionInput, on: Annotated): string[] {
  const { kind, field } = on;
  const isMember = field !== undefined && field.list !== 'arguments' && field.list !== 'throws';
  if (kind === 'field' && !isMember) return [];
  const validation = isMember && field ? validatorKeysOf(input, field.type, field.isOptional) : [];
  return [...annotationKeysFor(kind), ...validation];
}

/** What usually is the value of a key, to be changed where it is not. */
function valueFor(key: string, { field, name }: Annotated): string {
  if (key === 'go.tag') return `'json:"\${1:${field?.name ?? 'name'}}"'`;
  const values = annotationValuesFor(key);
  if (values.length === 1) return `"${values[0]}"`;
  if (values.length > 1) return `"\${1|${values.join(',')}|}"`;
  if (field && /^api\.(?:query|form|path|header|cookie|body)$/.test(key)) return `"\${1:${field.name}}"`;
  if (name !== undefined && /^api\.(?:get|post|put|patch|delete|options|head|any)$/.test(key)) return '"/$1"';
  return '"$1"';
}

export function annotationKeyCandidates(
  input: CompletionInput,
  { on, used }: Extract<Place, { kind: 'annotation-key' }>,
): Candidate[] {
  return keysOf(input, on)
    .filter((key) => !used.includes(key))
    .map((label) => ({ kind: 'annotation', label, insert: `${label} = ${valueFor(label, on)}`, isSnippet: true }));
}

export function annotationValueCandidates(
  input: CompletionInput,
  { on, key }: Extract<Place, { kind: 'annotation-value' }>,
): Candidate[] {
  const { string } = input.cursor;
  const { field } = on;
  const values = [...annotationValuesFor(key)];
  if (field && /^api\.(?:query|form|path|header|cookie|body)$/i.test(key)) values.push(field.name);
  if (field && key.startsWith('vt.') && string?.typed.startsWith('$'))
    values.push(...field.names.map((name) => `$${name}`));
  if (field && key === 'go.tag')
    return string?.quote === '"'
      ? []
      : [`json:"${field.name}"`, `json:"${field.name},omitempty"`].map((text) => ({
          kind: 'value',
          label: text,
          insert: string ? text : `'${text}'`,
          ...(string && { range: string.range }),
        }));
  return [...new Set(values)].map((text) => ({
    kind: 'value',
    label: text,
    insert: string ? text : `"${text}"`,
    ...(string && { range: string.range }),
  }));
}
