import type { NetworkCall } from '../../service/networkCalls';
import { ts } from '../../service/ts';
import type { Evaluator } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';

const registering: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'setTimeout']);

/**
 * Whether somebody in the call's file may listen for 'timeout' on what the call gives, or on its client: such a listener may end the call. A listener
 * on something that cannot be followed counts.
 */
export function hasTimeoutListener(call: NetworkCall, evaluator: Evaluator): boolean {
  const file = evaluator.project.fileOf(call.node.getSourceFile());
  const own = new Set<ts.Node>([
    call.node,
    ...call.clients
      .flatMap(({ creation, parents }) => [creation?.node, ...parents.map((each) => each.creation?.node)])
      .filter((each) => each !== undefined),
  ]);
  return file.nodes(ts.SyntaxKind.CallExpression).some(({ expression, arguments: args }) => {
    if (!ts.isPropertyAccessExpression(expression) || !registering.has(expression.name.text)) return false;
    const [first] = args;
    const listens =
      first &&
      (expression.name.text === 'setTimeout'
        ? args.length > 1
        : ts.isStringLiteralLike(first) && first.text === 'timeout');
    if (!listens) return false;
    return alternatives(evaluator.evaluate(expression.expression)).some(
      (receiver) => receiver.kind !== 'made' || own.has(receiver.node),
    );
  });
}
