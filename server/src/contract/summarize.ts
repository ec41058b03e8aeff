import type { IdlFile } from '../idl/model/file';
import { programName } from '../idl/model/file';
import type { Annotation, Method, Service } from '../idl/model/tree';
import { isVoid } from '../idl/model/walk';
import type { IdlProject } from '../idl/resolve/project';
import { createScope, structLikeOf } from '../idl/resolve/scope';
import type { IdlMethod, IdlService, IdlSummary } from './idl';

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

function methodOf(method: Method): IdlMethod {
  const said = (method.annotations?.items ?? []).map(saysIdempotent).filter((each) => each !== undefined);
  return {
    name: method.name.text,
    arguments: method.arguments.map(({ name }) => name.text),
    isVoid: isVoid(method.returns),
    oneway: method.oneway !== undefined,
    throws: (method.throws?.fields ?? []).flatMap(({ type }) =>
      type.kind === 'NamedType' ? [lastName(type.name.text)] : [],
    ),
    idempotent: said[0],
  };
}

/** Definitions are never changed, so what was read off one stands as long as it does. */
const methodsOf = new WeakMap<Service, readonly IdlMethod[]>();

function ownMethods(service: Service): readonly IdlMethod[] {
  let methods = methodsOf.get(service);
  if (!methods) {
    methods = service.methods.map(methodOf);
    methodsOf.set(service, methods);
  }
  return methods;
}

/** The methods, with exceptions under their own names where a `throws` names a typedef of one. */
function methodsIn(service: Service, file: IdlFile, project: IdlProject): readonly IdlMethod[] {
  const methods = ownMethods(service);
  const isOwn = (name: string): boolean => file.named.get(name)?.[0]?.kind === 'Exception';
  if (methods.every(({ throws }) => throws.every(isOwn))) return methods;
  const scope = createScope(file, project);
  return methods.map((method, i) => ({
    ...method,
    throws: (service.methods[i]?.throws?.fields ?? []).flatMap(({ type }) =>
      type.kind === 'NamedType' ? [structLikeOf(scope.trueType(type))?.name.text ?? lastName(type.name.text)] : [],
    ),
  }));
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

/** What all known Thrift files tell code of their services. */
export function summarize(project: IdlProject): IdlSummary {
  const services: IdlService[] = [];
  for (const file of project.allFiles())
    for (const definition of file.definitions) {
      if (definition.kind !== 'Service' || definition.broken) continue;
      services.push({
        name: definition.name.text,
        uri: file.uri,
        namespaces: file.namespaces.map(({ name }) => (name.kind === 'Identifier' ? name.text : name.value)),
        methods: methodsIn(definition, file, project),
        base: baseOf(definition, file, project),
      });
    }
  // The order in which files became known says nothing.
  services.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : a.name < b.name ? -1 : 1));
  return { services };
}
