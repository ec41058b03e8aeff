import type { TextEdit } from '../../core/finding';
import { contains, type TextRange } from '../../core/range';
import type { IdlFile } from '../model/file';
import type { Definition, Field, StructLike } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { dependentsOf, usersOf } from '../resolve/references';
import { isNameTaken, renameDefinition, renameEnumItem, renameField, renameMethod } from '../resolve/rename';
import { tokenize } from '../syntax/lexer';
import type { consequences, refusals } from './renameTexts';
import { spotAt } from './spot';
import { type IdlSymbol, symbolOf } from './symbol';

/** Why it cannot be done; `key` names the text, `data` fills it. */
export interface Refusal {
  readonly kind: 'refused';
  readonly key: keyof typeof refusals;
  readonly data: Readonly<Record<string, string | number>>;
}

/** What would be renamed, and its name under the cursor. */
export interface RenameTarget {
  readonly kind: 'target';
  readonly symbol: Exclude<IdlSymbol, { kind: 'include' }>;
  readonly range: TextRange;
  readonly name: string;
}

/** Edits in all files, with what they change besides the IDL. */
export interface Renamed {
  readonly kind: 'renamed';
  readonly edits: readonly TextEdit[];
  readonly consequence: keyof typeof consequences;
}

function refuse(key: Refusal['key'], data: Refusal['data'] = {}): Refusal {
  return { kind: 'refused', key, data };
}

function shownPath(file: IdlFile, project: IdlProject): string {
  return project.relativePath(file.uri) ?? file.uri;
}

/** What a rename at an offset would be about. */
export function renameTargetAt(file: IdlFile, offset: number, project: IdlProject): RenameTarget | Refusal {
  const spot = spotAt(file, offset);
  if (spot?.role === 'base-type' || spot?.role === 'keyword')
    return refuse('language', { name: file.text.slice(spot.range.start, spot.range.end) });
  const found = spot && symbolOf(file, spot, offset, project);
  if (!found) return refuse('nothing');
  const { symbol, range } = found;
  if (symbol.kind === 'include') return refuse('include');
  const name = symbol.node.name.text;
  const path = shownPath(symbol.file, project);
  if (symbol.file.uri !== file.uri && project.relativePath(symbol.file.uri) === undefined)
    return refuse('outside', { name, path });
  if (symbol.file.document.fbthrift) return refuse('fbthrift', { path });
  return { kind: 'target', symbol, range, name };
}

function problemOfName(newName: string): Refusal | undefined {
  const { tokens, comments } = tokenize(newName);
  const [token] = tokens;
  const isWhole = tokens.length === 1 && comments.length === 0 && token?.text === newName;
  if (isWhole && token.kind === 'keyword') return refuse('keyword', { newName });
  return isWhole && token.kind === 'identifier' && !newName.includes('.') ? undefined : refuse('badName', { newName });
}

/** `$name` in the checks of thrift-gen-validator: other fields of the struct are named so. */
function validatorReferences(file: IdlFile, owner: StructLike, name: string): TextRange[] {
  return owner.fields.flatMap(({ annotations }) =>
    (annotations?.items ?? []).flatMap(({ key, value }) => {
      if (value?.kind !== 'StringLiteral' || !key.text.startsWith('vt.')) return [];
      const { start } = file.rangeOf(value);
      return [...value.text.matchAll(/\$(\w+)/g)]
        .filter(([, word]) => word === name)
        .map(({ index }) => ({ start: start + index + 1, end: start + index + 1 + name.length }));
    }),
  );
}

function renameParameter(file: IdlFile, list: readonly Field[], field: Field, newName: string): TextEdit[] | Refusal {
  const others = list.filter((each) => each !== field);
  if (others.some(({ name }) => name.text === newName)) return refuse('taken', { newName });
  return [{ uri: file.uri, range: file.rangeOf(field.name), newText: newName }];
}

