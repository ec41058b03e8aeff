import { isPassingMethod, passesOn } from '../bounds/transparent';
import { moduleOf } from '../bounds/wrappers';
import { catalogueOf } from '../model/catalogue';
import { ts } from '../ts';
import { callsOf } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';
import { retrySites } from './retries';
import { functionAround, isWithin } from './walk';

const maxDepth = 4;

/**
 * Whether something around a call may try it again: a retry in its function or in one that calls it, or a function that it is handed to and that
 * cannot be looked into. Where nobody of our own calls the function, whoever does may retry, but that is another program's affair.
 */
export function isRetriedAround(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  const { project } = evaluator;
  const file = project.fileOf(node.getSourceFile());
  if (retrySites(file, project).some(({ work }) => work !== undefined && isWithin(node, work))) return true;
  if (depth >= maxDepth) return true;
  for (let at = node.parent, inside = node; at && !ts.isSourceFile(at); inside = at, at = at.parent) {
    // Polls and consumers come round again by themselves.
    if (ts.isIterationStatement(at, false) && !ts.isForOfStatement(at) && !ts.isForInStatement(at)) return true;
    if (!(ts.isCallExpression(at) || ts.isNewExpression(at)) || at.expression === inside) continue;
    if (!ts.isFunctionLike(inside) && inside !== node) continue;
    if (mayRepeat(at, evaluator)) return true;
  }
  const owner = functionAround(node);
  if (!owner) return false;
  const callers = callsOf(owner, project);
  if (!callers) return true;
  return callers.some((each) => isRetriedAround(each, evaluator, depth + 1));
}

/** Whether the function that a call is handed to may call it again. */
function mayRepeat(node: ts.CallExpression | ts.NewExpression, evaluator: Evaluator): boolean {
  const retrying = catalogueOf(evaluator.project);
  return alternatives(evaluator.evaluate(node.expression)).some((callee) => {
    if (ts.isPropertyAccessExpression(node.expression) && isPassingMethod(node.expression.name.text)) return false;
    const module = moduleOf(callee);
    if (module !== undefined && retrying.byModule(module).some(({ retriers = [] }) => retriers.length > 0)) return true;
    if (callee.kind === 'external') return !passesOn(callee.module, callee.path);
    if (module !== undefined) return !passesOn(module, ['*']);
    // Our own function: a loop in it may be a retry.
    if (callee.kind !== 'function') return true;
    let loops = false;
    const visit = (at: ts.Node): void => {
      loops ||= ts.isIterationStatement(at, false) || ts.isTryStatement(at);
      if (!loops) ts.forEachChild(at, visit);
    };
    if (callee.node.body) visit(callee.node.body);
    return loops;
  });
}
