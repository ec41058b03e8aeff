import type { Fix } from '../../core/finding';
import { insertInclude, isPrefix, providersOf } from '../../idl/edit/includes';
import type { IdlFile } from '../../idl/model/file';
import { definitionOf } from '../../idl/model/file';
import type { Definition, Identifier, NamedDefinition, Node } from '../../idl/model/tree';
import type { Scope } from '../../idl/resolve/scope';
import type { FixTools } from '../../idl/rule';

/** A definition that a scope can name, with the way to write it there. */
export interface NameInScope {
  readonly name: string;
  readonly definition: NamedDefinition;
  readonly file: IdlFile;
  /** The prefix of the name; empty for one of the scope's own file. */
  readonly alias: string;
}

/** Every definition that `scope` can name. */
export function* namesInScope(scope: Scope): Generator<NameInScope> {
  for (const definitions of scope.file.named.values())
    for (const definition of definitions) yield { name: definition.name.text, definition, file: scope.file, alias: '' };
  for (const { alias, file } of scope.includes) {
    // The names of `user-service.thrift` cannot be written.
    if (!file || !isPrefix(alias)) continue;
    for (const definitions of file.named.values())
      for (const definition of definitions) yield { name: `${alias}.${definition.name.text}`, definition, file, alias };
  }
}

/** The prefix of a name that no include and no enum of the file provides; undefined where the prefix is known, or there is none. */
export function strangePrefix(name: string, scope: Scope): string | undefined {
  const dot = name.lastIndexOf('.');
  if (dot === -1 || scope.includes.some(({ alias }) => name.startsWith(`${alias}.`))) return undefined;
  const first = name.slice(0, name.indexOf('.'));
  return scope.file.named.has(first) ? undefined : name.slice(0, dot);
}

/** Whether a syntax error lies in the member around the node, or on a line with it: what was read may not be what is meant. */
export function isDisturbed(file: IdlFile, node: Node): boolean {
  const definition: Definition = definitionOf(node);
  if (!definition.broken) return false;
  let member: Node = node;
  while (member.parent && member.parent !== definition) member = member.parent;
  const { start, end } = member.span;
  const chunk = file.chunkOf(definition);
  const base = file.rangeOf(definition).start - definition.span.start;
  const onOneLine = (from: number, to: number) => !/[\r\n]/.test(file.text.slice(base + from, base + to));
  return (chunk?.problems ?? []).some(
    ({ span }) =>
      (span.start <= end && start <= span.end) ||
      (span.start > end ? onOneLine(end, span.start) : onOneLine(span.end, start)),
  );
}

/** The keys under which rules of names keep the titles of their fixes. */
export type NameFixKey = 'change' | 'addInclude';

/** The fixes for a name that means nothing: other names that are near, and includes that would give it its meaning. */
export function nameFixes<Key extends string>(
  tools: FixTools<Key | NameFixKey>,
  name: Identifier,
  near: readonly string[],
  accepts: (definition: NamedDefinition, rest: string) => boolean,
): (Fix | undefined)[] {
  const { file, project, fix, replace } = tools;
  const providers = providersOf(name.text, file, project, accepts);
  return [
    ...near.map((best) => fix('suggested', 'change', { best }, [replace(name, best)])),
    ...providers.map((provider) =>
      fix('suggested', 'addInclude', { path: provider.path, best: provider.name }, [
        insertInclude(tools.file, provider.path),
        ...(provider.name === name.text ? [] : [replace(name, provider.name)]),
      ]),
    ),
  ];
}
