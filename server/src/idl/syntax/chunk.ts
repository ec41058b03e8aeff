import type { Chunk, Dialect, SyntaxProblem } from '../model/document';
import type { Definition } from '../model/tree';
import { checkNames, checkTokens } from './checks';
import { Code, opensDefinition } from './codes';
import type { Conversion } from './convert';
import { definitionOf, type Frame, unknownOf } from './convertDefinition';
import { findFbthrift } from './fbthrift';
import { parseDefinition } from './grammar';
import { type Lexed, lex } from './lexer';
import { problemsOf } from './problems';
import { addKept, findReuse, type Previous, type Reuse } from './reuse';
import { drop, type Walk } from './walk';
import { walkDefinition } from './walkDefinition';

/** How often the grammar may refuse a member that the walk let pass before the definition is given up. */
const refusalLimit = 8;

function withBroken(definition: Definition, problems: readonly SyntaxProblem[]): Definition {
  (definition as { broken: boolean }).broken = problems.length > 0;
  return definition;
}

function chunkOf(lexed: Lexed, definition: Definition, problems: readonly SyntaxProblem[]): Chunk {
  const { text } = lexed.tape;
  return {
    length: text.length,
    definition,
    comments: lexed.comments,
    problems,
    fbthrift: problems.length > 0 ? findFbthrift(text) : undefined,
  };
}

/** Text that no definition's keyword opens. */
function parseStray(lexed: Lexed, conversion: Conversion, frame: Frame): Chunk {
  const { tape } = lexed;
  const problems = [...lexed.problems.slice(0, 1)];
  if (tape.codes.length > 0 && problems.length === 0) {
    const span = { start: tape.starts[0] ?? 0, end: tape.ends[0] ?? 0 };
    problems.push({ code: 'outside-definition', span, data: { found: tape.text.slice(span.start, span.end) } });
  }
  return chunkOf(lexed, withBroken(unknownOf(conversion, frame, undefined), problems), problems);
}

/** Has the grammar read what the walk left; a member that it refuses nevertheless is reported and left out. */
function convert(w: Walk, conversion: Conversion, frame: Frame, end: number, reuse: Reuse | undefined): Definition {
  const { tape } = conversion;
  const skips = reuse?.skips ?? [];
  for (let refusals = 0; w.tooDeep === false && refusals <= refusalLimit; refusals++) {
    const result = parseDefinition({ tape, marks: w.marks, inserts: w.inserts, skips }, 0, end);
    if ('tree' in result) {
      const definition = definitionOf(conversion, result.tree, frame);
      return reuse ? addKept(definition, reuse) : definition;
    }
    const at = result.refusedAt;
    const unit = w.units.find(({ from, to }) => from <= at && at < to);
    if (w.issues.length === 0 || unit) w.issues.push({ code: 'unexpected', at });
    if (!unit) break;
    drop(w, unit.from, unit.to);
  }
  return unknownOf(conversion, frame, w.nameAt);
}

/**
 * Parses the text of one chunk. The result depends on nothing else; never throws. With the chunk that stood there
 * `before` an edit, a large definition takes only as long as the members that changed.
 */
export function parseChunk(text: string, dialect: Dialect, before?: Previous): Chunk {
  const lexed = lex(text);
  const { tape } = lexed;
  const conversion: Conversion = { tape, dialect };
  const frame: Frame = { comments: lexed.comments, broken: false };
  if (!opensDefinition(tape.codes[0] ?? Code.End)) return parseStray(lexed, conversion, frame);
  const w = walkDefinition(tape, 0, tape.codes.length, dialect);
  if (w.tooDeep && w.failure) w.issues.splice(0, w.issues.length, w.failure);
  const end = w.stuck ? tape.codes.length : w.at;
  const named = w.nameAt !== undefined || !isNamed(tape.codes[0] ?? Code.End);
  const definition = named
    ? convert(w, conversion, frame, end, findReuse(w, before))
    : unknownOf(conversion, frame, undefined);
  const problems = problemsOf(w, lexed);
  if (end < tape.codes.length && problems.length === 0) {
    const span = { start: tape.starts[end] ?? 0, end: tape.ends[end] ?? 0 };
    problems.push({ code: 'outside-definition', span, data: { found: text.slice(span.start, span.end) } });
  }
  if (definition.kind !== 'Unknown') problems.push(...checkNames(definition));
  // A name that breaks off where a bracket is missing is still being typed.
  const typing = new Set(problems.map((problem) => problem.insert?.at));
  problems.push(...checkTokens(tape, w.marks).filter(({ span }) => !typing.has(span.end)));
  problems.push(...dialectProblems(lexed, dialect));
  problems.sort((a, b) => a.span.start - b.span.start);
  return chunkOf(lexed, withBroken(definition, problems), problems);
}

function isNamed(keyword: number): boolean {
  return keyword >= Code.Const;
}

/** Strings over several lines, which only thriftgo reads. */
function dialectProblems(lexed: Lexed, dialect: Dialect): SyntaxProblem[] {
  if (dialect !== 'apache') return [];
  const { text, codes, starts, ends } = lexed.tape;
  const problems: SyntaxProblem[] = [];
  for (let i = 0; i < codes.length; i++) {
    if (codes[i] !== Code.String) continue;
    const span = { start: starts[i] ?? 0, end: ends[i] ?? 0 };
    const found = text.slice(span.start, span.end);
    if (/[\r\n]/.test(found)) problems.push({ code: 'unterminated-string', span, data: { found } });
  }
  return problems;
}
