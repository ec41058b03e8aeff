import type { TextRange } from '../../core/range';
import { lineEndOf, startWithComments } from '../edit/lines';
import { type IdlFile, programName } from '../model/file';
import type { Definition, NamedDefinition } from '../model/tree';
import { nameUsesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { createScope, type Scope } from '../resolve/scope';
import { suppressionsIn } from '../suppressions';

/** Where a definition goes. */
export interface Target {
  readonly uri: string;
  readonly alias: string;
  /** Undefined for a file that is still to be made. */
  readonly file: IdlFile | undefined;
}

/** The prefix that names of the file carry elsewhere. */
export function aliasOf(uri: string): string {
  try {
    return programName(decodeURIComponent(uri));
  } catch {
    return programName(uri);
  }
}

/** The lines of the definition, its comments and what else belongs to it; undefined where it shares a line with something. */
export function linesOf(file: IdlFile, definition: Definition): TextRange | undefined {
  const start = startWithComments(file, definition);
  const own = file.rangeOf(definition);
  const line = file.lines.lineRange(file.lines.positionAt(own.end).line);
  const rest = file.text.slice(own.end, line.end);
  const isOnOwnLines = start === file.lines.lineRange(file.lines.positionAt(start).line).start;
  if (!isOnOwnLines || !/^\s*[,;]?\s*(?:(?:\/\/|#).*|\/\*(?:(?!\*\/).)*\*\/\s*)?$/.test(rest)) return undefined;
  return { start, end: line.end };
}

/** The lines to take out, with one of the empty lines around them. */
export function removalOf({ text }: IdlFile, { start, end }: TextRange): TextRange {
  const next = end + (/^(?:\r?\n|\r)/.exec(text.slice(end, end + 2))?.[0].length ?? 0);
  const before = text.slice(0, start);
  const gapBefore = /(\r?\n)[ \t]*\r?\n$/.exec(before);
  if (next >= text.length && gapBefore) return { start: gapBefore.index + (gapBefore[1]?.length ?? 0), end: next };
  const gapBehind = /^[ \t]*(?:\r?\n|\r)/.exec(text.slice(next));
  return { start, end: next + (gapBehind && (gapBefore || before.trim() === '') ? gapBehind[0].length : 0) };
}

/** The definition's text as the target file writes it, with the files that it needs included there. */
export function rewritten(
  scope: Scope,
  project: IdlProject,
  definition: NamedDefinition,
  lines: TextRange,
  target: Target,
): { readonly text: string; readonly needs: ReadonlyMap<string, string> } | undefined {
  const { file } = scope;
  const targetScope = target.file && createScope(target.file, project);
  const needs = new Map<string, string>();
  const replaced: { range: TextRange; newText: string }[] = [];
  for (const { kind, name } of nameUsesIn(definition)) {
    const found = scope[kind](name.text);
    if (found.kind !== 'found') return undefined;
    if (found.definition === definition) continue;
    const rest = found.include ? name.text.slice(found.include.alias.length + 1) : name.text;
    let prefix = '';
    if (found.file.uri !== target.uri) {
      const known = targetScope?.includes.find((include) => include.file?.uri === found.file.uri);
      const alias = known?.alias ?? aliasOf(found.file.uri);
      if (!known) needs.set(found.file.uri, alias);
      prefix = `${alias}.`;
    } else if (targetScope && targetScope[kind](rest).kind !== 'found') return undefined;
    const newText = prefix + rest;
    if (newText !== name.text) replaced.push({ range: file.rangeOf(name), newText });
  }
  let text = '';
  let at = lines.start;
  for (const { range, newText } of replaced.sort((a, b) => a.range.start - b.range.start)) {
    text += file.text.slice(at, range.start) + newText;
    at = range.end;
  }
  return { text: text + file.text.slice(at, lines.end), needs };
}

/** What a new file begins with: the comments that silence rules in the whole old one, its namespaces, and the includes. */
export function headOf(file: IdlFile, includePaths: readonly string[]): string {
  const eol = lineEndOf(file);
  const silenced = suppressionsIn(file)
    .filter(({ kind }) => kind === 'file')
    .map(({ range }) => file.text.slice(range.start, range.end));
  const namespaces = file.namespaces.map((each) => file.textOf(each));
  const lines = includePaths.map((path) => `include "${path}"`);
  return [silenced, namespaces, lines]
    .filter((part) => part.length > 0)
    .map((part) => part.join(eol) + eol + eol)
    .join('');
}
