import type { TextEdit } from '../../core/finding';
import { sideTable } from '../../core/sideTable';
import { insertInclude, isPrefix } from '../edit/includes';
import { type IdlFile, programName } from '../model/file';
import type { NamedDefinition } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { type Candidate, type CandidateKind, matches } from './candidate';
import type { CompletionInput } from './input';

/** A definition with the way to write its name here. */
export interface Nameable {
  readonly name: string;
  readonly definition: NamedDefinition;
  readonly file: IdlFile;
  readonly from: 'here' | 'included' | 'elsewhere';
}

const mostElsewhere = 200;

/** The known files that include `file`, directly or not: to include one of them would close a circle. */
function usersOf(file: IdlFile, project: IdlProject): ReadonlySet<string> {
  const found = new Set([file.uri]);
  const open = [file.uri];
  for (let uri = open.pop(); uri !== undefined; uri = open.pop()) {
    for (const user of project.includersOf(uri)) {
      if (found.has(user.uri)) continue;
      found.add(user.uri);
      open.push(user.uri);
    }
  }
  return found;
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

const prefixes = sideTable<IdlFile, string>();

/** The prefix that names of the file have elsewhere; empty where they can have none. Kept with the file: every list asks for all. */
function prefixOf(file: IdlFile): string {
  let prefix = prefixes.get(file);
  if (prefix === undefined) {
    const alias = programName(decode(file.uri));
    prefix = isPrefix(alias) ? alias : '';
    prefixes.set(file, prefix);
  }
  return prefix;
}

/** The known files that could be included here and are not yet, each with the prefix that its names would have. */
function* includable({ file, scope, project }: CompletionInput): Generator<{ other: IdlFile; alias: string }> {
  const aliases = new Set(scope.includes.map((include) => include.alias));
  const included = new Set(scope.includes.map((include) => include.file?.uri));
  let users: ReadonlySet<string> | undefined;
  for (const other of project.allFiles()) {
    const alias = prefixOf(other);
    if (
      alias === '' ||
      included.has(other.uri) ||
      aliases.has(alias) ||
      file.named.has(alias) ||
      other.document.fbthrift
    )
      continue;
    users ??= usersOf(file, project);
    if (!users.has(other.uri) && project.relativePath(other.uri) !== undefined) yield { other, alias };
  }
}

/**
 * Every definition that `accepts` wants and that what is typed may mean: of this file, of those it includes, and of all
 * others that could be included. `isCut` tells that some of the last were left out.
 */
export function nameables(
  input: CompletionInput,
  accepts: (definition: NamedDefinition) => boolean,
): { readonly found: readonly Nameable[]; readonly isCut: boolean } {
  const { file, scope, cursor } = input;
  const found: Nameable[] = [];
  const seen = new Set<string>();
  const add = (name: string, definition: NamedDefinition, where: IdlFile, from: Nameable['from']): void => {
    if (seen.has(name) || !accepts(definition) || !matches(cursor.typed, name)) return;
    seen.add(name);
    found.push({ name, definition, file: where, from });
  };
  for (const definitions of file.named.values())
    for (const definition of definitions) add(definition.name.text, definition, file, 'here');
  for (const { alias, file: other } of scope.includes) {
    if (!other || other.uri === file.uri || !isPrefix(alias)) continue;
    for (const definitions of other.named.values())
      for (const definition of definitions) add(`${alias}.${definition.name.text}`, definition, other, 'included');
  }
  const own = found.length;
  for (const { other, alias } of includable(input)) {
    for (const definitions of other.named.values())
      for (const definition of definitions) {
        add(`${alias}.${definition.name.text}`, definition, other, 'elsewhere');
        if (found.length - own <= mostElsewhere) continue;
        // Nobody reads so many; what is typed next will choose among them.
        const isShown = cursor.typed !== '';
        return { found: found.slice(0, isShown ? own + mostElsewhere : own), isCut: true };
      }
  }
  return { found, isCut: false };
}

const kinds: Readonly<Record<NamedDefinition['kind'], CandidateKind>> = {
  Struct: 'struct',
  Union: 'struct',
  Exception: 'struct',
  Enum: 'enum',
  Senum: 'enum',
  Typedef: 'typedef',
  Service: 'service',
  Const: 'constant',
};

/** Makes the candidates' edits for includes; the place is the same for all of them. */
export function createIncluder({ file, project }: CompletionInput): (target: string) => Candidate['include'] {
  let model: TextEdit | undefined;
  const mark = '\0';
  return (target) => {
    model ??= insertInclude(file, mark);
    const path = project.includePathFor(file.uri, target);
    return { path, edit: { ...model, newText: model.newText.replace(mark, () => path) } };
  };
}

export function candidateOf(
  { name, definition, file, from }: Nameable,
  includer: (target: string) => Candidate['include'],
): Candidate {
  const include = from === 'elsewhere' ? includer(file.uri) : undefined;
  return {
    kind: kinds[definition.kind],
    label: name,
    detail: definition.keyword.text,
    declared: { uri: file.uri, name: definition.name.text },
    ...(include && { include }),
  };
}
