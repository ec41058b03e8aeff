import type { TextRange } from '../../core/range';
import { definitionOf, type IdlFile, isStructLike } from '../model/file';
import type {
  Enum,
  EnumItem,
  Field,
  Identifier,
  Include,
  Method,
  NamedDefinition,
  Node,
  Service,
  StringLiteral,
  StructLike,
  Type,
} from '../model/tree';
import { isVoid, typesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { itemByType } from '../resolve/references';
import { createScope, type ResolvedInclude, type Scope } from '../resolve/scope';
import { createScopes, typedValuesIn } from '../resolve/typedValues';
import { type Spot, spotAt } from './spot';

/** Something that has a name. `file` is where it is declared. */
export type IdlSymbol = { readonly file: IdlFile } & (
  | { readonly kind: 'definition'; readonly node: NamedDefinition }
  | { readonly kind: 'field'; readonly node: Field; readonly owner: StructLike }
  /** An argument, or an entry of a throws clause. */
  | { readonly kind: 'parameter'; readonly node: Field; readonly owner: Method }
  | { readonly kind: 'item'; readonly node: EnumItem; readonly owner: Enum }
  | { readonly kind: 'method'; readonly node: Method; readonly owner: Service }
  /** The file that an include leads to, under the name that the including file has for it. */
  | { readonly kind: 'include'; readonly node: Include; readonly target: IdlFile | undefined }
);

/** A part of a dotted name with what it means: `base`, `Color` and `RED` of `base.Color.RED`. Offsets count from the name's start. */
export interface NamePart {
  readonly span: TextRange;
  readonly symbol: IdlSymbol;
}

export type NameRole = 'type' | 'value' | 'service' | 'loose';

function includeSymbol(file: IdlFile, include: ResolvedInclude): IdlSymbol {
  return { kind: 'include', file, node: include.node, target: include.file };
}

/** The include whose prefix a name carries, as far as the text tells: the longest that fits. */
function includeByPrefix(name: string, scope: Scope): ResolvedInclude | undefined {
  return scope.includes
    .filter(({ alias }) => name.startsWith(`${alias}.`))
    .sort((a, b) => b.alias.length - a.alias.length)[0];
}

function lookUp(name: string, role: NameRole, scope: Scope) {
  if (role !== 'loose') return scope[role](name);
  const tries = [scope.type(name), scope.value(name), scope.service(name)];
  return tries.find(({ kind }) => kind === 'found') ?? tries[0];
}

/** The enum before the last dot of a value whose item does not exist. */
function ownerPart(name: string, scope: Scope): NamePart[] {
  const dot = name.lastIndexOf('.');
  const found = dot > 0 ? scope.type(name.slice(0, dot)) : undefined;
  if (found?.kind !== 'found') return [];
  const start = found.include ? found.include.alias.length + 1 : 0;
  return [{ span: { start, end: dot }, symbol: { kind: 'definition', file: found.file, node: found.definition } }];
}

/** What the parts of a name mean in the file of `scope`. Parts that mean nothing are left out. */
export function partsOf(name: string, role: NameRole, scope: Scope): readonly NamePart[] {
  const found = lookUp(name, role, scope);
  const known = found?.kind === 'found' || found?.kind === 'wrong-kind' ? found : undefined;
  const include = known ? known.include : includeByPrefix(name, scope);
  const parts: NamePart[] = [];
  const start = include ? include.alias.length + 1 : 0;
  if (include) parts.push({ span: { start: 0, end: start - 1 }, symbol: includeSymbol(scope.file, include) });
  if (!known) return role === 'value' ? [...parts, ...ownerPart(name, scope)] : parts;
  const { file, definition } = known;
  const item = 'item' in known ? known.item : undefined;
  const end = item ? name.length - item.name.text.length - 1 : name.length;
  parts.push({ span: { start, end }, symbol: { kind: 'definition', file, node: definition } });
  if (item && definition.kind === 'Enum')
    parts.push({
      span: { start: end + 1, end: name.length },
      symbol: { kind: 'item', file, node: item, owner: definition },
    });
  return parts;
}

/** What a member is, by what stands around it. */
export function memberSymbol(file: IdlFile, node: Field | EnumItem | Method): IdlSymbol | undefined {
  const around: Node | undefined = node.parent?.kind === 'Throws' ? node.parent.parent : node.parent;
  if (!around) return undefined;
  if (node.kind === 'Field') {
    if (around.kind === 'Method') return { kind: 'parameter', file, node, owner: around };
    if (around.kind === 'Struct' || around.kind === 'Union' || around.kind === 'Exception')
      return { kind: 'field', file, node, owner: around };
  }
  if (node.kind === 'EnumItem' && around.kind === 'Enum') return { kind: 'item', file, node, owner: around };
  if (node.kind === 'Method' && around.kind === 'Service') return { kind: 'method', file, node, owner: around };
  return undefined;
}

/** The field that a string in a struct literal names. */
function fieldOfKey(key: StringLiteral, scope: Scope, project: IdlProject): IdlSymbol | undefined {
  const literal = key.parent?.parent;
  const typed = typedValuesIn(definitionOf(key), scope, createScopes(scope, project)).find(
    ({ value }) => value === literal,
  );
  if (typed?.type.kind !== 'definition' || !isStructLike(typed.type.definition)) return undefined;
  const { file, definition: owner } = typed.type;
  const node = owner.fields.find((field) => field.name.text === key.value);
  return node && { kind: 'field', file, node, owner };
}

/** A symbol under the cursor with the part of the text that names it. */
export interface FoundSymbol {
  readonly symbol: IdlSymbol;
  /** Absolute, in the file that was asked about. */
  readonly range: TextRange;
}

function inName(name: string, role: NameRole, range: TextRange, offset: number, scope: Scope): FoundSymbol | undefined {
  const at = offset - range.start;
  const part = partsOf(name, role, scope).find(({ span }) => span.start <= at && at <= span.end);
  return (
    part && { symbol: part.symbol, range: { start: range.start + part.span.start, end: range.start + part.span.end } }
  );
}

/** The item at the end of a name that leads nowhere by itself. */
function byType(
  name: Identifier,
  range: TextRange,
  offset: number,
  scope: Scope,
  project: IdlProject,
): FoundSymbol | undefined {
  const start = range.start + name.text.lastIndexOf('.') + 1;
  const found = offset >= start ? itemByType(name, scope, createScopes(scope, project)) : undefined;
  if (!found) return undefined;
  const { file, owner, item } = found;
  return { symbol: { kind: 'item', file, node: item, owner }, range: { start, end: range.end } };
}

/** What a spot of `file` means among the files of `project`. */
export function symbolOf(file: IdlFile, spot: Spot, offset: number, project: IdlProject): FoundSymbol | undefined {
  const { range } = spot;
  const found = (symbol: IdlSymbol | undefined): FoundSymbol | undefined => symbol && { symbol, range };
  switch (spot.role) {
    case 'definition':
      return found({ kind: 'definition', file, node: spot.node });
    case 'member':
      return found(memberSymbol(file, spot.node));
    case 'type':
    case 'service':
      return inName(spot.node.text, spot.role, range, offset, createScope(file, project));
    case 'value': {
      const scope = createScope(file, project);
      return inName(spot.node.text, 'value', range, offset, scope) ?? byType(spot.node, range, offset, scope, project);
    }
    case 'loose':
      return inName(spot.name, 'loose', range, offset, createScope(file, project));
    case 'literal-key': {
      const inner = { start: range.start + 1, end: range.end - 1 };
      // The quotes are not the name's.
      const isInside = inner.start <= offset && offset <= inner.end;
      const symbol = isInside ? fieldOfKey(spot.node, createScope(file, project), project) : undefined;
      return symbol && { symbol, range: inner };
    }
    case 'include': {
      const include = createScope(file, project).includes.find(({ node }) => node === spot.node);
      return found(include && includeSymbol(file, include));
    }
    default:
      return undefined;
  }
}

/** The symbol named at an offset of the file. */
export function symbolAt(file: IdlFile, offset: number, project: IdlProject): FoundSymbol | undefined {
  const spot = spotAt(file, offset);
  return spot && symbolOf(file, spot, offset, project);
}

/** The name of a symbol where it is declared; undefined for an include, which is declared by its path. */
export function nameOf(symbol: IdlSymbol): Identifier | undefined {
  return symbol.kind === 'include' ? undefined : symbol.node.name;
}

function typeIn({ kind, node }: IdlSymbol): Type | undefined {
  if (kind === 'field' || kind === 'parameter') return node.type;
  if (kind === 'method') return isVoid(node.returns) ? undefined : node.returns;
  return kind === 'definition' && (node.kind === 'Const' || node.kind === 'Typedef') ? node.type : undefined;
}

/** The definitions that make up the type of a symbol, typedefs looked through; its own where it is a type. */
export function typesOf(symbol: IdlSymbol, project: IdlProject): readonly IdlSymbol[] {
  if (symbol.kind === 'item') return [{ kind: 'definition', file: symbol.file, node: symbol.owner }];
  const type = typeIn(symbol);
  if (!type) return symbol.kind === 'definition' ? [symbol] : [];
  const scope = createScope(symbol.file, project);
  const scopeOf = createScopes(scope, project);
  const found = new Map<NamedDefinition, IdlSymbol>();
  // A typedef may hold itself: `typedef list<A> A`.
  const visited = new Set<Type>();
  const visit = (at: Type, from: Scope): void => {
    if (visited.has(at)) return;
    visited.add(at);
    for (const each of typesIn(at)) {
      if (each.kind !== 'NamedType') continue;
      const resolved = from.trueType(each);
      if (resolved.kind === 'definition')
        found.set(resolved.definition, { kind: 'definition', file: resolved.file, node: resolved.definition });
      else if (resolved.kind === 'type' && resolved.type.kind !== 'BaseType')
        visit(resolved.type, scopeOf(resolved.file));
    }
  };
  visit(type, scope);
  return [...found.values()];
}
