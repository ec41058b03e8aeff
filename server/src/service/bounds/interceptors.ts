import { type Client, clientsOf } from '../clients';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';
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

/**
 * Interceptors and hooks that are given this client may set its bounds: where one names such an option, or cannot be looked into,
 * the bound is unknown. One that only adds a header changes nothing.
 */
export function interceptorReadings(client: Client, evaluator: Evaluator): readonly Reading[] {
  const { interceptors = [], bounds } = client.shape;
  if (interceptors.length === 0) return [];
  const names = new Set(
    bounds.flatMap(({ settings }) => settings.flatMap(({ option }) => option?.split('.')[0] ?? [])),
  );
  const { project } = evaluator;
  return project.ownFiles.flatMap((sourceFile) =>
    project
      .fileOf(sourceFile)
      .nodes(ts.SyntaxKind.CallExpression)
      .flatMap((node): Reading[] => {
        const owner = interceptors.map((path) => ownerOfPath(node.expression, path)).find((each) => each !== undefined);
        const [handler] = node.arguments;
        if (!owner || !handler || !isSame(owner, client, evaluator)) return [];
        const values = alternatives(evaluator.evaluate(handler));
        const harmless = values.every((value) => value.kind === 'function' && !mentionsSetting(value.node, names));
        return harmless ? [] : [{ state: 'unknown', what: 'undecided', value: undefined, node }];
      }),
  );
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
