import type { ServiceProject } from '../../service/model/project';
import { ts } from '../../service/ts';
import { invocationsNamed } from '../../service/values/callers';
import { evaluatorOf } from '../../service/values/evaluator';

const key = {};
const events: ReadonlySet<unknown> = new Set(['unhandledRejection', 'uncaughtException']);

/** Whether a listener of the process keeps it alive when a rejection is not handled. */
export function survivesRejections(project: ServiceProject): boolean {
  return project.once(key, () => {
    const evaluator = evaluatorOf(project);
    return ['on', 'once', 'addListener', 'prependListener'].some((method) =>
      invocationsNamed(method, project).some(({ expression, arguments: given }) => {
        const [event] = given ?? [];
        if (!event || !ts.isStringLiteralLike(event) || !events.has(event.text)) return false;
        if (!ts.isPropertyAccessExpression(expression)) return false;
        const value = evaluator.evaluate(expression.expression);
        return value.kind === 'external' && (value.module === 'node:process' || value.path.at(-1) === 'process');
      }),
    );
  });
}
