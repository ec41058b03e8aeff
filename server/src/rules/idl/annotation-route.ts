import { noOptions } from '../../core/options';
import { sideTable } from '../../core/sideTable';
import type { IdlFile } from '../../idl/model/file';
import type { Service } from '../../idl/model/tree';
import type { IdlProject } from '../../idl/resolve/project';
import type { Scope } from '../../idl/resolve/scope';
import { createScopes } from '../../idl/resolve/typedValues';
import { fileRule, type Report } from '../../idl/rule';
import { entriesOf, partOf, quoted } from './_annotations';
import { type Route, routesOf, servicesIn } from './_routes';

type PathProblem = 'unnamed' | 'several' | 'inner' | 'glued';

interface Mistake {
  readonly code: PathProblem;
  readonly at: number;
  readonly length: number;
}

const mistakes = sideTable<Route, { readonly found: Mistake | undefined }>();

/** What makes Hertz's router, and Kitex's, panic on a route's path; kept with the route. */
function mistakeIn(route: Route): Mistake | undefined {
  let known = mistakes.get(route);
  if (!known) {
    known = { found: findMistake(route.path) };
    mistakes.set(route, known);
  }
  return known.found;
}

function findMistake(path: string): Mistake | undefined {
  for (const match of path.matchAll(/[:*]/g)) {
    const at = match.index;
    const rest = /^[^/]*/.exec(path.slice(at + 1))?.[0] ?? '';
    if (rest === '') return { code: 'unnamed', at, length: 1 };
    if (/[:*]/.test(rest)) return { code: 'several', at, length: rest.length + 1 };
    if (match[0] === ':') continue;
    if (at > 0 && path[at - 1] !== '/') return { code: 'glued', at, length: rest.length + 1 };
    if (path.includes('/', at)) return { code: 'inner', at, length: rest.length + 1 };
  }
  return undefined;
}

/** A route registered before, and in which service's file. */
interface Registered {
  readonly route: Route;
  readonly file: IdlFile;
}

/** The services that `service` extends, nearest first. */
function* ancestorsOf(
  service: Service,
  scope: Scope,
  project: IdlProject,
): Generator<{ service: Service; file: IdlFile }> {
  const scopeOf = createScopes(scope, project);
  const seen = new Set([service]);
  let at = service;
  let where = scope;
  while (at.extends) {
    const found = where.service(at.extends.text);
    if (found.kind !== 'found' || seen.has(found.definition)) return;
    seen.add(found.definition);
    at = found.definition;
    where = scopeOf(found.file);
    yield { service: at, file: found.file };
  }
}

/** Routes by shape, then by verb. */
function createTable() {
  const byShape = new Map<string, Registered[]>();
  return {
    find: ({ shape, verb }: Route) =>
      byShape.get(shape)?.find(({ route }) => route.verb === verb || route.verb === 'ANY' || verb === 'ANY'),
    add(registered: Registered) {
      const { shape } = registered.route;
      const others = byShape.get(shape);
      if (others) others.push(registered);
      else byShape.set(shape, [registered]);
    },
  };
}

/** A service's prefix for its paths, whatever it is called: services that differ in it do not get in each other's way. */
function prefixOf(service: Service): string {
  return entriesOf(service.annotations)
    .filter(({ value }) => value.startsWith('/') || value.includes('://'))
    .map(({ key, value }) => `${key}=${value}`)
    .join('\n');
}

/** What was found in services that extend none: it rests on them alone. */
const judged = sideTable<readonly Service[], readonly Report<Message>[]>();

type Message = Extract<keyof typeof rule.messages, string>;