/** The edits, or why there are none; the functions of `resolve/rename.ts` tell only whether there are. */
function editsFor(symbol: RenameTarget['symbol'], newName: string, project: IdlProject): readonly TextEdit[] | Refusal {
  const { file } = symbol;
  const name = symbol.node.name.text;
  const taken = refuse('taken', { newName });
  const ambiguous = refuse('ambiguous', { name });
  switch (symbol.kind) {
    case 'definition':
      if ((file.named.get(name)?.length ?? 0) > 1) return ambiguous;
      // Whether a name is free takes a look at every file, so it is not asked twice.
      return (
        renameDefinition(project, file, symbol.node, newName) ??
        (isNameTaken(project, file, newName) ? taken : refuse('unclear', { name }))
      );
    case 'item': {
      const { items } = symbol.owner;
      if (items.some((each) => each.name.text === newName)) return taken;
      if (items.filter((each) => each.name.text === name).length > 1) return ambiguous;
      return renameEnumItem(project, file, symbol.owner, symbol.node, newName) ?? refuse('unclear', { name });
    }
    case 'field': {
      const { fields } = symbol.owner;
      if (fields.some((each) => each.name.text === newName)) return taken;
      if (fields.filter((each) => each.name.text === name).length > 1) return ambiguous;
      const edits = renameField(project, file, symbol.owner, symbol.node.name, newName);
      if (!edits) return refuse('unclear', { name });
      const checks = validatorReferences(file, symbol.owner, name);
      return [...edits, ...checks.map((range) => ({ uri: file.uri, range, newText: newName }))];
    }
    case 'method':
      return renameMethod(project, file, symbol.owner, symbol.node.name, newName) ?? taken;
    case 'parameter': {
      const isThrown = symbol.node.parent?.kind === 'Throws';
      const list = isThrown ? (symbol.owner.throws?.fields ?? []) : symbol.owner.arguments;
      return renameParameter(file, list, symbol.node, newName);
    }
  }
}

/** The files in which the symbol could be named. */
function filesThatMayName(symbol: RenameTarget['symbol'], project: IdlProject): Iterable<IdlFile> {
  if (symbol.kind === 'field') return dependentsOf(symbol.file, project);
  if (symbol.kind === 'definition' || symbol.kind === 'item') return usersOf(symbol.file, project);
  return [symbol.file];
}

/** A place in a broken definition where the name stands, or may stand, without an edit for it. */
function leftOutIn(
  file: IdlFile,
  definition: Definition,
  name: string,
  edits: readonly TextEdit[],
): number | undefined {
  const chunk = file.chunkOf(definition);
  const start = file.rangeOf({ in: definition, span: { start: 0, end: 0 } }).start;
  const text = file.text.slice(start, start + (chunk?.length ?? 0));
  const isEdited = (range: TextRange) => edits.some((edit) => edit.uri === file.uri && contains(range, edit.range));
  for (const { kind, text: word, span } of tokenize(text).tokens) {
    if (kind !== 'identifier' || !word.split('.').includes(name)) continue;
    if (!isEdited({ start: start + span.start, end: start + span.end })) return start + span.start;
  }
  // What a string or comment without end has swallowed may have been code a moment ago.
  const swallowed = (chunk?.problems ?? []).find(
    ({ code, span }) => code.startsWith('unterminated') && text.slice(span.start, span.end).includes(name),
  );
  return swallowed && start + swallowed.span.start;
}

/** Broken text that a rename would leave out. */
function brokenText(
  symbol: RenameTarget['symbol'],
  edits: readonly TextEdit[],
  project: IdlProject,
): Refusal | undefined {
  const name = symbol.node.name.text;
  for (const file of filesThatMayName(symbol, project)) {
    for (const definition of file.definitions) {
      if (!definition.broken) continue;
      const at = leftOutIn(file, definition, name, edits);
      if (at === undefined) continue;
      return refuse('broken', { name, path: shownPath(file, project), line: file.lines.positionAt(at).line + 1 });
    }
  }
  return undefined;
}

function consequenceOf(symbol: RenameTarget['symbol']): Renamed['consequence'] {
  if (symbol.kind !== 'definition') return symbol.kind;
  if (symbol.node.kind === 'Service') return 'service';
  return symbol.node.kind === 'Const' ? 'constant' : 'type';
}

/** Renames in all known files, or tells why not. */
export function renameSymbol({ symbol, name }: RenameTarget, newName: string, project: IdlProject): Renamed | Refusal {
  const problem = problemOfName(newName);
  if (problem) return problem;
  const consequence = consequenceOf(symbol);
  if (newName === name) return { kind: 'renamed', edits: [], consequence };
  const edits = editsFor(symbol, newName, project);
  if ('kind' in edits) return edits;
  return brokenText(symbol, edits, project) ?? { kind: 'renamed', edits, consequence };
}
