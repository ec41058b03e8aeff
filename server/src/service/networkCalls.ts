import { followUpsOf } from './bounds/followUps';
import { isPassingMethod } from './bounds/transparent';
import { matchesName } from './catalogue/catalogue';
import type { CallShape, OptionsPlace } from './catalogue/library';
import { type Client, clientsOf } from './clients';
import { lastParameter } from './lastParameter';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { presentMethods } from './presence';
import { ts } from './ts';
import { type Evaluator, evaluatorOf } from './values/evaluator';
import { alternatives, type Environment, noEnvironment, type Value } from './values/value';

/** A call over the network. */
export interface NetworkCall {
  readonly node: ts.CallExpression | ts.NewExpression;
  /** What it may be made on; more than one where the receiver may be one of several. All of one library and shape. */
  readonly clients: readonly [Client, ...Client[]];
  readonly call: CallShape;
  /** The method's name; `''` when the client itself is called. */
  readonly method: string;
  /** What the code calls, such as `axios.get` or `client.getUser`, for messages. */
  readonly text: string;
}

const key = {};

/** The calls over the network in a file, in the order of the text. */
export function networkCalls(file: ServiceFile, project: ServiceProject): readonly NetworkCall[] {
  const known = project.once(key, () => new Map<ts.SourceFile, readonly NetworkCall[]>());
  let calls = known.get(file.sourceFile);
  if (!calls) {
    calls = find(file, project);
    known.set(file.sourceFile, calls);
  }
  return calls;
}

function find(file: ServiceFile, project: ServiceProject): NetworkCall[] {
  const evaluator = evaluatorOf(project);
  const { names, open } = presentMethods(project);
  const found: NetworkCall[] = [];
  for (const node of [...file.nodes(ts.SyntaxKind.CallExpression), ...file.nodes(ts.SyntaxKind.NewExpression)]) {
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression) && !names.has(expression.name.text))
      if (!open || isPassingMethod(expression.name.text)) continue;
    if (expression.kind === ts.SyntaxKind.SuperKeyword || expression.kind === ts.SyntaxKind.ImportKeyword) continue;
    const call = networkCall(node, evaluator);
    if (call) found.push(call);
  }
  return found.sort((a, b) => a.node.pos - b.node.pos);
}

const maxText = 60;

function textOf(node: ts.CallExpression | ts.NewExpression): string {
  const text = node.expression.getText().replace(/\s+/g, ' ');
  return text.length > maxText ? `…${text.slice(-maxText)}` : text;
}

const callKey = {};

/** Whether the call goes over the network, and on which client. */
export function networkCall(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): NetworkCall | undefined {
  const known = evaluator.project.once(callKey, () => new Map<ts.Node, NetworkCall | undefined>());
  if (known.has(node)) return known.get(node);
  const call = judge(node, evaluator);
  known.set(node, call);
  return call;
}

function judge(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): NetworkCall | undefined {
  const targets = alternatives(evaluator.evaluate(node.expression)).flatMap((each) => targetsOf(each, node, evaluator));
  const [first] = targets;
  if (!first) return undefined;
  const clients = targets
    .filter(({ client, call }) => client.shape === first.client.shape && call === first.call)
    .map(({ client }) => client);
  // Half known is not known: another alternative may be a call of another sort.
  if (clients.length !== targets.length) return undefined;
  const address = first.call.address === undefined ? undefined : node.arguments?.[first.call.address];
  if (address && needsNoNetwork(address, evaluator)) return undefined;
  return {
    node,
    clients: [first.client, ...clients.slice(1)],
    call: first.call,
    method: first.method,
    text: textOf(node),
  };
}

const localSchemes = /^(?:data|blob|file):/i;

