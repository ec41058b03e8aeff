import type { ConstValue, Definition, Field } from '../model/tree';
import { annotationsIn, fieldsIn, type Member, membersOf, valuesIn } from '../model/walk';

/** The columns of a member, an entry or a definition that takes one line. `Equals` is the sign, `Value` what stands behind it or a colon. */
export const Column = {
  Requiredness: 1,
  Type: 2,
  Name: 3,
  Equals: 4,
  Value: 5,
  Annotations: 6,
  Comment: 7,
} as const;

/** What a bracket holds. */
export type GroupKind = 'body' | 'arguments' | 'throws' | 'annotations' | 'literal';

/** What the tree knows of a definition's tokens, by where they start in the chunk. */
export interface Marks {
  readonly groups: ReadonlyMap<number, GroupKind>;
  /** Members of the body, with where their last token but the separator ends. */
  readonly members: ReadonlyMap<number, Member>;
  /** Entries of lists inside brackets other than the body's. */
  readonly items: ReadonlySet<number>;
  readonly columns: ReadonlyMap<number, number>;
}

interface Draft {
  readonly groups: Map<number, GroupKind>;
  readonly members: Map<number, Member>;
  readonly items: Set<number>;
  readonly columns: Map<number, number>;
}

function markValue(draft: Draft, value: ConstValue): void {
  for (const each of valuesIn(value)) {
    if (each.kind !== 'ListLiteral' && each.kind !== 'MapLiteral') continue;
    draft.groups.set(each.span.start, 'literal');
    const entries = each.kind === 'ListLiteral' ? each.elements : each.entries;
    for (const entry of entries) {
      draft.items.add(entry.span.start);
      if (entry.kind === 'MapEntry') draft.columns.set(entry.value.span.start, Column.Value);
    }
  }
}

function markField(draft: Draft, { requiredness, type, name, annotations }: Field): void {
  const { columns } = draft;
  if (requiredness) columns.set(requiredness.span.start, Column.Requiredness);
  columns.set(type.span.start, Column.Type);
  columns.set(name.span.start, Column.Name);
  if (annotations) columns.set(annotations.span.start, Column.Annotations);
}

function markMember(draft: Draft, member: Member): void {
  draft.members.set(member.span.start, member);
  if (member.kind === 'Field') markField(draft, member);
  else if (member.kind === 'EnumItem') {
    if (member.annotations) draft.columns.set(member.annotations.span.start, Column.Annotations);
  } else {
    draft.groups.set(member.argumentsSpan.start, 'arguments');
    for (const field of [...member.arguments, ...(member.throws?.fields ?? [])]) {
      draft.items.add(field.span.start);
      markField(draft, field);
    }
  }
}

function markColumns({ columns }: Draft, definition: Definition): void {
  switch (definition.kind) {
    case 'Namespace':
      if (definition.scope) columns.set(definition.scope.span.start, Column.Type);
      columns.set(definition.name.span.start, Column.Name);
      return;
    case 'Const':
    case 'Typedef':
      columns.set(definition.type.span.start, Column.Type);
      columns.set(definition.name.span.start, Column.Name);
      return;
    default:
      return;
  }
}

/** Reads the marks off a definition without mistakes. */
export function marksOf(definition: Definition): Marks {
  const draft: Draft = { groups: new Map(), members: new Map(), items: new Set(), columns: new Map() };
  if ('body' in definition) draft.groups.set(definition.body.start, 'body');
  for (const { list } of annotationsIn(definition)) {
    draft.groups.set(list.span.start, 'annotations');
    for (const { span } of list.items) draft.items.add(span.start);
  }
  for (const member of membersOf(definition)) markMember(draft, member);
  for (const { defaultValue } of fieldsIn(definition)) if (defaultValue) markValue(draft, defaultValue);
  if (definition.kind === 'Const' && definition.value) markValue(draft, definition.value);
  if (definition.kind === 'Senum') for (const { span } of definition.items) draft.items.add(span.start);
  markColumns(draft, definition);
  return draft;
}
