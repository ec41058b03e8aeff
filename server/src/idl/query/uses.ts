import type { TextRange } from '../../core/range';
import { definitionOf, type IdlFile, isNamed } from '../model/file';
import type { Identifier, Method, NamedDefinition, Node, Service, Type } from '../model/tree';
import { isVoid, topTypesIn, typesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { referencesTo } from '../resolve/references';
import { createScope } from '../resolve/scope';

/** What messages are made of: a definition other than a service, or a method. */
export type Part = { readonly file: IdlFile } & (
  | { readonly kind: 'definition'; readonly node: Exclude<NamedDefinition, Service> }
  | { readonly kind: 'method'; readonly node: Method; readonly owner: Service }
);

/** A part that uses another, or is used by it, with the names that do so. */
export interface Use {
  readonly part: Part;
  /** Absolute, in the file of the part that uses. */
  readonly ranges: readonly TextRange[];
}

function methodAround(node: Node): Method | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) if (at.kind === 'Method') return at;
  return undefined;
}

function partAround(file: IdlFile, name: Identifier): Part | undefined {
  const definition = definitionOf(name);
  if (definition.kind === 'Service') {
    const method = methodAround(name);
    return method && { kind: 'method', file, node: method, owner: definition };
  }
  return isNamed(definition) ? { kind: 'definition', file, node: definition } : undefined;
}

/** Uses by their part, in the order in which the parts were met. */
function gather(found: Iterable<{ readonly part: Part; readonly range: TextRange }>): Use[] {
  const uses = new Map<Node, { readonly part: Part; readonly ranges: TextRange[] }>();
  for (const { part, range } of found) {
    const use = uses.get(part.node) ?? { part, ranges: [] };
    uses.set(part.node, use);
    use.ranges.push(range);
  }
  return [...uses.values()];
}

function* namesOf({ file, node }: Part, project: IdlProject): Generator<{ part: Part; range: TextRange }> {
  // Nothing in IDL names a method.
  if (node.kind === 'Method') return;
  for (const { file: user, name } of referencesTo(project, file, node)) {
    const part = partAround(user, name);
    if (part) yield { part, range: user.rangeOf(name) };
  }
}

function signatureTypes({ returns, arguments: args, throws }: Method): Type[] {
  return [...(isVoid(returns) ? [] : [returns]), ...[...args, ...(throws?.fields ?? [])].map(({ type }) => type)];
}

function* typesNamedIn({ file, node }: Part, project: IdlProject): Generator<{ part: Part; range: TextRange }> {
  const scope = createScope(file, project);
  for (const top of node.kind === 'Method' ? signatureTypes(node) : topTypesIn(node)) {
    for (const type of typesIn(top)) {
      const found = type.kind === 'NamedType' ? scope.type(type.name.text) : undefined;
      if (type.kind !== 'NamedType' || found?.kind !== 'found') continue;
      const part: Part = { kind: 'definition', file: found.file, node: found.definition };
      yield { part, range: file.rangeOf(type.name) };
    }
  }
}

/** What uses a part: the methods that take, return or throw a type, the types that hold it, the constants of it. */
export function usersOfPart(part: Part, project: IdlProject): readonly Use[] {
  return gather(namesOf(part, project));
}

/** The types that a part names: those of a method's arguments, result and exceptions, those of a struct's fields. */
export function usedByPart(part: Part, project: IdlProject): readonly Use[] {
  return gather(typesNamedIn(part, project));
}
