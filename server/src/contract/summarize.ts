import { enumValuesOf } from '../idl/model/enumValues';
import type { IdlFile } from '../idl/model/file';
import { isStructLike, programName } from '../idl/model/file';
import type { Annotation, Method, Service, Type } from '../idl/model/tree';
import { isVoid } from '../idl/model/walk';
import type { IdlProject } from '../idl/resolve/project';
import { createScope, resolveIncludes, type Scope, structLikeOf } from '../idl/resolve/scope';
import type { IdlEnum, IdlField, IdlMethod, IdlPart, IdlService, IdlStruct, IdlTypes } from './idl';
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

function methodOf(method: Method, scope: Scope, project: IdlProject): IdlMethod {
  const said = (method.annotations?.items ?? []).map(saysIdempotent).filter((each) => each !== undefined);
  const { returns } = method;
  const thrown = (method.throws?.fields ?? []).filter(({ type }) => type.kind === 'NamedType');
  const result: IdlField[] = isVoid(returns)
    ? []
    : [{ name: 'success', id: 0, ...wireOf(returns, scope, project), presence: 'plain' }];
  return {
    name: method.name.text,
    arguments: method.arguments.map(({ name }) => name.text),
    isVoid: isVoid(returns),
    oneway: method.oneway !== undefined,
    throws: thrown.map(({ type }) => thrownName(type, scope)),
    takes: method.arguments.map((field) => fieldOf(field, scope, project)),
    gives: [...result, ...thrown.map((field) => fieldOf(field, scope, project))],
    idempotent: said[0],
  };
}

/** An exception's own name, also where a `throws` names a typedef of one. */
function thrownName(type: Type, scope: Scope): string {
  return structLikeOf(scope.trueType(type))?.name.text ?? (type.kind === 'NamedType' ? lastName(type.name.text) : '');
}

function typesOf(file: IdlFile, scope: Scope, project: IdlProject): IdlTypes {
  const structs: IdlStruct[] = [];
  const enums: IdlEnum[] = [];
  for (const definition of file.definitions) {
    if (definition.broken) continue;
    if (isStructLike(definition)) {
      const fields = definition.fields.map((field) => fieldOf(field, scope, project));
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
    typedefs: file.definitions.flatMap((each) => (each.kind === 'Typedef' ? each.name.text : [])),
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

/** What a file tells code. Of services only those whose text can be read. */
function partOf(file: IdlFile, project: IdlProject): IdlPart {
  const scope = createScope(file, project);
  return {
    uri: file.uri,
    services: servicesOf(file).map((service) => ({
      name: service.name.text,
      uri: file.uri,
      namespaces: namespacesOf(file),
      methods: service.methods.map((method) => methodOf(method, scope, project)),
      base: baseOf(service, file, project),
    })),
    types: typesOf(file, scope, project),
  };
}

function servicesOf(file: IdlFile): readonly Service[] {
  return file.definitions.filter((each): each is Service => each.kind === 'Service' && !each.broken);
}

/** Tells what all known Thrift files say to code, file by file, of files that have to do with any service. */
export interface Summarizer {
  /** In the order of URIs. A file that says what it said the last time is the same object. */
  parts(): readonly IdlPart[];
}

interface Kept {
  /** The versions that the part was read off: the file itself, then all that it reaches through includes. */
  readonly from: readonly IdlFile[];
  readonly part: IdlPart;
  readonly text: string;
}

/** A file that changed is read anew, and those that reach it through includes: a typedef there is a type here. */
export function createSummarizer(project: IdlProject): Summarizer {
  let kept: ReadonlyMap<string, Kept> = new Map();

  function current(file: IdlFile, from: readonly IdlFile[]): Kept {
    const before = kept.get(file.uri);
    if (before && before.from.length === from.length && from.every((each, i) => each === before.from[i])) return before;
    const part = partOf(file, project);
    const text = JSON.stringify(part);
    return before?.text === text ? { from, part: before.part, text } : { from, part, text };
  }

  return {
    parts() {
      const includes = new Map<IdlFile, readonly IdlFile[]>();
      const includesOf = (file: IdlFile): readonly IdlFile[] => {
        let found = includes.get(file);
        if (!found) {
          found = resolveIncludes(file, project).flatMap((each) => each.file ?? []);
          includes.set(file, found);
        }
        return found;
      };
      const found = new Map<string, Kept>();
      const add = (file: IdlFile): void => {
        if (found.has(file.uri)) return;
        const from = new Set([file]);
        for (const each of from) for (const included of includesOf(each)) from.add(included);
        found.set(file.uri, current(file, [...from]));
        for (const included of from) add(included);
      };
      for (const file of project.allFiles()) if (servicesOf(file).length > 0) add(file);
      kept = found;
      // The order in which files became known says nothing.
      const uris = [...found.keys()].sort();
      return uris.flatMap((uri) => found.get(uri)?.part ?? []);
    },
  };
}
