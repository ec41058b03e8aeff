import { interceptorsOf } from '../bounds/interceptors';
import type { Client } from '../clients';
import type { NetworkCall } from '../networkCalls';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { type Environment, noEnvironment, type Value } from '../values/value';
import { visitAll } from './walk';

/** Whether code may fail a call by itself. */
function throwsOrRejects(code: ts.Node): boolean {
  let found = false;
  visitAll(code, (node) => {
    found ||= ts.isThrowStatement(node) || (ts.isIdentifier(node) && node.text === 'reject');
  });
  return found;
}

/** Whether a function that a client is given, alone or among others, may refuse a call before it is sent. */
function mayRefuse(node: ts.Expression, env: Environment, evaluator: Evaluator): boolean {
  const value = evaluator.evaluate(node, env);
  if (value.kind === 'function') return throwsOrRejects(value.node);
  if (value.kind === 'array' || value.kind === 'object') return anyMayRefuse(value, evaluator);
  if (value.kind === 'constant' || value.kind === 'computed') return false;
  const type = evaluator.project.checker.getTypeAtLocation(node);
  return type.getCallSignatures().length > 0 || evaluator.project.checker.isArrayLikeType(type);
}

function anyMayRefuse(value: Value, evaluator: Evaluator): boolean {
  if (value.kind === 'array') return value.node.elements.some((each) => mayRefuse(each, value.env, evaluator));
  if (value.kind !== 'object') return false;
  return value.node.properties.some((each) => {
    if (ts.isPropertyAssignment(each)) return mayRefuse(each.initializer, value.env, evaluator);
    if (ts.isShorthandPropertyAssignment(each)) return mayRefuse(each.name, value.env, evaluator);
    return ts.isMethodDeclaration(each) ? throwsOrRejects(each) : true;
  });
}

function clientRefuses(client: Client, evaluator: Evaluator): boolean {
  const { creation, parents } = client;
  if (interceptorsOf(client, evaluator).some((each) => mayRefuse(each, noEnvironment, evaluator))) return true;
  const given = creation?.node.arguments ?? ([] as readonly ts.Expression[]);
  if (creation && given.some((each) => ts.isSpreadElement(each) || mayRefuse(each, creation.env, evaluator)))
    return true;
  return parents.some((each) => clientRefuses(each, evaluator));
}

/** Whether the client of a call may refuse it by something that it was given: an interceptor, middleware, an adapter of one's own. */
export function mayBeRefused({ node, clients }: NetworkCall, evaluator: Evaluator): boolean {
  return (
    clients.some((each) => clientRefuses(each, evaluator)) ||
    (node.arguments ?? []).some(
      (each) => evaluator.evaluate(each).kind === 'object' && mayRefuse(each, noEnvironment, evaluator),
    )
  );
}
