import type { Field, Type } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { createScope, type Scope } from '../resolve/scope';
import { createScopes } from '../resolve/typedValues';
import { printType } from './print';

/** The ids that compilers make up for a field without one; they do not agree. */
export interface MadeUpIds {
  /** Counts down from -1. */
  readonly apache: bigint;
  /** One more than the field before; what Kitex uses. */
  readonly thriftgo: bigint;
}

/** The ids that the compilers give a field of `list` that has none written. */
export function madeUpIds(list: readonly Field[], field: Field): MadeUpIds {
  let apache = 0n;
  let thriftgo = 0n;
  for (const each of list) {
    if (!each.id) apache--;
    thriftgo = each.id?.value ?? thriftgo + 1n;
    if (each === field) break;
  }
  return { apache, thriftgo };
}

const maxSteps = 16;

/** The types that a type stands for, one typedef after another: `UserId`, then what it is a name for. Empty for no typedef. */
export function typedefChain(type: Type, start: Scope, project: IdlProject): readonly string[] {
  const chain: string[] = [];
  let at = type;
  let scope = start;
  const scopeOf = createScopes(start, project);
  while (at.kind === 'NamedType' && chain.length < maxSteps) {
    const found = scope.type(at.name.text);
    if (found.kind !== 'found' || found.definition.kind !== 'Typedef') break;
    scope = scopeOf(found.file);
    at = found.definition.type;
    chain.push(printType(at));
  }
  return chain;
}

/** The type with the typedefs in it written out, those inside containers too; undefined where there are none. */
export function expandedType(type: Type, scope: Scope, project: IdlProject): string | undefined {
  const plain = printType(type);
  const expanded = expand(type, scope, project, []);
  return expanded === plain ? undefined : expanded;
}

/** `through`: what the typedefs around stand for. One that holds itself (`typedef map<A, A> A`) is not written out again. */
function expand(type: Type, scope: Scope, project: IdlProject, through: readonly Type[]): string {
  const inner = (each: Type) => expand(each, scope, project, through);
  switch (type.kind) {
    case 'BaseType':
      return type.name;
    case 'ListType':
      return `list<${inner(type.element)}>`;
    case 'SetType':
      return `set<${inner(type.element)}>`;
    case 'MapType':
      return `map<${inner(type.key)}, ${inner(type.value)}>`;
    case 'NamedType': {
      const found = scope.type(type.name.text);
      if (found.kind !== 'found' || found.definition.kind !== 'Typedef' || found.definition.broken)
        return type.name.text;
      const target = found.definition.type;
      if (through.length >= maxSteps || through.includes(target)) return type.name.text;
      const there = found.file === scope.file ? scope : createScope(found.file, project);
      return expand(target, there, project, [...through, target]);
    }
  }
}
