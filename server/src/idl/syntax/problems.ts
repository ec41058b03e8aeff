import type { TextRange } from '../../core/range';
import type { SyntaxProblem } from '../model/document';
import type { Comment } from '../model/tree';
import { Code } from './codes';
import { expectedData } from './expected';
import type { Lexed, Tape } from './lexer';
import { codeAt, depthLimit, type Issue, isFirst, outermost, type Walk } from './walk';

function spanAt(tape: Tape, index: number): TextRange {
  return { start: tape.starts[index] ?? 0, end: tape.ends[index] ?? 0 };
}

function textAt(tape: Tape, index: number): string {
  return tape.text.slice(tape.starts[index], tape.ends[index]);
}

/** Behind the comments that stand on the line on which `offset` lies. */
function pastComments(text: string, offset: number, comments: readonly Comment[]): number {
  let at = offset;
  for (const { span } of comments) {
    if (span.start < at) continue;
    if (/[\r\n]/.test(text.slice(at, span.start))) break;
    at = span.end;
  }
  return at;
}

function unclosed(lexed: Lexed, issue: Issue, opener: number): SyntaxProblem {
  const { tape, comments } = lexed;
  const open = textAt(tape, opener);
  const close = issue.missing ?? '';
  const opened = spanAt(tape, opener);
  const end = tape.ends[issue.at - 1] ?? opened.end;
  const overLines = /[\r\n]/.test(tape.text.slice(opened.end, end));
  const insert =
    close === '}' && overLines ? { at: pastComments(tape.text, end, comments), text: '\n}' } : { at: end, text: close };
  return { code: 'unclosed', span: opened, data: { open, close }, insert, opened };
}

function problemOf(w: Walk, lexed: Lexed, issue: Issue): SyntaxProblem {
  const { tape } = lexed;
  const found = textAt(tape, issue.at);
  const span = spanAt(tape, issue.at);
  switch (issue.code) {
    case 'unclosed':
      return unclosed(lexed, issue, issue.opener ?? issue.at);
    case 'keyword-as-name':
      return { code: issue.code, span, data: { found } };
    case 'missing-value':
      return { code: issue.code, span, data: { name: found } };
    case 'dialect':
      return { code: issue.code, span, data: { what: issue.what ?? found, dialect: w.dialect } };
    case 'too-deep':
      return { code: issue.code, span, data: { limit: String(depthLimit) } };
    default: {
      const data = issue.expected ? expectedData(issue.expected) : {};
      if (codeAt(w, issue.at) === Code.End) return { code: 'unexpected-end', span: spanAt(tape, issue.at - 1), data };
      // What is missing at the end of a line is shown there and not at whatever the next line begins with.
      const behind = !issue.stray && issue.at > 0 && isFirst(w, issue.at);
      return { code: 'unexpected', span: behind ? spanAt(tape, issue.at - 1) : span, data: { found, ...data } };
    }
  }
}

/** One problem a line is enough of those that single tokens have. */
function lexicalProblems(lexed: Lexed): SyntaxProblem[] {
  const kept: SyntaxProblem[] = [];
  for (const problem of lexed.problems) {
    const last = kept.at(-1);
    // What follows may all be meant as part of the comment.
    if (last?.code === 'unterminated-comment') break;
    if (!last || /[\r\n]/.test(lexed.tape.text.slice(last.span.end, problem.span.start))) kept.push(problem);
  }
  return kept;
}

/** What the walk found and what is wrong with single tokens, without what only follows from the latter. */
export function problemsOf(w: Walk, lexed: Lexed): SyntaxProblem[] {
  const lexical = lexicalProblems(lexed);
  if (w.issues.length === 0) return lexical;
  const problems = w.issues.map((issue) => problemOf(w, lexed, issue));
  if (lexical.length === 0) return problems;
  const outer = outermost(w.units);
  const { starts, text } = lexed.tape;
  const regionAt = (offset: number): number =>
    outer.findIndex(({ from, to }) => (starts[from] ?? 0) <= offset && offset < (starts[to] ?? text.length));
  const disturbed = new Set<number>();
  for (const { span } of lexical) {
    disturbed.add(regionAt(span.start));
    const next = text.slice(span.end).search(/\S/);
    // A character right in front of a member spoils that member.
    if (next !== -1 && !/[\r\n]/.test(text.slice(span.end, span.end + next))) disturbed.add(regionAt(span.end + next));
  }
  const comment = lexical.find((problem) => problem.code === 'unterminated-comment');
  const openComment = comment?.span.start ?? text.length;
  const swallowed = lexical
    .filter((problem) => problem.code.startsWith('unterminated'))
    .map(({ data: { found } }) => found ?? '')
    .join('');
  const isAfterLexical = (offset: number): boolean =>
    lexical.some(({ span }) => span.end <= offset && !/[\r\n]/.test(text.slice(span.end, offset)));
  const own = problems.filter((problem, i) => {
    const issue = w.issues[i];
    if (!issue || problem.span.start > openComment) return false;
    if (problem.code === 'unclosed' && swallowed.includes(issue.missing ?? '')) return false;
    if (problem.code !== 'unclosed' && isAfterLexical(problem.span.start)) return false;
    const place = issue.opener ?? issue.at;
    const region = outer.findIndex(({ from, to }) => from <= place && place < to);
    if (!disturbed.has(region)) return true;
    return region === -1 && problem.code === 'unclosed' && outer.length > 0;
  });
  return [...lexical, ...own].sort((a, b) => a.span.start - b.span.start);
}