/** Whether an address is of a scheme that leads to memory or to a file: `data:`, `URL.createObjectURL(blob)`, `new URL('./a.json', import.meta.url)`. */
function needsNoNetwork(address: ts.Expression, evaluator: Evaluator): boolean {
  if (ts.isTemplateExpression(address)) return localSchemes.test(address.head.text);
  return alternatives(evaluator.evaluate(address)).every((value) => {
    if (value.kind === 'constant') return typeof value.value === 'string' && localSchemes.test(value.value);
    const { node } = value;
    if (ts.isTemplateExpression(node)) return localSchemes.test(node.head.text);
    if (value.kind !== 'made') return false;
    const { callee } = value;
    if (callee.kind !== 'external' || !(callee.module === 'global' || callee.module === 'node:url')) return false;
    const [path, base] = value.node.arguments ?? [];
    const isOfFile = path && ts.isStringLiteralLike(path) && !/^[a-z][a-z\d+.-]*:|^\/\//i.test(path.text);
    const name = callee.path.join('.');
    if (name === 'URL') return isOfFile === true && base?.getText() === 'import.meta.url';
    return name === 'URL.createObjectURL' || name === 'pathToFileURL';
  });
}

interface Target {
  readonly client: Client;
  readonly call: CallShape;
  readonly method: string;
}

function targetsOf(callee: Value, node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): Target[] {
  const targets = (clients: readonly Client[], method: string): Target[] =>
    clients.flatMap((client) => {
      const call = callOn(client, method, node, evaluator);
      return call ? [{ client, call, method }] : [];
    });
  const itself = targets(clientsOf(callee, evaluator), '');
  if (itself.length > 0) return itself;
  switch (callee.kind) {
    case 'external': {
      const method = callee.path.at(-1);
      if (method === undefined) return [];
      return targets(clientsOf({ ...callee, path: callee.path.slice(0, -1) }, evaluator), method);
    }
    case 'member':
      return targets(clientsOf(callee.of, evaluator), callee.name);
    case 'function': {
      // A method of a generated class, or of our own class that derives from a package's.
      const owner = callee.node.parent;
      const self = callee.env.self;
      const name = callee.node.name && ts.isIdentifier(callee.node.name) ? callee.node.name.text : undefined;
      if (!ts.isClassLike(owner) || name === undefined || !isGenerated(owner, evaluator)) return [];
      const receiver = self ?? { kind: 'instance' as const, node: owner, creation: undefined, env: noEnvironment };
      return ts.isCallExpression(node) ? targets(clientsOf(receiver, evaluator), name) : [];
    }
    default:
      return [];
  }
}

function isGenerated(node: ts.ClassLikeDeclaration, evaluator: Evaluator): boolean {
  const clients = clientsOf({ kind: 'instance', node, creation: undefined, env: noEnvironment }, evaluator);
  return clients.some(({ shape }) => shape.generated !== undefined);
}

/** The shape of the method, when it goes over the network. */
function callOn(
  { shape }: Client,
  method: string,
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
): CallShape | undefined {
  const fits = (call: CallShape): boolean =>
    (call.returns === undefined || returnsOneOf(call.returns, call.usedBy, node, evaluator)) &&
    (!call.needsCallback || hasCallback(method, node, evaluator));
  const exact = shape.calls.find((call) => call.methods.includes(method) && fits(call));
  if (exact || method === '') return exact;
  return shape.calls.find(
    (call) => call.methods.includes('*') && !call.except?.some((pattern) => matchesName(pattern, method)) && fits(call),
  );
}

function returnsOneOf(
  names: readonly string[],
  usedBy: readonly string[] | undefined,
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
): boolean {
  const type = evaluator.project.checker.getTypeAtLocation(node);
  const name = (type.aliasSymbol ?? type.getSymbol())?.name;
  if (name !== undefined) return names.includes(name);
  if (!usedBy || !(type.flags & ts.TypeFlags.Any)) return false;
  return followUpsOf(node, evaluator.project).links.some((link) => usedBy.includes(link.name));
}

