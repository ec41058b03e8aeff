import type { LineIndex } from '../core/lines';
import type { TextRange } from '../core/range';
import { type Directive, parseDirective, type Suppression } from '../core/suppression';
import type { ServiceFile } from './model/file';
import type { ServiceProject } from './model/project';
import { packageOf } from './program/resolution';
import { ts } from './ts';

/** Text in which `//` starts no comment. */
const literals: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.JsxText,
]);

/** The text between nodes that an offset lies in: punctuation, keywords, blanks and comments. Undefined inside a literal. */
function gapAround(sourceFile: ts.SourceFile, offset: number): TextRange | undefined {
  let at: ts.Node = sourceFile;
  for (;;) {
    let { start, end } = { start: at === sourceFile ? 0 : at.getStart(sourceFile), end: at.end };
    let inner: ts.Node | undefined;
    ts.forEachChild(at, (child) => {
      if (child.end <= offset) start = Math.max(start, child.end);
      else if (child.getStart(sourceFile) > offset) end = Math.min(end, child.getStart(sourceFile));
      else inner = child;
    });
    if (!inner) return literals.has(at.kind) ? undefined : { start, end };
    at = inner;
  }
}

/** The range of the comment that starts at `offset`; undefined when none does. */
function commentAt(sourceFile: ts.SourceFile, offset: number): TextRange | undefined {
  const gap = gapAround(sourceFile, offset);
  if (!gap) return undefined;
  const { text, languageVariant } = sourceFile;
  const scanner = ts.createScanner(
    ts.ScriptTarget.ESNext,
    false,
    languageVariant,
    text,
    undefined,
    gap.start,
    gap.end - gap.start,
  );
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (scanner.getTokenStart() > offset) return undefined;
    if (scanner.getTokenStart() < offset) continue;
    const isComment = kind === ts.SyntaxKind.SingleLineCommentTrivia || kind === ts.SyntaxKind.MultiLineCommentTrivia;
    return isComment ? { start: offset, end: scanner.getTokenEnd() } : undefined;
  }
  return undefined;
}

/** The lines that a directive covers. `next-line` skips blank lines and comment lines, so directives can be stacked. */
function coveredLines(text: string, lines: LineIndex, directive: Directive, at: TextRange): TextRange {
  if (directive.kind === 'file') return { start: 0, end: text.length };
  if (directive.kind === 'line') return lines.lineRange(lines.positionAt(at.start).line);
  let line = lines.positionAt(at.end).line + 1;
  for (; line < lines.lineCount; line++) {
    const { start, end } = lines.lineRange(line);
    if (!/^\s*(?:$|\/\/|\{?\/\*.*\*\/\}?\s*$)/.test(text.slice(start, end))) break;
  }
  return lines.lineRange(line);
}

/** All `thriftwise-disable` comments of a file. */
export function suppressionsInSource({ sourceFile, text, lines }: ServiceFile): Suppression[] {
  const found: Suppression[] = [];
  for (const match of text.matchAll(/\/[/*]+[^\S\r\n]*thriftwise-(?:dis|en)able/g)) {
    const range = commentAt(sourceFile, match.index);
    const directive = range && parseDirective(text.slice(range.start, range.end));
    if (!directive) continue;
    found.push({
      range,
      covers: coveredLines(text, lines, directive, range),
      kind: directive.kind,
      rules: directive.rules.map(({ id, range: inside }) => ({
        id,
        range: { start: range.start + inside.start, end: range.start + inside.end },
      })),
      reason: directive.reason,
    });
  }
  return found;
}

/**
 * Whether what is not found in a file is not there: it parses, and what it imports of its own and of packages that rules know is there.
 * Elsewhere, a suppression that silences nothing may well be of use to somebody who has installed the packages.
 */
export function isCertain(
  { sourceFile }: ServiceFile,
  { program, checker }: ServiceProject,
  isWanted: (packageName: string) => boolean,
): boolean {
  if (program.getSyntacticDiagnostics(sourceFile).length > 0) return false;
  return sourceFile.statements.every((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return true;
    const name = packageOf(statement.moduleSpecifier.text);
    if (name !== undefined && !isWanted(name)) return true;
    return checker.getSymbolAtLocation(statement.moduleSpecifier) !== undefined;
  });
}

/** How a comment is written on a line of its own, before the line that starts at `offset`; undefined inside of a text that goes over lines. */
export function commentWriterAt(sourceFile: ts.SourceFile, offset: number): ((words: string) => string) | undefined {
  let at: ts.Node = sourceFile;
  for (let inner: ts.Node | undefined = at; inner; ) {
    at = inner;
    inner = ts.forEachChild(at, (child) =>
      // Children of JSX start where the element's tag ends, blanks included.
      (ts.isJsxText(child) ? child.pos : child.getStart(sourceFile)) < offset && offset < child.end ? child : undefined,
    );
  }
  if (ts.isJsxText(at) || ts.isJsxElement(at) || ts.isJsxFragment(at)) return (words) => `{/* ${words} */}`;
  return literals.has(at.kind) ? undefined : (words) => `// ${words}`;
}
