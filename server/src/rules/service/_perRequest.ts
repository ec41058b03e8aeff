import { keepingOf, type OnUse } from '../../service/flow/kept';
import { isMemoised } from '../../service/flow/memoised';
import { type RequestPath, requestPath } from '../../service/flow/requestPath';
import type { ts } from '../../service/ts';
import type { Evaluator } from '../../service/values/evaluator';

/**
 * How an object comes to be made anew at every request and kept by nobody; undefined where that is not sure. `onUse` is told of the uses of
 * variables that hold it.
 */
export function pathOfRequest(
  node: ts.CallExpression | ts.NewExpression,
  evaluator: Evaluator,
  onUse?: OnUse,
): RequestPath | undefined {
  const path = requestPath(node, evaluator, (step, owner, carried) => {
    if (isMemoised(step, owner, evaluator)) return 'stop';
    if (!carried) return 'gone';
    switch (keepingOf(step, owner, evaluator, onUse)) {
      case 'kept':
        return 'stop';
      case 'local':
        return 'gone';
      default:
        return 'carried';
    }
  });
  const place = path?.handler.place;
  return place && 'perConnection' in place && place.perConnection ? undefined : path;
}
