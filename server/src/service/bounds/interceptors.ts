import { type Client, clientsOf } from '../clients';
import { ts } from '../ts';
import { invocationsNamed } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import type { Environment, Value } from '../values/value';
import type { Reading } from './settings';

/** Whether code names one of the options that set a bound of this client. */
function mentionsSetting(node: ts.Node, names: ReadonlySet<string>): boolean {
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if ((ts.isIdentifier(at) || ts.isStringLiteralLike(at)) && names.has(at.text)) found = true;
    else ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Whether functions (in lists and objects, too) are written out and name none of the options. */
export function leavesAlone(value: Value, names: ReadonlySet<string>, evaluator: Evaluator): boolean {
  const inner = (node: ts.Expression, env: Environment): boolean =>
    leavesAlone(evaluator.evaluate(node, env), names, evaluator);
  switch (value.kind) {
    case 'function':
      return !mentionsSetting(value.node, names);
    case 'array':
      return value.node.elements.every((each) => !ts.isSpreadElement(each) && inner(each, value.env));
    case 'object':
      return value.node.properties.every((each) =>
        ts.isPropertyAssignment(each)
          ? inner(each.initializer, value.env)
          : ts.isMethodDeclaration(each) && !mentionsSetting(each, names),
      );
    case 'union':
      return value.values.every((each) => leavesAlone(each, names, evaluator));
    default:
      return false;
  }
}

/** The functions that this client is given to change each of its calls: the first arguments of `client.interceptors.request.use(...)`. */
export function interceptorsOf(client: Client, evaluator: Evaluator): readonly ts.Expression[] {
  const { interceptors = [] } = client.shape;
  const methods = new Set(interceptors.map((path) => path.split('.').at(-1) ?? path));
  return [...methods]
    .flatMap((method) => invocationsNamed(method, evaluator.project))
    .flatMap((node): ts.Expression[] => {
      if (!ts.isCallExpression(node)) return [];
      const owner = interceptors.map((path) => ownerOfPath(node.expression, path)).find((each) => each !== undefined);
      const [handler] = node.arguments;
      return owner && handler && isSame(owner, client, evaluator) ? [handler] : [];
    });
}

/**
 * Interceptors and hooks that are given this client may set its bounds: where one names such an option, or cannot be looked into,
 * the bound is unknown. One that only adds a header changes nothing.
 */
export function interceptorReadings(client: Client, evaluator: Evaluator): readonly Reading[] {
  const { bounds } = client.shape;
  const names = new Set(
    bounds.flatMap(({ settings }) => settings.flatMap(({ option }) => option?.split('.')[0] ?? [])),
  );
  return interceptorsOf(client, evaluator)
    .filter((handler) => !leavesAlone(evaluator.evaluate(handler), names, evaluator))
    .map((handler): Reading => ({ state: 'unknown', what: 'undecided', value: undefined, node: handler.parent }));
}

function ownerOfPath(node: ts.Expression, path: string): ts.Expression | undefined {
  let at = node;
  for (const name of path.split('.').reverse()) {
    if (!ts.isPropertyAccessExpression(at) || at.name.text !== name) return undefined;
    at = at.expression;
  }
  return at;
}

function isSame(owner: ts.Expression, client: Client, evaluator: Evaluator): boolean {
  return clientsOf(evaluator.evaluate(owner), evaluator).some(
    (other) =>
      other.shape === client.shape &&
      (other.origin === 'typed' || client.origin === 'typed' || other.creation?.node === client.creation?.node),
  );
}
