import type { TextEdit } from '../../core/finding';
import { ts } from '../ts';
import { lineIndent, newLineOf } from './layout';

interface Editing {
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/** One step of indentation, as the file has it. */
export function indentStep(file: ts.SourceFile): string {
  return /^(\t| +)\S/m.exec(file.text)?.[1] ?? '  ';
}

/** A statement on a line of its own behind another one, and behind the comment on that one's line. */
export function insertStatementAfter(tools: Editing, statement: ts.Statement, code: string): TextEdit {
  const file = statement.getSourceFile();
  const end = ts.getTrailingCommentRanges(file.text, statement.getEnd())?.at(-1)?.end ?? statement.getEnd();
  return tools.edit({ start: end, end }, `${newLineOf(file)}${lineIndent(statement)}${code}`, file);
}

/** The starts of the lines behind the first one, without those that a text over several lines holds. */
function lineStarts(block: ts.Block, file: ts.SourceFile): number[] {
  const starts: number[] = [];
  const [from, to] = [block.getStart(), block.getEnd() - 1];
  for (let at = file.text.indexOf('\n', from); at >= 0 && at < to; at = file.text.indexOf('\n', at + 1))
    starts.push(at + 1);
  const texts: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isJsxText(node))
      texts.push(node);
    ts.forEachChild(node, visit);
  };
  visit(block);
  return starts.filter((start) => !texts.some((each) => each.getStart() < start && start <= each.getEnd()));
}

/**
 * Puts a function's whole body into a `try`, one step further in, with `handling` in the catch clause. A body on one line, or of a concise
 * arrow function, gets lines of its own.
 */
export function wrapInTry(tools: Editing, body: ts.ConciseBody, handling: string): TextEdit[] {
  const file = body.getSourceFile();
  const [step, newLine, outer] = [indentStep(file), newLineOf(file), lineIndent(body)];
  const inner = outer + step;
  const close = `${inner}} catch (error) {${newLine}${inner}${step}${handling}${newLine}${inner}}`;
  const whole = { start: body.getStart(), end: body.getEnd() };
  if (!ts.isBlock(body)) {
    const code = ts.isAwaitExpression(body) ? body.getText() : `await ${body.getText()}`;
    const text = [`{`, `${inner}try {`, `${inner}${step}${code};`, close, `${outer}}`].join(newLine);
    return [tools.edit(whole, text, file)];
  }
  const { text } = file;
  const starts = lineStarts(body, file);
  const open = body.getStart() + 1;
  const last = starts.at(-1);
  const brace = body.getEnd() - 1;
  if (last === undefined || text.slice(last, brace).trim() !== '') {
    const code = text.slice(open, brace).trim();
    if (code.includes('\n')) return [];
    const lines = [`{`, `${inner}try {`, `${inner}${step}${code}`, close, `${outer}}`];
    return [tools.edit(whole, lines.join(newLine), file)];
  }
  return [
    tools.edit({ start: open, end: open }, `${newLine}${inner}try {`, file),
    ...starts
      .slice(0, -1)
      .filter((start) => !/^\r?\n/.test(text.slice(start, start + 2)))
      .map((start) => tools.edit({ start, end: start }, step, file)),
    tools.edit({ start: last, end: last }, `${close}${newLine}`, file),
  ];
}
