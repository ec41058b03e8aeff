import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { callsIn, isWork } from './handedWork';
import { bodiesFrom } from './reach';
import { visitAll } from './walk';

const statusNames: ReadonlySet<string> = new Set(['status', 'statusCode']);

function looksAtStatus(condition: ts.Node): boolean {
  let found = false;
  visitAll(condition, (node) => {
    if (ts.isPropertyAccessExpression(node) && statusNames.has(node.name.text)) found = true;
    if (ts.isIdentifier(node) && statusNames.has(node.text)) found = true;
  });
  return found;
}

interface Seen {
  readonly throws: boolean;
  readonly sorts: boolean;
}

function look(works: readonly ts.Node[], evaluator: Evaluator): Seen {
  let throws = false;
  let sorts = false;
  for (const work of works)
    for (const body of bodiesFrom(work, evaluator))
      visitAll(body, (node) => {
        if (ts.isThrowStatement(node)) throws = true;
        if (ts.isCatchClause(node)) sorts = true;
        if (ts.isPropertyAccessExpression(node) && node.name.text === 'catch' && ts.isCallExpression(node.parent))
          sorts = true;
        const condition =
          ts.isIfStatement(node) || ts.isSwitchStatement(node)
            ? node.expression
            : ts.isConditionalExpression(node)
              ? node.condition
              : undefined;
        if (condition && looksAtStatus(condition)) sorts = true;
      });
  return { throws, sorts };
}

/** Whether repeated code itself sorts failures before the retry sees them: it looks at a status, or catches errors. */
export function sortsFailures(works: readonly ts.Node[], evaluator: Evaluator): boolean {
  return look(works, evaluator).sorts;
}

/** Whether the calls do not reject on error statuses and nothing throws because of one: then only failures of the transport are retried. */
export function seesTransportOnly(works: readonly ts.Node[], evaluator: Evaluator): boolean {
  const calls = callsIn(works, evaluator).filter(isWork);
  return (
    calls.length > 0 &&
    calls.every(({ call }) => call.clients[0].shape.status !== undefined) &&
    !look(works, evaluator).throws
  );
}
