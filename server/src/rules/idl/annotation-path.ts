import { noOptions } from '../../core/options';
import { sideTable } from '../../core/sideTable';
import type { IdlFile } from '../../idl/model/file';
import type { Field, StructLike } from '../../idl/model/tree';
import { type Scope, structLikeOf } from '../../idl/resolve/scope';
import { createScopes } from '../../idl/resolve/typedValues';
import { fileRule } from '../../idl/rule';
import { addAnnotation, type Entry, entriesOf, partOf, pathNamesOf, quoted } from './_annotations';
import { isEmptyMessage } from './_requests';
import { allRoutesOf, isNamedLike, prefixParametersOf, type Request, type Route, requestsIn } from './_routes';

/** A field that the route fills, with the name it asks for. */
interface Binding {
  readonly field: Field;
  readonly name: string;
  readonly entry: Entry;
}

const directBindings = sideTable<StructLike, readonly Binding[]>();

/** The fields of the struct itself that the route fills; kept with the struct. */
function bindingsOf(struct: StructLike): readonly Binding[] {
  let bindings = directBindings.get(struct);
  if (!bindings) {
    bindings = struct.fields.flatMap((field) => pathNamesOf(field).map((each) => ({ field, ...each })));
    directBindings.set(struct, bindings);
  }
  return bindings;
}

const maxDepth = 8;

/** Every name that something in the struct asks of the route: Hertz fills structs inside a request too. Undefined where one cannot be seen. */
function namesIn(
  struct: StructLike,
  file: IdlFile,
  scopeOf: (file: IdlFile) => Scope,
  seen: ReadonlySet<StructLike> = new Set(),
): ReadonlySet<string> | undefined {
  const names = new Set(bindingsOf(struct).map(({ name }) => name));
  if (struct.broken) return undefined;
  const next = new Set(seen).add(struct);
  for (const { type } of struct.fields) {
    if (type.kind !== 'NamedType') continue;
    const found = scopeOf(file).trueType(type);
    if (found.kind === 'unknown') return undefined;
    const inner = structLikeOf(found);
    if (!inner || next.has(inner)) continue;
    if (next.size >= maxDepth) return undefined;
    const more = namesIn(inner, found.file, scopeOf, next);
    if (!more) return undefined;
    for (const name of more) names.add(name);
  }
  return names;
}

/** The field that is meant to take a parameter: one that is called like it and bound to nothing, or to the query by that very name. */
function fieldFor(struct: StructLike, name: string): { field: Field; query: Entry | undefined } | undefined {
  const candidates = struct.fields.filter((field) => isNamedLike(field, name));
  const [field] = candidates;
  if (!field || candidates.length > 1) return undefined;
  const bound = entriesOf(field.annotations).filter(({ key }) =>
    /^api\.(?:query|path|header|cookie|body|form|raw_body)$/i.test(key),
  );
  const [query] = bound;
  if (!query) return { field, query: undefined };
  return bound.length === 1 && query.key === 'api.query' && query.value === name ? { field, query } : undefined;
}

/** The routes with which a request struct was found to be right: nothing but a new struct or route changes that. */
const covered = sideTable<StructLike, readonly Route[]>();

