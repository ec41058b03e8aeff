import { readOption } from '../bounds/settings';
import { visitAll } from '../flow/walk';
import type { ServiceFile } from '../model/file';
import type { ServiceProject } from '../model/project';
import { presentLibraries } from '../presence';
import { type Server, serversOf } from '../servers';
import { ts } from '../ts';
import { invocationsNamed } from '../values/callers';
import { type Evaluator, evaluatorOf } from '../values/evaluator';
import { runsAtStart } from './startup';

/** A place where a server starts to take requests. */
export interface Listening {
  readonly server: Server;
  /** `app.listen(3000)`. */
  readonly call: ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };
}

const addresses: ReadonlySet<unknown> = new Set(['127.0.0.1', 'localhost', '::1']);

/** Whether only this machine, or whoever is told the port at run time, can reach what listens: a tool's server, no service. */
function isPrivate(call: ts.CallExpression, evaluator: Evaluator): boolean {
  return call.arguments.some((argument, i) => {
    const value = evaluator.evaluate(argument);
    if (value.kind === 'constant') return (i === 0 && value.value === 0) || addresses.has(value.value);
    if (value.kind !== 'object') return false;
    const [host, port] = ['host', 'port'].map((name) => readOption(value, name, evaluator, call));
    return (host?.kind === 'constant' && addresses.has(host.value)) || (port?.kind === 'constant' && port.value === 0);
  });
}

/** Whether the program stops its server by itself once that listens: an example or a check of something, no service. */
function stopsItself(call: ts.CallExpression, receiver: ts.Expression, { shape }: Server): boolean {
  const methods = new Set((shape.close ?? []).map(({ method }) => method));
  const names = new Set([receiver.getText()]);
  if (ts.isVariableDeclaration(call.parent)) names.add(call.parent.name.getText());
  return call.arguments.some((argument) => {
    let stops = false;
    if (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument))
      visitAll(argument.body, (node) => {
        if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
        const { expression, name } = node.expression;
        stops ||= methods.has(name.text) && names.has(expression.getText()) && !isForSignal(node, argument);
      });
    return stops;
  });
}

/** Whether a node stands in a listener of something (`process.on('SIGTERM', ...)`) within the function. */
function isForSignal(node: ts.Node, within: ts.Node): boolean {
  for (let at = node.parent; at && at !== within; at = at.parent)
    if (
      ts.isCallExpression(at) &&
      ts.isPropertyAccessExpression(at.expression) &&
      at.expression.expression.getText() === 'process'
    )
      return true;
  return false;
}

/** Packages that are given an app instead of letting it listen, or whose programs people run at their own desk. */
const elsewhere: ReadonlySet<string> = new Set([
  '@codegenie/serverless-express',
  '@fastify/aws-lambda',
  '@google-cloud/functions-framework',
  '@vendia/serverless-express',
  'aws-serverless-express',
  'aws-serverless-fastify',
  'electron',
  'firebase-functions',
  'serverless-http',
  'vscode',
  '@types/vscode',
]);

const key = {};

function find(project: ServiceProject): readonly Listening[] {
  const evaluator = evaluatorOf(project);
  const methods = new Set(
    presentLibraries(project).flatMap(({ servers = [] }) => servers.flatMap(({ listen }) => [...listen])),
  );
  return [...methods]
    .flatMap((method) => invocationsNamed(method, project))
    .flatMap((call): Listening[] => {
      const { expression } = call;
      if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(expression)) return [];
      const server = serversOf(evaluator.evaluate(expression.expression), evaluator).find(({ shape }) =>
        shape.listen.includes(expression.name.text),
      );
      if (!server || isPrivate(call, evaluator) || !runsAtStart(call, project)) return [];
      if (stopsItself(call, expression.expression, server)) return [];
      const dependencies = project.packages.dependenciesOf(call.getSourceFile().fileName);
      if ([...elsewhere].some((name) => dependencies.has(name))) return [];
      return [{ server, call: call as Listening['call'] }];
    })
    .sort(
      (a, b) =>
        a.call.getSourceFile().fileName.localeCompare(b.call.getSourceFile().fileName) || a.call.pos - b.call.pos,
    );
}

/**
 * Where the program's servers start to listen, when it is one that takes requests from elsewhere: in the order of files and text. Empty for
 * libraries, scripts, tests, tools with a server for their own use, and functions that a platform calls.
 */
export function listenings(project: ServiceProject): readonly Listening[] {
  return project.once(key, () => find(project));
}

/** The one place where rules about the whole program report: undefined in every file but that one. */
export function entryIn(file: ServiceFile, project: ServiceProject): Listening | undefined {
  const [first] = listenings(project);
  return first?.call.getSourceFile() === file.sourceFile ? first : undefined;
}
