import type { TextRange } from '../../core/range';
import type { IdlFile } from '../model/file';
import type { Enum, EnumItem, NamedDefinition, StructLike } from '../model/tree';
import { nameUsesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import {
  dependentsOf,
  itemUsesByType,
  literalKeys,
  literalKeysIn,
  type Reference,
  referencesIn,
  referencesTo,
} from '../resolve/references';
import { createScope } from '../resolve/scope';
import { type IdlSymbol, partsOf } from './symbol';

/** A place where a symbol is named. */
export interface Occurrence {
  readonly uri: string;
  /** The symbol's own part of the name: `User` of `base.User`. */
  readonly range: TextRange;
  /** `write` is a key of a literal, which sets the field. */
  readonly kind: 'declaration' | 'read' | 'write';
}

/** The part of a reference that names the definition itself, or its item. */
function occurrenceOf({ file, name, item: used }: Reference, length: number, ofItem: boolean): Occurrence {
  const { start, end } = file.rangeOf(name);
  // `base.Color.RED`: the enum's name stands before the item's.
  const stop = ofItem || !used ? end : end - used.name.text.length - 1;
  return { uri: file.uri, range: { start: Math.max(start, stop - length), end: stop }, kind: 'read' };
}

function* usesOf(references: Iterable<Reference>, length: number, item: EnumItem | undefined): Generator<Occurrence> {
  for (const reference of references) {
    if (!item || reference.item === item) yield occurrenceOf(reference, length, item !== undefined);
  }
}

/** The names in the including file that go through one of its includes. */
function* usesThrough(file: IdlFile, symbol: Extract<IdlSymbol, { kind: 'include' }>, project: IdlProject) {
  const scope = createScope(file, project);
  for (const definition of file.definitions) {
    for (const { kind, name } of nameUsesIn(definition)) {
      if (!name.text.includes('.')) continue;
      const [first] = partsOf(name.text, kind, scope);
      if (first?.symbol.kind !== 'include' || first.symbol.node !== symbol.node) continue;
      const { start } = file.rangeOf(name);
      yield { uri: file.uri, range: { start, end: start + first.span.end }, kind: 'read' } as const;
    }
  }
}

function* includesOf(symbol: Extract<IdlSymbol, { kind: 'include' }>, project: IdlProject): Generator<Occurrence> {
  const { file, node, target } = symbol;
  yield { uri: file.uri, range: file.rangeOf(node.path), kind: 'declaration' };
  yield* usesThrough(file, symbol, project);
  if (!target) return;
  for (const user of project.includersOf(target.uri)) {
    if (user.uri === file.uri) continue;
    for (const include of user.includes) {
      const leads = project.resolveInclude(user.uri, include.path.value);
      if (leads.kind === 'found' && leads.uri === target.uri)
        yield { uri: user.uri, range: user.rangeOf(include.path), kind: 'read' };
    }
  }
}

/** Where `occurrencesOf` looks: in all known files, or in one. */
interface Reach {
  readonly references: (file: IdlFile, definition: NamedDefinition) => Iterable<Reference>;
  readonly byType: (file: IdlFile, owner: Enum, item: EnumItem) => Iterable<Reference>;
  readonly keys: (file: IdlFile, owner: StructLike, name: string) => Iterable<Pick<Occurrence, 'uri' | 'range'>>;
}

function* occurrencesWithin(symbol: Exclude<IdlSymbol, { kind: 'include' }>, reach: Reach): Generator<Occurrence> {
  const { file, node } = symbol;
  const { length } = node.name.text;
  yield { uri: file.uri, range: file.rangeOf(node.name), kind: 'declaration' };
  if (symbol.kind === 'definition') yield* usesOf(reach.references(file, symbol.node), length, undefined);
  else if (symbol.kind === 'item') {
    yield* usesOf(reach.references(file, symbol.owner), length, symbol.node);
    yield* usesOf(reach.byType(file, symbol.owner, symbol.node), length, symbol.node);
  } else if (symbol.kind === 'field') {
    for (const { uri, range } of reach.keys(file, symbol.owner, node.name.text)) yield { uri, range, kind: 'write' };
  }
}

/** Every place in the known files that names the symbol, its declaration first. */
export function occurrencesOf(symbol: IdlSymbol, project: IdlProject): Iterable<Occurrence> {
  if (symbol.kind === 'include') return includesOf(symbol, project);
  return occurrencesWithin(symbol, {
    references: (file, definition) => referencesTo(project, file, definition),
    *byType(file, owner, item) {
      for (const user of dependentsOf(file, project)) yield* itemUsesByType(project, user, owner, item);
    },
    keys: (file, owner, name) => literalKeys(project, file, owner, name),
  });
}

/** The places in one file that name the symbol. */
export function occurrencesIn(within: IdlFile, symbol: IdlSymbol, project: IdlProject): readonly Occurrence[] {
  if (symbol.kind === 'include') {
    const path = { uri: within.uri, range: within.rangeOf(symbol.node.path), kind: 'declaration' } as const;
    return [path, ...usesThrough(within, symbol, project)];
  }
  const found = occurrencesWithin(symbol, {
    references: (_, definition) => referencesIn(project, within, definition),
    byType: (_, owner, item) => itemUsesByType(project, within, owner, item),
    keys: (_, owner, name) => literalKeysIn(project, within, owner, name),
  });
  return [...found].filter(({ uri }) => uri === within.uri);
}