export const rule = fileRule({
  id: 'idl/annotation-path',
  group: 'annotation',
  summary: {
    en: 'a route parameter that no field takes, or a field that asks for one that is not there',
    zh: '路由参数没有字段接收，或字段要求的路由参数不存在',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    missing: {
      en: 'no field of "{request}" takes ":{name}" from the route; add (api.path = "{name}") to one',
      zh: '“{request}”中没有字段接收路由中的“:{name}”；请为字段加上 (api.path = "{name}")',
    },
    missingNear: {
      en: 'no field of "{request}" takes ":{name}" from the route, and none of its routes has ":{near}", which it asks for',
      zh: '“{request}”中没有字段接收路由中的“:{name}”，而它要求的“:{near}”不在任何路由中',
    },
    braces: {
      en: '"{part}" is plain text in a route, so "{field}" is never filled; write ":{name}"',
      zh: '“{part}”在路由中只是普通文本，“{field}”不会被填充；请写成“:{name}”',
    },
    unused: {
      en: 'no route of "{request}" has ":{name}", so "{field}" is not filled from the path',
      zh: '“{request}”的路由中都没有“:{name}”，“{field}”不会从路径中填充',
    },
    route: { en: 'a route that takes "{request}"', zh: '使用“{request}”的路由' },
    field: { en: 'the field that asks for "{near}"', zh: '要求“{near}”的字段' },
    bind: { en: 'Take "{field}" from the path', zh: '从路径中获取“{field}”' },
    rename: { en: 'Ask for "{name}"', zh: '改为接收“{name}”' },
    colon: { en: 'Write ":{name}"', zh: '写作“:{name}”' },
  },
  check(file, { project, report, scope }) {
    const scopeOf = createScopes(scope, project);

    function checkRequest(request: Request): void {
      const { struct, routes } = request;
      const before = covered.get(struct);
      if (before?.length === routes.length && before.every((route, i) => route === routes[i])) return;
      const bindings = bindingsOf(struct);
      const isBound = bindings.length > 0;
      if (!isBound && routes.every((route) => route.parameters.length === 0)) return;
      const has = (route: Route, name: string) =>
        route.parameters.some((each) => each.name === name) ||
        prefixParametersOf(route.service).some((each) => each.name === name);
      let unused = bindings.filter(({ name }) => name !== '' && !routes.some((route) => has(route, name)));
      const isDecidedHere = unused.length === 0;
      // Other files may have routes that use what those here do not.
      if (!isDecidedHere) {
        const all = allRoutesOf(request, scope, project);
        unused = all ? unused.filter(({ name }) => !all.some((route) => has(route, name))) : [];
      }
      const explained = new Set<Binding>();
      const direct = new Set(bindings.map(({ name }) => name));
      const isCovered =
        unused.length === 0 && routes.every(({ parameters }) => parameters.every(({ name }) => direct.has(name)));
      if (isCovered) {
        if (isDecidedHere) covered.set(struct, routes);
        return;
      }
      const names = namesIn(struct, request.file, scopeOf);
      const data = { request: struct.name.text };
      for (const route of routes) {
        checkBraces(route, unused, explained);
        if (!names || isEmptyMessage(struct.name.text)) continue;
        const missing = route.parameters.filter(({ name }) => /^[^:*]+$/.test(name) && !names.has(name));
        for (const { name, at } of missing) {
          const [near, ...others] = missing.length === 1 ? unused : [];
          const typo = near && others.length === 0 && near.entry.key !== 'go.tag' ? near : undefined;
          if (typo) explained.add(typo);
          const target = fieldFor(struct, name);
          report({
            at: partOf(route.service, route.entry, at, name.length + 1),
            symbolOf: route.method,
            message: typo ? 'missingNear' : 'missing',
            data: { ...data, name, near: typo?.name ?? '' },
            ...(typo
              ? {
                  related: [
                    { at: typo.entry.annotation, file: request.file, message: 'field', data: { near: typo.name } },
                  ],
                }
              : {}),
            fixes: (tools) => {
              if (request.file.uri !== tools.file.uri) return [];
              const { fix, replace } = tools;
              if (typo) {
                const text = quoted(name, typo.entry.literal);
                return [
                  fix(
                    'suggested',
                    'rename',
                    { name },
                    text === undefined ? undefined : [replace(typo.entry.literal, text)],
                  ),
                ];
              }
              if (!target) return [];
              const edits = target.query
                ? [replace(target.query.annotation.key, 'api.path')]
                : addAnnotation(tools, target.field, 'api.path', name);
              return [fix('suggested', 'bind', { field: target.field.name.text }, edits)];
            },
          });
        }
      }
      for (const { entry, field, name } of unused.filter((each) => !explained.has(each))) {
        const [route] = routes;
        if (!route) continue;
        const isHere = request.file === file;
        report({
          at: isHere ? entry.annotation : route.entry.literal,
          message: 'unused',
          data: { ...data, name, field: field.name.text },
          related: [
            isHere
              ? { at: route.entry.literal, message: 'route', data }
              : { at: entry.annotation, file: request.file, message: 'field', data: { near: name } },
          ],
        });
      }
    }

    /** `/users/{id}` where a field asks for `id`. */
    function checkBraces(route: Route, unused: readonly Binding[], explained: Set<Binding>): void {
      for (const binding of unused) {
        const { name } = binding;
        const part = `{${name}}`;
        const at = route.path.indexOf(part);
        if (at === -1) continue;
        explained.add(binding);
        const place = partOf(route.service, route.entry, at, part.length);
        report({
          at: place,
          symbolOf: route.method,
          message: 'braces',
          data: { part, name, field: binding.field.name.text },
          fixes: ({ fix, replace }) => {
            const text = quoted(route.path.replace(part, `:${name}`), route.entry.literal);
            return [
              fix(
                'suggested',
                'colon',
                { name },
                text === undefined ? undefined : [replace(route.entry.literal, text)],
              ),
            ];
          },
        });
      }
    }

    for (const request of requestsIn(scope, project).values()) checkRequest(request);
  },
});
