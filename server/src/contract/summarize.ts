import { enumValuesOf } from '../idl/model/enumValues';
import type { IdlFile } from '../idl/model/file';
import { isStructLike, programName } from '../idl/model/file';
import type { Annotation, Method, Service, Type } from '../idl/model/tree';
import { isVoid } from '../idl/model/walk';
import type { IdlProject } from '../idl/resolve/project';
import { createScope, type Scope, structLikeOf } from '../idl/resolve/scope';
import type { IdlEnum, IdlField, IdlMethod, IdlService, IdlStruct, IdlSummary, IdlTypes } from './idl';
import { fieldOf, wireOf } from './wire';

/** `idempotent`, or the same with a prefix such as `api.`. */
function saysIdempotent({ key, value }: Annotation): boolean | undefined {
  const name = key.text.slice(key.text.lastIndexOf('.') + 1).toLowerCase();
  if (name !== 'idempotent') return undefined;
  const text = value === undefined ? 'true' : value.kind === 'StringLiteral' ? value.value : value.text;
  return !/^(?:false|0|no)$/i.test(text.trim());
}

function lastName(written: string): string {
  return written.slice(written.lastIndexOf('.') + 1);
}

function methodOf(method: Method, scope: Scope): IdlMethod {
  const said = (method.annotations?.items ?? []).map(saysIdempotent).filter((each) => each !== undefined);
  const { returns } = method;
  const thrown = (method.throws?.fields ?? []).filter(({ type }) => type.kind === 'NamedType');
  const result: IdlField[] = isVoid(returns)
    ? []
    : [{ name: 'success', id: 0, wire: wireOf(returns, scope), presence: 'plain' }];
  return {
    name: method.name.text,
    arguments: method.arguments.map(({ name }) => name.text),
    isVoid: isVoid(returns),
    oneway: method.oneway !== undefined,
    throws: thrown.map(({ type }) => thrownName(type, scope)),
    takes: method.arguments.map((field) => fieldOf(field, scope)),
    gives: [...result, ...thrown.map((field) => fieldOf(field, scope))],
    idempotent: said[0],
  };
}

/** An exception's own name, also where a `throws` names a typedef of one. */
function thrownName(type: Type, scope: Scope): string {
  return structLikeOf(scope.trueType(type))?.name.text ?? (type.kind === 'NamedType' ? lastName(type.name.text) : '');
}

function typesOf(file: IdlFile, scope: Scope): IdlTypes {
  const structs: IdlStruct[] = [];
  const enums: IdlEnum[] = [];
  for (const definition of file.definitions) {
    if (definition.broken) continue;
    if (isStructLike(definition)) {
      const fields = definition.fields.map((field) => fieldOf(field, scope));
      structs.push({ name: definition.name.text, fields });
    } else if (definition.kind === 'Enum') {
      const values = [...enumValuesOf(definition)].map(({ item, value }) => ({
        name: item.name.text,
        value: Number(value),
      }));
      enums.push({ name: definition.name.text, values });
    }
  }
  return {
    uri: file.uri,
    namespaces: namespacesOf(file),
    includes: scope.includes.flatMap(({ target }) => (target.kind === 'found' ? target.uri : [])),
    structs,
    enums,
    complete: file.definitions.every(({ kind, broken }) => !broken && kind !== 'Unknown'),
  };
}

function namespacesOf(file: IdlFile): string[] {
  return file.namespaces.map(({ name }) => (name.kind === 'Identifier' ? name.text : name.value));
}

function baseOf(service: Service, file: IdlFile, project: IdlProject): IdlService['base'] {
  if (!service.extends) return undefined;
  const { text } = service.extends;
  const dot = text.lastIndexOf('.');
  if (dot < 0) return { uri: file.uri, name: text };
  const includes = file.includes.filter(({ path }) => programName(path.value) === text.slice(0, dot));
  const [include] = includes;
  if (!include || includes.length > 1) return 'unknown';
  const target = project.resolveInclude(file.uri, include.path.value);
  return target.kind === 'found' ? { uri: target.uri, name: text.slice(dot + 1) } : 'unknown';
}

function byName(a: { readonly uri: string; readonly name?: string }, b: typeof a): number {
  if (a.uri !== b.uri) return a.uri < b.uri ? -1 : 1;
  return (a.name ?? '') < (b.name ?? '') ? -1 : 1;
}

/** What all known Thrift files tell code of their services, and of the types of files that have to do with any. */
export function summarize(project: IdlProject): IdlSummary {
  const services: IdlService[] = [];
  const types = new Map<string, IdlTypes>();
  const addTypes = (file: IdlFile): void => {
    if (types.has(file.uri)) return;
    const found = typesOf(file, createScope(file, project));
    types.set(file.uri, found);
    for (const uri of found.includes) {
      const included = project.file(uri);
      if (included) addTypes(included);
    }
  };
  for (const file of project.allFiles()) {
    const definitions = file.definitions.filter((each): each is Service => each.kind === 'Service' && !each.broken);
    if (definitions.length === 0) continue;
    const scope = createScope(file, project);
    addTypes(file);
    for (const definition of definitions)
      services.push({
        name: definition.name.text,
        uri: file.uri,
        namespaces: namespacesOf(file),
        methods: definition.methods.map((method) => methodOf(method, scope)),
        base: baseOf(definition, file, project),
      });
  }
  // The order in which files became known says nothing.
  return { services: services.sort(byName), types: [...types.values()].sort(byName) };
}
