import { noOptions } from '../../core/options';
import { column } from '../../idl/model/column';
import { isStructLike } from '../../idl/model/file';
import { keptWith } from '../../idl/model/kept';
import type { Field, StructLike } from '../../idl/model/tree';
import { annotationsIn } from '../../idl/model/walk';
import { printType } from '../../idl/query/print';
import type { Scope } from '../../idl/resolve/scope';
import { fileRule } from '../../idl/rule';
import { type Entry, entriesOf } from './_annotations';
import { allRoutesOf, requestsIn } from './_routes';

/** A field with an entry of it that says where the field comes from. */
interface Bound {
  readonly field: Field;
  readonly entry: Entry;
  /** In lower case, as hz reads it. */
  readonly key: string;
}

interface Facts {
  readonly paths: readonly Bound[];
  /** Fields whose only source is the body. */
  readonly bodies: readonly Bound[];
  /** Pairs of fields with one name in the body. */
  readonly same: readonly { readonly first: Bound; readonly second: Bound }[];
}

const sourcePattern = /^api\.(?:query|path|header|cookie|body|form|raw_body)$/;

const noFacts: Facts = { paths: [], bodies: [], same: [] };

function findFacts(struct: StructLike): Facts {
  if (annotationsIn(struct).length === 0) return noFacts;
  const paths: Bound[] = [];
  const bodies: Bound[] = [];
  const same: { first: Bound; second: Bound }[] = [];
  const names = new Map<string, Bound>();
  for (const field of struct.fields) {
    const entries = entriesOf(field.annotations);
    const bound = entries
      .map((entry) => ({ field, entry, key: entry.key.toLowerCase() }))
      .filter(({ key }) => sourcePattern.test(key));
    paths.push(...bound.filter(({ key }) => key === 'api.path'));
    const [only] = bound;
    if (only && bound.length === 1 && (only.key === 'api.body' || only.key === 'api.raw_body')) bodies.push(only);
    // What go.tag or api.none says of the name in the JSON text counts for more.
    if (entries.some(({ key }) => /^(?:go\.tag|api\.none)$/i.test(key))) continue;
    const body = bound.find(({ key }) => key === 'api.body');
    if (!body) continue;
    const first = names.get(body.entry.value);
    if (first) same.push({ first, second: body });
    else names.set(body.entry.value, body);
  }
  return { paths, bodies, same };
}

const factsOf = keptWith(findFacts);

const bound = column((definition): Facts | undefined => {
  if (!isStructLike(definition) || definition.broken) return undefined;
  const facts = factsOf(definition);
  return facts.paths.length + facts.bodies.length + facts.same.length > 0 ? facts : undefined;
});

/** Whether a segment of the path cannot be a value of the type. Kitex splits one at commas for a list, Hertz makes a list of one. */
function isCompound({ type }: Field, scope: Scope): boolean {
  if (type.kind === 'BaseType') return false;
  const found = scope.trueType(type);
  if (found.kind === 'definition') return 'fields' in found.definition;
  return found.kind === 'type' && (found.type.kind === 'MapType' || found.type.kind === 'SetType');
}

function hasNoBody(verb: string): boolean {
  return verb === 'GET' || verb === 'HEAD';
}

export const rule = fileRule({
  id: 'idl/annotation-binding',
  group: 'annotation',
  summary: {
    en: 'a field bound to a part of the HTTP request that cannot hold it',
    zh: '字段绑定到 HTTP 请求中无法承载它的部分',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    body: {
      en: '"{field}" comes from the body, but every route of "{request}" is {verbs}, which has none; use api.query',
      zh: '“{field}”取自请求体，但“{request}”的路由都是 {verbs}，没有请求体；请使用 api.query',
    },
    path: {
      en: '"{field}" is a {type}, but a part of the path is one plain value: Kitex refuses it; use a base type',
      zh: '“{field}”的类型是 {type}，而路径中的一段只是一个普通值，Kitex 会拒绝；请使用基本类型',
    },
    same: {
      en: '"{field}" and "{other}" are both "{name}" in the body: Go\'s JSON then leaves both out',
      zh: '“{field}”和“{other}”在请求体中都叫“{name}”：Go 的 JSON 会同时忽略两者',
    },
    first: { en: 'the other field', zh: '另一个字段' },
    route: { en: 'a route that takes "{request}"', zh: '使用“{request}”的路由' },
    query: { en: 'Take "{field}" from the query', zh: '从查询参数中获取“{field}”' },
  },
  check(file, { project, report, scope }) {
    // Requests are looked up only where some struct puts a field into the body.
    let hasBodies = false;
    for (const { bodies, paths, same } of bound.of(file)) {
      hasBodies ||= bodies.length > 0;
      for (const { entry, field } of paths) {
        if (!isCompound(field, scope)) continue;
        report({
          at: entry.annotation,
          message: 'path',
          data: { field: field.name.text, type: printType(field.type) },
        });
      }
      for (const { first, second } of same) {
        report({
          at: second.entry.annotation,
          message: 'same',
          data: { field: second.field.name.text, other: first.field.name.text, name: second.entry.value },
          related: [{ at: first.entry.annotation, message: 'first' }],
        });
      }
    }
    for (const request of hasBodies ? requestsIn(scope, project).values() : []) {
      const { struct, routes } = request;
      const [route] = routes;
      if (request.file !== file || !route || !routes.every(({ verb }) => hasNoBody(verb))) continue;
      const { bodies } = factsOf(struct);
      if (bodies.length === 0) continue;
      const all = allRoutesOf(request, scope, project);
      if (!all?.every(({ verb }) => hasNoBody(verb))) continue;
      const verbs = [...new Set(all.map(({ verb }) => verb))].join(', ');
      const data = { request: struct.name.text, verbs };
      for (const { entry, field, key } of bodies) {
        report({
          at: entry.annotation,
          message: 'body',
          data: { ...data, field: field.name.text },
          related: [{ at: route.entry.literal, message: 'route', data }],
          fixes: ({ fix, replace }) => [
            key === 'api.body'
              ? fix('suggested', 'query', { field: field.name.text }, [replace(entry.annotation.key, 'api.query')])
              : undefined,
          ],
        });
      }
    }
  },
});
