import { sideTable } from '../../core/sideTable';
import { column } from '../model/column';
import type { IdlFile } from '../model/file';
import type { Definition } from '../model/tree';
import { tokenize } from '../syntax/lexer';

const definers: ReadonlySet<string> = new Set([
  'const',
  'typedef',
  'enum',
  'senum',
  'struct',
  'union',
  'exception',
  'service',
]);

/** What a broken chunk may mean to say; no tree knows it, so it is read off the tokens. */
interface Meaning {
  /** Names that it may define. */
  readonly names: ReadonlySet<string>;
  /** The start of a name that an error cut off (`struct Us,er {`). */
  readonly beginning: string | undefined;
  /** Whether it may be an include. */
  readonly includes: boolean;
}

const broken = column((definition) => (definition.broken ? definition : undefined));

/** The definitions of the file that could not be read whole. */
export function brokenIn(file: IdlFile): readonly Definition[] {
  return broken.of(file);
}

const meanings = sideTable<Definition, Meaning>();

/** Words of the text, those in what a string or comment without end has swallowed too. */
function wordsOf(text: string, swallowed: readonly string[]): string[] {
  return [text, ...swallowed].flatMap((part) => tokenize(part).tokens.map((token) => token.text));
}

/** Whether the first thing wrong stands at the definition's own name, so that the name may go on behind it. */
function isCutOff(definition: Definition, firstProblem: number): boolean {
  if (!('name' in definition) || definition.name === undefined) return false;
  const body = 'body' in definition ? definition.body.start : Number.POSITIVE_INFINITY;
  return firstProblem >= definition.name.span.start && firstProblem <= body;
}

function readMeaning(file: IdlFile, definition: Definition): Meaning {
  const chunk = file.chunkOf(definition);
  const problems = chunk?.problems ?? [];
  const text = file.textOf({ in: definition, span: { start: 0, end: chunk?.length ?? 0 } });
  const swallowed = problems
    .filter((problem) => problem.code === 'unterminated-comment' || problem.code === 'unterminated-string')
    // Without the mark that opens it.
    .map(({ code, span }) => text.slice(span.start + (code === 'unterminated-string' ? 1 : 2), span.end));
  const all = wordsOf(text, swallowed);
  // Text that belongs to no definition stands in the chunk of the one before it.
  const stray = definition.kind === 'Unknown' || problems.some((problem) => problem.code === 'outside-definition');
  const anywhere = stray || definition.kind === 'Typedef' || definition.kind === 'Const';
  const names = anywhere || swallowed.length > 0 ? all : all.filter((_, i) => definers.has(all[i - 1] ?? ''));
  const firstProblem = Math.min(...problems.map((problem) => problem.span.start));
  const cut = isCutOff(definition, firstProblem) && 'name' in definition ? definition.name : undefined;
  return {
    names: new Set(names),
    beginning: cut?.kind === 'Identifier' ? cut.text : undefined,
    includes: definition.kind === 'Include' || (stray && all.some((word) => /^["']|^include$/.test(word))),
  };
}

function meaningOf(file: IdlFile, definition: Definition): Meaning {
  let meaning = meanings.get(definition);
  if (!meaning) {
    meaning = readMeaning(file, definition);
    meanings.set(definition, meaning);
  }
  return meaning;
}

/**
 * Whether a definition that could not be read may be the one that `name` means (its first part, where it has dots).
 * While somebody types, a name must not turn unknown only because its definition is broken for a moment.
 */
export function mayDefine(file: IdlFile, name: string): boolean {
  const dot = name.indexOf('.');
  const first = dot === -1 ? name : name.slice(0, dot);
  return brokenIn(file).some((definition) => {
    const { names, beginning } = meaningOf(file, definition);
    return names.has(first) || (beginning !== undefined && first.startsWith(beginning));
  });
}

/** Whether text that could not be read may be an include, whose prefix is not known then. */
export function mayInclude(file: IdlFile): boolean {
  return brokenIn(file).some((definition) => meaningOf(file, definition).includes);
}
