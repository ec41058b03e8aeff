import type { ts } from '../ts';

/** The white space at the start of the line that a node starts in. */
export function lineIndent(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
}

/** Whether types may not be written in the file. */
export function isJavaScript(sourceFile: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(sourceFile.fileName);
}

/** How the file ends its lines. */
export function newLineOf(sourceFile: ts.SourceFile): string {
  return sourceFile.text.includes('\r\n') ? '\r\n' : '\n';
}

/** A new line that starts below the node, as far in as the node's own. */
export function lineBreak(node: ts.Node): string {
  return `${newLineOf(node.getSourceFile())}${lineIndent(node)}`;
}

/** How much one level is indented in the file. */
export function indentOf(sourceFile: ts.SourceFile): string {
  return /\n(\t| {2,8})\S/.exec(sourceFile.text)?.[1] ?? '  ';
}