export const rule = fileRule({
  id: 'idl/annotation-route',
  group: 'annotation',
  summary: {
    en: 'a route given twice, or one that Hertz or Kitex refuses',
    zh: '重复的路由，或 Hertz、Kitex 拒绝的路由',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    twice: {
      en: '{verb} "{path}" is the route of "{other}" already; registering it twice panics at start-up',
      zh: '{verb}“{path}”已是“{other}”的路由；重复注册会使服务启动时 panic',
    },
    same: {
      en: '{verb} "{path}" matches what "{first}" of "{other}" matches; registering both panics at start-up',
      zh: '{verb}“{path}”与“{other}”的“{first}”匹配相同的请求；同时注册会使服务启动时 panic',
    },
    elsewhere: {
      en: '{verb} "{path}" is the route of "{other}" of service "{service}" too; one process that serves both panics at start-up',
      zh: '{verb}“{path}”也是服务“{service}”的“{other}”的路由；若由同一进程提供，启动时会 panic',
    },
    first: { en: 'the first route', zh: '第一个路由' },
    empty: { en: '"{key}" has no path, which hz refuses', zh: '“{key}”没有路径，hz 会拒绝' },
    relative: {
      en: 'the path does not begin with "/": hz adds it, but Kitex panics',
      zh: '路径没有以“/”开头：hz 会自动补上，但 Kitex 会 panic',
    },
    query: {
      en: 'a route is matched against the path alone, so "{part}" never matches; bind fields with api.query',
      zh: '路由只匹配路径部分，“{part}”永远不会匹配；请用 api.query 绑定字段',
    },
    unnamed: {
      en: '"{part}" has no name, which panics at start-up; write ":id" or "*path"',
      zh: '“{part}”没有名称，启动时会 panic；请写成“:id”或“*path”',
    },
    several: {
      en: '"{part}" holds two parameters in one segment, which panics at start-up',
      zh: '“{part}”在一段路径中有两个参数，启动时会 panic',
    },
    inner: {
      en: '"{part}" takes the rest of the path and can only stand at its end; this panics at start-up',
      zh: '“{part}”匹配路径的剩余部分，只能放在末尾；否则启动时会 panic',
    },
    glued: {
      en: '"{part}" must follow a "/"; this panics at start-up',
      zh: '“{part}”必须紧跟在“/”之后；否则启动时会 panic',
    },
    handlerPath: {
      en: '"{method}" has a second api.handler_path, which hz refuses',
      zh: '“{method}”有多个 api.handler_path，hz 会拒绝',
    },
    slash: { en: 'Write "{path}"', zh: '写作“{path}”' },
  },
  check(file, { project, report, scope }) {
    const services = servicesIn(file);
    const isAlone = services.every((service) => !service.extends);
    let reports = isAlone ? judged.get(services) : undefined;
    if (!reports) {
      reports = judge(file, scope, project);
      if (isAlone) judged.set(services, reports);
    }
    for (const each of reports) report(each);
  },
});

function judge(file: IdlFile, scope: Scope, project: IdlProject): readonly Report<Message>[] {
  const reports: Report<Message>[] = [];
  const report = (each: Report<Message>): void => {
    reports.push(each);
  };
  const all = createTable();
  for (const service of servicesIn(file)) {
    if (service.broken) continue;
    const routes = routesOf(service);
    if (routes.length === 0) continue;
    const own = createTable();
    const inherited = createTable();
    for (const each of service.extends ? ancestorsOf(service, scope, project) : []) {
      if (each.service.broken) continue;
      for (const route of routesOf(each.service)) inherited.add({ route, file: each.file });
    }
    for (const route of routes) {
      const { entry, method, path, verb } = route;
      const { literal } = entry;
      if (path === '') {
        report({ at: literal, message: 'empty', data: { key: entry.key } });
        continue;
      }
      const mistake = mistakeIn(route);
      const question = path.indexOf('?');
      if (!path.startsWith('/')) {
        const better = `/${path}`;
        report({
          at: literal,
          message: 'relative',
          severity: 'warning',
          fixes: ({ fix, replace }) => {
            const text = /^[\w:*-]/.test(path) && !path.includes('://') ? quoted(better, literal) : undefined;
            return [
              text === undefined ? undefined : fix('suggested', 'slash', { path: better }, [replace(literal, text)]),
            ];
          },
        });
      } else if (mistake) {
        const part = path.slice(mistake.at, mistake.at + mistake.length);
        report({
          at: partOf(service, entry, mistake.at, mistake.length),
          symbolOf: method,
          message: mistake.code,
          data: { part },
        });
      } else if (question !== -1) {
        const part = path.slice(question);
        report({
          at: partOf(service, entry, question, part.length),
          symbolOf: method,
          message: 'query',
          data: { part },
          severity: 'warning',
        });
      }
      const before = own.find(route);
      const strange = before ? undefined : (inherited.find(route) ?? all.find(route));
      own.add({ route, file });
      const first = before ?? strange;
      if (!first || (!before && first.file === file && prefixOf(service) !== prefixOf(first.route.service))) continue;
      report({
        at: literal,
        message: strange ? 'elsewhere' : first.route.path === path ? 'twice' : 'same',
        data: {
          verb,
          path,
          first: first.route.path,
          other: first.route.method.name.text,
          service: first.route.service.name.text,
        },
        related: [{ at: first.route.entry.literal, file: first.file, message: 'first' }],
        ...(strange ? { severity: 'warning' } : {}),
      });
    }
    for (const route of routes) all.add({ route, file });
    for (const method of service.methods) {
      const entries = entriesOf(method.annotations);
      if (entries.length < 3) continue;
      const second = entries.filter(({ key }) => key.toLowerCase() === 'api.handler_path')[1];
      if (second && routes.some((route) => route.method === method))
        report({ at: second.annotation, message: 'handlerPath', data: { method: method.name.text } });
    }
  }
  return reports;
}