/** Whether a callback is passed last. A method that was taken from its client (`promisify(client.get.bind(client))`) needs none. */
function hasCallback(method: string, node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): boolean {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== method) return true;
  const last = node.arguments?.at(-1);
  if (!last) return false;
  return evaluator.evaluate(last).kind === 'function' || isCallable(last, evaluator);
}

function isCallable(node: ts.Expression, evaluator: Evaluator): boolean {
  return evaluator.project.checker.getTypeAtLocation(node).getCallSignatures().length > 0;
}

/** A value that may hold options, and the argument that it was found at. */
export interface GivenOptions {
  readonly value: Value;
  /** Set at a place that varies: the argument may be something else than options. */
  readonly perhaps: ts.Expression | undefined;
}

/**
 * What stands at the options' place: the values that may hold options. Empty when there surely are none;
 * `unknown` values where arguments are spread.
 */
export function optionsAt(
  place: OptionsPlace | undefined,
  node: ts.CallExpression | ts.NewExpression,
  env: Environment,
  evaluator: Evaluator,
): readonly GivenOptions[] {
  const args = node.arguments ?? ([] as readonly ts.Expression[]);
  if (place === undefined) return [];
  const spread = args.find(ts.isSpreadElement);
  if (spread) return [{ value: { kind: 'unknown', why: 'spread', node: spread }, perhaps: undefined }];
  const index = place === 'last-parameter' ? lastParameter(node, evaluator.project.checker) : place;
  const wanted =
    typeof index === 'number'
      ? args.slice(index, index + 1)
      : index === undefined || index === 'last' || index === 'after-message'
        ? args.slice(-1)
        : args;
  const varies = typeof index !== 'number';
  const given = wanted.map((each) => ({
    value: evaluator.evaluate(each, env),
    perhaps: varies ? each : undefined,
  }));
  if (!varies) return given.filter(({ value }, i) => !isPlainValue(value, wanted[i], evaluator));
  return given.filter(({ value }) => !isNoOptions(value));
}

/** A string or number where a string or options may stand (`pool.query(sql)`), also one that is computed elsewhere. */
function isPlainValue(value: Value, argument: ts.Expression | undefined, evaluator: Evaluator): boolean {
  if (value.kind === 'computed') return value.type === 'string' || value.type === 'number' || value.type === 'boolean';
  if (value.kind !== 'unknown' || !argument) return false;
  const type = evaluator.project.checker.getTypeAtLocation(argument);
  const plain = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;
  return (type.isUnion() ? type.types : [type]).every(({ flags }) => (flags & plain) !== 0);
}

/** A string, a function, an array or an object of a class (`new Metadata()`) at a place that varies is no options object. */
function isNoOptions(value: Value): boolean {
  if (value.kind === 'made') return ts.isNewExpression(value.node);
  return value.kind === 'constant' || value.kind === 'function' || value.kind === 'array';
}

/** Whether the argument's type says that it has no such member: the metadata, the message or the callback of a call. */
export function surelyLacks(argument: ts.Expression, name: string, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const type = checker.getTypeAtLocation(argument);
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(
    (each) =>
      !(
        each.flags &
        (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter | ts.TypeFlags.NonPrimitive)
      ) &&
      !checker.getPropertyOfType(each, name) &&
      (each.getCallSignatures().length > 0 ||
        !checker.getIndexInfosOfType(each).some(({ keyType }) => keyType.flags & ts.TypeFlags.String)) &&
      !isEmptyObject(each, checker),
  );
}

/** Whether the argument's type, or one of its alternatives, says that it has such a member. */
export function mayHaveMember(argument: ts.Expression, name: string, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const type = checker.getTypeAtLocation(argument);
  return (type.isUnion() ? type.types : [type]).some((each) => checker.getPropertyOfType(each, name) !== undefined);
}

/** `{}`, `object` and the like say nothing of what is in them. */
function isEmptyObject(type: ts.Type, checker: ts.TypeChecker): boolean {
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    checker.getPropertiesOfType(type).length === 0 &&
    type.getCallSignatures().length === 0
  );
}
