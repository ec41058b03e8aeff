import { sideTable } from '../../core/sideTable';
import { linkedColumn } from '../../idl/memory';
import { column } from '../../idl/model/column';
import type { IdlFile } from '../../idl/model/file';
import type { Field, Method, Service, StructLike } from '../../idl/model/tree';
import type { IdlProject } from '../../idl/resolve/project';
import { createScope, type Scope, structLikeOf } from '../../idl/resolve/scope';
import { type Entry, entriesOf } from './_annotations';

const verbs: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'any']);

/** `:name` or `*name` in a route. */
export interface RouteParameter {
  readonly name: string;
  /** Where it starts in the path. */
  readonly at: number;
}

/** An annotation such as `api.get = "/users/:id"`. */
export interface Route {
  readonly service: Service;
  readonly method: Method;
  readonly entry: Entry;
  /** In capitals; `ANY` for every verb. */
  readonly verb: string;
  readonly path: string;
  readonly parameters: readonly RouteParameter[];
  /** The path without the names of its parameters: what tells routes apart. */
  readonly shape: string;
}

function parametersIn(path: string): RouteParameter[] {
  return [...path.matchAll(/[:*]([^/]*)/g)].map((match) => ({ name: match[1] ?? '', at: match.index }));
}

const known = sideTable<Service, readonly Route[]>();

/** The routes of a service's own methods; kept with the service. hz reads the keys in any case. */
export function routesOf(service: Service): readonly Route[] {
  let routes = known.get(service);
  if (!routes) {
    routes = service.methods.flatMap((method) =>
      entriesOf(method.annotations).flatMap((entry): Route[] => {
        const verb = /^api\.(\w+)$/i.exec(entry.key)?.[1]?.toLowerCase() ?? '';
        if (!verbs.has(verb)) return [];
        const path = entry.value;
        const shape = path.replace(/([:*])[^/]*/g, '$1');
        return [{ service, method, entry, verb: verb.toUpperCase(), path, parameters: parametersIn(path), shape }];
      }),
    );
    known.set(service, routes);
  }
  return routes;
}

const services = column((definition) => (definition.kind === 'Service' ? definition : undefined));

/** All services of the file. */
export function servicesIn(file: IdlFile): readonly Service[] {
  return services.of(file);
}

/** A struct that routes of some file take as their request. */
export interface Request {
  readonly struct: StructLike;
  /** Where the struct is declared. */
  readonly file: IdlFile;
  readonly routes: readonly Route[];
}

/** The struct that a route's method takes: its first argument, the only one that hz and Kitex look at. */
function requestOf(method: Method, scope: Scope): { struct: StructLike; file: IdlFile } | undefined {
  const [argument] = method.arguments;
  if (!argument) return undefined;
  const type = scope.trueType(argument.type);
  const struct = structLikeOf(type);
  return struct && !struct.broken && type.kind === 'definition' ? { struct, file: type.file } : undefined;
}

/** The routes of each service with the structs that they take. */
const routedIn = linkedColumn((definition, scope) => {
  if (definition.kind !== 'Service' || definition.broken) return undefined;
  const found: { readonly route: Route; readonly struct: StructLike; readonly file: IdlFile }[] = [];
  for (const route of routesOf(definition)) {
    const request = requestOf(route.method, scope);
    if (request) found.push({ route, struct: request.struct, file: request.file });
  }
  return found.length > 0 ? found : undefined;
});

const requestsByScope = sideTable<Scope, ReadonlyMap<StructLike, Request>>();

/** Every struct that is the request of a route in the scope's file, with those routes. Methods without a route do not count. */
export function requestsIn(scope: Scope, project: IdlProject): ReadonlyMap<StructLike, Request> {
  let requests = requestsByScope.get(scope);
  if (!requests) {
    requests = findRequests(scope, project);
    requestsByScope.set(scope, requests);
  }
  return requests;
}

function findRequests(scope: Scope, project: IdlProject): ReadonlyMap<StructLike, Request> {
  const requests = new Map<StructLike, { struct: StructLike; file: IdlFile; routes: Route[] }>();
  for (const routed of routedIn(scope, project)) {
    for (const { route, struct, file } of routed) {
      const seen = requests.get(struct);
      // What is kept of an earlier version of this file names that version.
      if (!seen)
        requests.set(struct, { struct, file: file.uri === scope.file.uri ? scope.file : file, routes: [route] });
      else seen.routes.push(route);
    }
  }
  return requests;
}

/**
 * The routes that take the struct in any file that can name it. Undefined when a service there cannot be read, which may have more.
 * Costs a walk over the includers: ask only when there is something to report.
 */
export function allRoutesOf(request: Request, scope: Scope, project: IdlProject): readonly Route[] | undefined {
  const users = new Map([
    [scope.file.uri, scope.file],
    [request.file.uri, request.file],
  ]);
  for (const user of project.includersOf(request.file.uri)) if (!users.has(user.uri)) users.set(user.uri, user);
  const routes: Route[] = [];
  for (const user of users.values()) {
    if (user.definitions.some((each) => each.broken && (each.kind === 'Service' || each.kind === 'Unknown')))
      return undefined;
    const own = user === scope.file ? scope : createScope(user, project);
    routes.push(...(requestsIn(own, project).get(request.struct)?.routes ?? []));
  }
  return routes;
}

/** Names in a path that a service declares for all its routes, such as `api.uri_prefix = "/users/:id"`. */
export function prefixParametersOf(service: Service): readonly RouteParameter[] {
  return entriesOf(service.annotations).flatMap((entry) =>
    entry.value.startsWith('/') ? parametersIn(entry.value) : [],
  );
}

/** Whether the name of a field is that of a parameter, whatever the style: `user_id` and `userId`. */
export function isNamedLike(field: Field, name: string): boolean {
  const bare = (text: string) => text.replaceAll('_', '').toLowerCase();
  return bare(field.name.text) === bare(name);
}
