import type { IdlFile } from '../model/file';
import { definitionOf, isNamed, isStructLike } from '../model/file';
import type { NamedDefinition, Service, Type } from '../model/tree';
import { topTypesIn, typesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { referencesTo } from '../resolve/references';
import { createScope } from '../resolve/scope';

/** A definition with the file that declares it. */
export interface Located {
  readonly file: IdlFile;
  readonly node: NamedDefinition;
}

/** Whether the definition has a place in a hierarchy: services extend each other, types hold each other. */
export function hasHierarchy({ kind }: NamedDefinition): boolean {
  return kind !== 'Const' && kind !== 'Senum';
}

function unique(found: Iterable<Located>): Located[] {
  return [...new Map([...found].map((each) => [each.node, each])).values()];
}

function* heldTypes({ file, node }: Located, project: IdlProject): Generator<Located> {
  const scope = createScope(file, project);
  const types: Iterable<Type> = topTypesIn(node);
  for (const top of types) {
    for (const type of typesIn(top)) {
      if (type.kind !== 'NamedType') continue;
      const found = scope.type(type.name.text);
      if (found.kind === 'found') yield { file: found.file, node: found.definition };
    }
  }
}

function* users({ file, node }: Located, project: IdlProject): Generator<Located> {
  for (const reference of referencesTo(project, file, node)) {
    const definition = definitionOf(reference.name);
    if (!isNamed(definition)) continue;
    const isHeir = definition.kind === 'Service' && definition.extends === reference.name;
    const isHolder = (isStructLike(definition) || definition.kind === 'Typedef') && reference.item === undefined;
    if (node.kind === 'Service' ? isHeir : isHolder) yield { file: reference.file, node: definition };
  }
}

function baseOf(file: IdlFile, service: Service, project: IdlProject): Located[] {
  if (!service.extends) return [];
  const found = createScope(file, project).service(service.extends.text);
  return found.kind === 'found' ? [{ file: found.file, node: found.definition }] : [];
}

/** What stands above a definition: the service that it extends, or the types that hold it. */
export function above(at: Located, project: IdlProject): readonly Located[] {
  return at.node.kind === 'Service' ? baseOf(at.file, at.node, project) : unique(users(at, project));
}

/** What stands below a definition: the services that extend it, or the types that it holds. */
export function below(at: Located, project: IdlProject): readonly Located[] {
  return unique(at.node.kind === 'Service' ? users(at, project) : heldTypes(at, project));
}
