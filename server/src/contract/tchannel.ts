import { posix } from 'node:path';
import type { ServiceFile } from '../service/model/file';
import type { ServiceProject } from '../service/model/project';
import { ts } from '../service/ts';
import { type Evaluator, evaluatorOf } from '../service/values/evaluator';
import type { Environment, Value } from '../service/values/value';
import type { Contract } from './contract';
import { methodNamed } from './idl';
import type { MethodPlace } from './interfaces';

// thriftrw reads the IDL when the program starts, so nothing is generated; but TChannel names each call `Service::method`.

const made = new Set(['send', 'register']);

/** Whether a value is `TChannelAsThrift` itself: the module `tchannel/as/thrift`, or what a channel has by that name. */
function isMaker(value: Value): boolean {
  if (value.kind === 'member') return value.name === 'TChannelAsThrift';
  if (value.kind !== 'external' || value.module !== 'tchannel') return false;
  return value.path.length === 0
    ? /^as\/thrift(?:\.js)?$/.test(value.subpath)
    : value.path.length === 1 && value.path[0] === 'TChannelAsThrift';
}

interface Channel {
  /** What `TChannelAsThrift` was made with. */
  readonly options: ts.Expression | undefined;
  readonly env: Environment;
}

/** What a call is made on, when that surely is a `TChannelAsThrift`, or a request that one made. */
function channelOf(value: Value): Channel | undefined {
  if (value.kind !== 'made') return undefined;
  if (isMaker(value.callee)) return { options: value.node.arguments?.[0], env: value.env };
  const { callee } = value;
  return callee.kind === 'member' && callee.name === 'request' ? channelOf(callee.of) : undefined;
}

function textOf(node: ts.Expression | undefined, env: Environment | undefined, evaluator: Evaluator) {
  const value = node && evaluator.evaluate(node, env);
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

/** The path that a value is: a text, or what `path.join(__dirname, ...)` gave. */
function pathOf(value: Value, evaluator: Evaluator): string | undefined {
  if (value.kind === 'constant') return typeof value.value === 'string' ? value.value : undefined;
  if (value.kind !== 'made' || value.callee.kind !== 'external' || value.callee.module !== 'node:path')
    return undefined;
  const { callee, env, node } = value;
  if (!['join', 'resolve'].includes(callee.path.at(-1) ?? '')) return undefined;
  const parts = (node.arguments ?? []).map((each) =>
    ts.isIdentifier(each) && each.text === '__dirname'
      ? posix.dirname(each.getSourceFile().fileName)
      : pathOf(evaluator.evaluate(each, env), evaluator),
  );
  const known = parts.filter((each) => each !== undefined);
  return known.length === parts.length ? posix.join(...known) : undefined;
}

/** The Thrift file that is read, as an absolute path; undefined where that cannot be told. */
function readFile({ options, env }: Channel, evaluator: Evaluator): string | undefined {
  if (!options) return undefined;
  const given = evaluator.evaluate(options, env);
  const source = evaluator.member(given, 'source', options);
  const isRead =
    source.kind === 'made' && source.callee.kind === 'external' && source.callee.path.at(-1) === 'readFileSync';
  const [file] = isRead ? (source.node.arguments ?? []) : [];
  const path = file
    ? pathOf(evaluator.evaluate(file, isRead ? source.env : undefined), evaluator)
    : pathOf(evaluator.member(given, 'entryPoint', options), evaluator);
  return path !== undefined && posix.isAbsolute(path.replace(/^[a-z]:/i, '')) ? path : undefined;
}

/** The method by its name, `UserService::getUser`: of the file that is read, else of the one service that has it. */
function methodOf(endpoint: string, file: string | undefined, { idl }: Contract) {
  const [service, name, more] = endpoint.split('::');
  if (name === undefined || more !== undefined) return undefined;
  const isRead = (uri: string) =>
    file === undefined || decodeURIComponent(uri).toLowerCase().endsWith(file.toLowerCase());
  const found = idl.services
    .filter((each) => each.name === service && isRead(each.uri))
    .flatMap((each) => {
      const method = methodNamed(each, name, idl);
      return method ? [{ service: each, method, exact: true }] : [];
    });
  const [only] = found;
  return found.length === 1 ? only : undefined;
}

/** Where a file calls methods over TChannel, and where it registers functions that answer them. */
export function channelPlaces(file: ServiceFile, project: ServiceProject, contract: Contract): readonly MethodPlace[] {
  if (!file.text.includes('::')) return [];
  const evaluator = evaluatorOf(project);
  return file.nodes(ts.SyntaxKind.CallExpression).flatMap((node): MethodPlace[] => {
    const { expression, arguments: args } = node;
    if (!ts.isPropertyAccessExpression(expression) || !made.has(expression.name.text)) return [];
    const endpoint = args
      .slice(0, 2)
      .map((each) => textOf(each, undefined, evaluator))
      .find((text) => text?.includes('::'));
    if (endpoint === undefined) return [];
    const channel = channelOf(evaluator.evaluate(expression.expression));
    const found = channel && methodOf(endpoint, readFile(channel, evaluator), contract);
    if (!found) return [];
    if (expression.name.text === 'send') return [{ ...found, kind: 'call', at: expression }];
    const handler = args.find((each) => {
      const value = evaluator.evaluate(each);
      return value.kind === 'function' || ts.isFunctionLike(each);
    });
    const value = handler && evaluator.evaluate(handler);
    const written =
      value?.kind === 'function' && value.node.getSourceFile() === file.sourceFile ? value.node : undefined;
    return handler ? [{ ...found, kind: 'handler', at: written?.name ?? handler }] : [];
  });
}
