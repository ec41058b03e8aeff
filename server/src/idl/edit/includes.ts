import type { TextEdit } from '../../core/finding';
import type { TextRange } from '../../core/range';
import type { IdlFile } from '../model/file';
import { programName } from '../model/file';
import { baseTypeNames, type NamedDefinition } from '../model/tree';
import { annotationsIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { resolveIncludes } from '../resolve/scope';
import { tokenize } from '../syntax/lexer';

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The end of the line on which `offset` lies, its line end left out. */
function endOfLine(file: IdlFile, offset: number): number {
  return file.lines.lineRange(file.lines.positionAt(offset).line).end;
}

/**
 * Inserts `include "path"` for each path where includes are expected: behind the last one, else behind the last namespace,
 * else before the first definition and the comments that stand right above it.
 */
export function insertInclude(file: IdlFile, ...paths: readonly string[]): TextEdit {
  const edit = (range: TextRange, newText: string): TextEdit => ({ uri: file.uri, range, newText });
  const newline = lineEndOf(file.text);
  const line = paths.map((path) => `include "${path}"`).join(newline);
  const last = file.includes.at(-1) ?? file.definitions.filter(({ kind }) => kind === 'CppInclude').at(-1);
  const header = last ?? file.namespaces.at(-1);
  if (header) {
    const at = endOfLine(file, file.rangeOf(header).end);
    return edit({ start: at, end: at }, (last ? newline : newline + newline) + line);
  }
  const at = startOfFirst(file);
  return edit({ start: at, end: at }, line + newline + newline);
}

function startOfFirst(file: IdlFile): number {
  const [first] = file.definitions;
  if (!first) return 0;
  const base = file.rangeOf(first).start - first.span.start;
  let at = first.span.start;
  for (const { span } of [...first.comments].reverse()) {
    if (span.start >= at) continue;
    const between = file.text.slice(base + span.end, base + at);
    // A blank line parts the file's head (a licence) from the comment of the definition.
    if (/\n[ \t]*\r?\n/.test(between)) break;
    at = span.start;
  }
  return base + at;
}

/** The range of an include with its line when nothing but a line comment shares it. */
export function includeLine(file: IdlFile, range: TextRange): TextRange {
  const { line } = file.lines.positionAt(range.start);
  const around = file.lines.lineRange(line);
  const before = file.text.slice(around.start, range.start);
  const after = file.text.slice(range.end, around.end);
  if (range.end > around.end || before.trim() !== '' || !/^\s*[,;]?\s*(?:(?:\/\/|#).*)?$/.test(after)) return range;
  const next = line + 1 < file.lines.lineCount ? file.lines.lineRange(line + 1).start : around.end;
  return { start: around.start, end: next };
}

const baseTypes: ReadonlySet<string> = new Set(baseTypeNames);

/**
 * Whether names can be written with this prefix: a file called `user-base.thrift` can be included, but nothing in it named. A keyword can stand before a
 * dot; a base type cannot for thriftgo.
 */
export function isPrefix(alias: string): boolean {
  const name = `${alias}.x`;
  const { tokens, problems } = tokenize(name);
  const [only] = tokens;
  const isName = problems.length === 0 && tokens.length === 1 && only?.kind === 'identifier' && only.text === name;
  return isName && !baseTypes.has(alias);
}

/** Whether the prefix stands in an annotation, where a generator may look for it. */
export function isMentioned(file: IdlFile, alias: string): boolean {
  const prefix = `${alias}.`;
  return file.definitions.some((definition) =>
    [...annotationsIn(definition)].some(({ list }) =>
      list.items.some(
        ({ key, value }) =>
          key.text.startsWith(prefix) || (value?.kind === 'StringLiteral' && value.value.includes(prefix)),
      ),
    ),
  );
}

/** Whether following includes from `from` leads to `to`. */
export function leadsTo(project: IdlProject, from: IdlFile, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let file = open.pop(); file; file = open.pop()) {
    if (file.uri === to) return true;
    if (seen.has(file.uri)) continue;
    seen.add(file.uri);
    for (const include of resolveIncludes(file, project)) if (include.file) open.push(include.file);
  }
  return false;
}

/** A file that could be included to give a name its meaning. */
export interface Provider {
  readonly file: IdlFile;
  /** How the include would be written. */
  readonly path: string;
  /** How the name would be written then. */
  readonly name: string;
}

const maxProviders = 3;

/**
 * The known files that define what `name` (with or without the prefix of an include) seems to mean, the nearest first.
 * None when more than a few do: a guess among many helps nobody.
 */
export function providersOf(
  name: string,
  file: IdlFile,
  project: IdlProject,
  accepts: (definition: NamedDefinition, rest: string) => boolean,
): readonly Provider[] {
  const included = resolveIncludes(file, project);
  const aliases = new Set(included.map((include) => include.alias));
  const found: Provider[] = [];
  for (const other of project.allFiles()) {
    const alias = programName(decodeURIComponent(other.uri));
    if (other.uri === file.uri || aliases.has(alias) || other.document.fbthrift || !isPrefix(alias)) continue;
    const rest = name.startsWith(`${alias}.`) ? name.slice(alias.length + 1) : name;
    const defines = defining(other, rest).some((definition) => accepts(definition, rest));
    if (!defines || leadsTo(project, other, file.uri)) continue;
    found.push({ file: other, path: project.includePathFor(file.uri, other.uri), name: `${alias}.${rest}` });
    if (found.length > maxProviders) return [];
  }
  return found.sort((a, b) => a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
}

/** The definitions that `rest` or, for an enum's item, the part before its last dot names. */
function defining(file: IdlFile, rest: string): readonly NamedDefinition[] {
  const dot = rest.lastIndexOf('.');
  return [...(file.named.get(rest) ?? []), ...(dot > 0 ? (file.named.get(rest.slice(0, dot)) ?? []) : [])];
}
