import type { ServiceProject } from '../model/project';
import { networkCall } from '../networkCalls';
import { ts } from '../ts';
import { callsOf } from '../values/callers';
import { evaluatorOf } from '../values/evaluator';
import { functionAround, visitAll } from './walk';

const maxDepth = 4;
const chaining: ReadonlySet<string> = new Set(['then', 'catch', 'finally']);

/** Whether a function is exported where it is declared. */
function isExported(node: ts.FunctionLikeDeclaration): boolean {
  const holder = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
  return (
    ts.canHaveModifiers(holder) &&
    (ts.getModifiers(holder) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** Whether the node stands in the body of a script: at the top of a module, or in functions whose known callers all stand there and run once. */
export function isOfScript(node: ts.Node, project: ServiceProject, depth = 0): boolean {
  const owner = functionAround(node);
  if (!owner) return true;
  if (depth > maxDepth || isExported(owner)) return false;
  const { parent } = owner;
  // `(async () => { ... })()`
  const called = ts.isParenthesizedExpression(parent) ? parent.parent : parent;
  if (ts.isCallExpression(called) && called.expression === (called === parent ? owner : parent))
    return isOfScript(called, project, depth + 1);
  const callers = callsOf(owner, project) ?? [];
  return callers.length > 0 && callers.every((each) => isOfScript(each, project, depth + 1));
}

/** Whether the node is a step of a script, which may as well be a callback of another step: what goes wrong there may end the process. */
export function isStepOfScript(node: ts.Node, project: ServiceProject, depth = 0): boolean {
  if (isOfScript(node, project)) return true;
  const owner = functionAround(node);
  if (!owner || depth > maxDepth) return false;
  const { parent } = owner;
  const isArgument =
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.arguments?.some((each) => each === owner);
  if (!isArgument) return false;
  return isStep(parent, owner, project) && isStepOfScript(parent, project, depth + 1);
}

/** Whether a call takes the function as what comes next: an answer, a promise's value, a server that listens until it is closed in there. */
function isStep(call: ts.CallExpression | ts.NewExpression, next: ts.Node, project: ServiceProject): boolean {
  if (ts.isNewExpression(call)) return call.expression.getText() === 'Promise';
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) {
    const { text } = expression.name;
    if (chaining.has(text)) return true;
    if (text === 'listen') return closes(expression.expression.getText(), next);
  }
  const network = networkCall(call, evaluatorOf(project));
  return network !== undefined && (network.method === '' || network.call.streams !== true);
}

function closes(name: string, within: ts.Node): boolean {
  let found = false;
  visitAll(within, (each) => {
    found ||= ts.isPropertyAccessExpression(each) && each.name.text === 'close' && each.expression.getText() === name;
  });
  return found;
}
