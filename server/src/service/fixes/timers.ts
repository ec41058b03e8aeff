import type { TextEdit } from '../../core/finding';
import { functionAround, isWithin } from '../flow/walk';
import { ts } from '../ts';
import { isNameTaken } from './imports';
import { indentOf, isJavaScript, lineBreak } from './layout';

interface Editing {
  insertBefore(at: ts.Node, newText: string): TextEdit;
  insertAfter(at: ts.Node, newText: string): TextEdit;
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

const names = ['timer', 'raceTimer', 'deadlineTimer'];

/** The statement of a block (or of a file's top level) that a node stands in. */
function statementAround(node: ts.Node): ts.Statement | undefined {
  for (let at = node; at.parent; at = at.parent) {
    if (ts.isArrowFunction(at) && !ts.isBlock(at.body)) return undefined;
    if (ts.isBlock(at.parent) || ts.isSourceFile(at.parent)) return ts.isStatement(at) ? at : undefined;
  }
  return undefined;
}

/** `timer = setTimeout(...)`, in an executor that is a block or one expression. */
function keepHandle(tools: Editing, timer: ts.CallExpression, name: string): TextEdit[] | undefined {
  const { parent } = timer;
  if (ts.isExpressionStatement(parent)) return [tools.insertBefore(timer, `${name} = `)];
  if (!ts.isArrowFunction(parent) || parent.body !== timer) return undefined;
  const line = lineBreak(parent);
  const inside = `${line}${indentOf(timer.getSourceFile())}`;
  // A body on a line of its own loses that line's break to the block.
  const start = parent.equalsGreaterThanToken.getEnd();
  return [
    tools.edit({ start, end: timer.getStart() }, ` {${inside}${name} = `, timer.getSourceFile()),
    tools.insertAfter(timer, `;${line}}`),
  ];
}

/**
 * Keeps the handle of a timer that a race leaves running, and clears it when the race is over. Undefined where the timer is started outside of the function
 * that races, or a comment stands in between.
 */
export function clearedTimer(
  tools: Editing,
  timer: ts.CallExpression,
  race: ts.CallExpression,
): TextEdit[] | undefined {
  const executor = functionAround(timer);
  const owner = executor && functionAround(executor);
  const file = race.getSourceFile();
  if (!executor || timer.getSourceFile() !== file || owner !== functionAround(race)) return undefined;
  const statement = statementAround(executor.parent);
  const name = names.find((each) => !isNameTaken(each, file));
  // The variable must be there for both.
  if (!statement || name === undefined || !isWithin(race, statement.parent)) return undefined;
  const kept = keepHandle(tools, timer, name);
  if (!kept) return undefined;
  const type = isJavaScript(file) ? '' : ': ReturnType<typeof setTimeout> | undefined';
  return [
    tools.insertBefore(statement, `let ${name}${type};${lineBreak(statement)}`),
    ...kept,
    tools.insertAfter(race, `.finally(() => clearTimeout(${name}))`),
  ];
}
