import type { ServiceProject } from '../model/project';
import { networkCall } from '../networkCalls';
import { relativePath } from '../testFiles';
import { ts } from '../ts';
import { callsOf } from '../values/callers';
import { evaluatorOf } from '../values/evaluator';
import { functionAround, holds, isWithin } from './walk';

const maxDepth = 6;
const chaining: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Whether a function is exported where it is declared. */
function isExported(node: ts.FunctionLikeDeclaration): boolean {
  const holder = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
  return (
    ts.canHaveModifiers(holder) &&
    (ts.getModifiers(holder) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** The calls of a function, without those that it makes of itself. */
function callsFromOutside(owner: ts.FunctionLikeDeclaration, project: ServiceProject): readonly ts.CallExpression[] {
  return (callsOf(owner, project) ?? []).filter((each) => !isWithin(each, owner));
}

/** The call of a function that is called where it is written: `(async () => { ... })()`. */
function callInPlace(owner: ts.FunctionLikeDeclaration): ts.CallExpression | undefined {
  const callee: ts.Node = ts.isParenthesizedExpression(owner.parent) ? owner.parent : owner;
  const called = callee.parent;
  return ts.isCallExpression(called) && called.expression === callee ? called : undefined;
}

/** Whether the node stands in the body of a script: at the top of a module, or in functions whose known callers all stand there and run once. */
export function isOfScript(node: ts.Node, project: ServiceProject, depth = 0): boolean {
  const owner = functionAround(node);
  if (!owner) return true;
  if (depth > maxDepth || isExported(owner)) return false;
  const called = callInPlace(owner);
  if (called) return isOfScript(called, project, depth + 1);
  const callers = callsFromOutside(owner, project);
  return callers.length > 0 && callers.every((each) => isOfScript(each, project, depth + 1));
}

/** Where programs lie that somebody runs once: migrations, seeds of a database. */
const scriptPath = /\/(?:scripts?|migrations?|seeds?|seeders?)\/|\/seed\.[cm]?[jt]s$/;

/** Whether the node stands in the body of a script, and the file lies where those are kept that run once: a service's start has the same shape. */
export function isOfSingleRun(node: ts.Node, project: ServiceProject): boolean {
  return scriptPath.test(`/${relativePath(node.getSourceFile(), project)}`) && isOfScript(node, project);
}

/** Whether the node is a step of a script, which may as well be a callback of another step: what goes wrong there may end the process. */
export function isStepOfScript(node: ts.Node, project: ServiceProject, depth = 0): boolean {
  const owner = functionAround(node);
  if (!owner) return true;
  if (depth > maxDepth || isExported(owner)) return false;
  const called = callInPlace(owner);
  if (called) return isStepOfScript(called, project, depth + 1);
  const { parent } = owner;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return isStep(parent, owner, project) && isStepOfScript(parent, project, depth + 1);
  const callers = callsFromOutside(owner, project);
  return callers.length > 0 && callers.every((each) => isStepOfScript(each, project, depth + 1));
}

/** Whether a call takes the function as what comes next: an answer, a promise's value, a server that listens until it is closed in there. */
function isStep(call: ts.CallExpression | ts.NewExpression, next: ts.Node, project: ServiceProject): boolean {
  if (ts.isNewExpression(call)) return call.expression.getText() === 'Promise';
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) {
    const { text } = expression.name;
    if (chaining.has(text)) return true;
    if (text === 'startActiveSpan' && isOfTracing(expression.name, project)) return true;
    if (text === 'listen') return closes(expression.expression.getText(), next);
  }
  const network = networkCall(call, evaluatorOf(project));
  return network !== undefined && (network.method === '' || network.call.streams !== true);
}

function isOfTracing(method: ts.MemberName, { checker }: ServiceProject): boolean {
  const declarations = checker.getSymbolAtLocation(method)?.declarations ?? [];
  return declarations.some((each) => each.getSourceFile().fileName.includes('/@opentelemetry/api/'));
}

function closes(name: string, within: ts.Node): boolean {
  return holds(
    within,
    (each) => ts.isPropertyAccessExpression(each) && each.name.text === 'close' && each.expression.getText() === name,
  );
}
