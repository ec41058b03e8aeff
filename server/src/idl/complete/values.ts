import { chunkAt } from '../model/document';
import { enumValuesOf } from '../model/enumValues';
import type { IdlFile } from '../model/file';
import type { Enum, NamedDefinition, Type } from '../model/tree';
import { type ConstantUse, fitsType, isTakenByApache } from '../resolve/constantUse';
import { createScope, type TrueType } from '../resolve/scope';
import { createScopes } from '../resolve/typedValues';
import { type Candidate, type Completion, matches } from './candidate';
import type { CompletionInput } from './input';
import { candidateOf, createIncluder, nameables } from './names';
import type { Place, Step } from './place';

type ValuePlace = Extract<Place, { kind: 'value' }>;

/** The type that is due inside a literal, and the names of fields that may still be set there. */
interface Expected {
  readonly type: TrueType;
  readonly keys: readonly { readonly name: string; readonly type: Type }[];
}

const unknown: TrueType = { kind: 'unknown' };

/** Follows the steps from the declared type into what it holds. */
function expectedAt({ scope, project }: CompletionInput, declared: Type | undefined, path: readonly Step[]): Expected {
  let at: TrueType = declared ? scope.trueType(declared) : unknown;
  const inner = (type: Type, file: IdlFile): TrueType =>
    (file === scope.file ? scope : createScope(file, project)).trueType(type);
  for (const [i, step] of path.entries()) {
    if (at.kind === 'unknown') break;
    if (at.kind === 'definition') {
      const fields = 'fields' in at.definition ? at.definition.fields : [];
      if (step.kind === 'key') {
        const keys = fields
          .filter(({ name }) => !step.used.includes(name.text))
          .map(({ name, type }) => ({ name: name.text, type }));
        return i === path.length - 1 ? { type: unknown, keys } : { type: unknown, keys: [] };
      }
      const field = step.kind === 'value' ? fields.find(({ name }) => name.text === step.key) : undefined;
      at = field ? inner(field.type, at.file) : unknown;
      continue;
    }
    const { type, file }: { type: Type; file: IdlFile } = at;
    if (type.kind === 'MapType')
      at = step.kind === 'key' ? inner(type.key, file) : step.kind === 'value' ? inner(type.value, file) : unknown;
    else if (type.kind === 'ListType' || type.kind === 'SetType')
      at = step.kind === 'element' ? inner(type.element, file) : unknown;
    else at = unknown;
  }
  return { type: at, keys: [] };
}

/** The prefix of the file's names here; undefined where they cannot be written. */
function aliasOf({ file: own, scope }: CompletionInput, file: IdlFile): string | undefined {
  return file.uri === own.uri ? '' : scope.includes.find((each) => each.file?.uri === file.uri)?.alias;
}

/** Whether the compilers that the project's dialect stands for take the use. */
function compiles({ dialect, file, cursor }: CompletionInput, due: TrueType, use: ConstantUse): boolean {
  return dialect === 'thriftgo' || isTakenByApache(due, use, file, cursor.word.start);
}

/** The items of an enum; by their numbers where no compiler but thriftgo knows the names. */
function itemsOf(input: CompletionInput, due: TrueType, file: IdlFile, owner: Enum): Candidate[] {
  const alias = aliasOf(input, file);
  if (alias === undefined) return [];
  const prefix = alias === '' ? owner.name.text : `${alias}.${owner.name.text}`;
  return [...enumValuesOf(owner)].flatMap(({ item, value }): Candidate[] => {
    const name = `${prefix}.${item.name.text}`;
    const declared = { uri: file.uri, name: owner.name.text, item: item.name.text };
    if (compiles(input, due, { definition: owner, item, file, alias }))
      return [{ kind: 'item', label: name, ...(item.value && { detail: `= ${item.value.text}` }), declared }];
    if (due.kind !== 'definition' || owner.broken) return [];
    return [{ kind: 'item', label: `${value}`, filter: name, detail: name, declared }];
  });
}

/** Constants that fit, nearest first. */
function constants(input: CompletionInput, due: TrueType): Completion {
  const isConst = ({ kind }: NamedDefinition): boolean => kind === 'Const';
  const { found, isCut } = nameables(input, isConst);
  const { document, definitions } = input.file;
  const own = definitions[chunkAt(document, input.cursor.word.start)];
  const includer = createIncluder(input);
  const fits = fitsType(due, createScopes(input.scope, input.project));
  const candidates = found.flatMap((each) => {
    const { name, definition, file } = each;
    if (definition.kind !== 'Const' || definition === own || (each.from === 'elsewhere' && input.cursor.typed === ''))
      return [];
    const alias = name.slice(0, Math.max(0, name.lastIndexOf('.')));
    const use: ConstantUse = { definition, item: undefined, file, alias };
    if (!fits(use) || !compiles(input, due, use)) return [];
    return [
      {
        ...candidateOf(each, includer),
        ...(definition.value && { detail: `= ${shorten(file.textOf(definition.value))}` }),
      },
    ];
  });
  return { candidates, isIncomplete: isCut };
}

const longestValue = 40;

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > longestValue ? `${line.slice(0, longestValue)}…` : line;
}

const snippet = (label: string, insert: string): Candidate => ({ kind: 'value', label, insert, isSnippet: true });

/** What begins a literal of the type. */
function literals(type: TrueType): Candidate[] {
  if (type.kind === 'definition') return 'fields' in type.definition ? [snippet('{}', '{$1}')] : [];
  if (type.kind === 'unknown') return [];
  switch (type.type.kind) {
    case 'ListType':
    case 'SetType':
      return [snippet('[]', '[$1]')];
    case 'MapType':
      return [snippet('{}', '{$1}')];
    default:
      if (type.type.name === 'bool')
        return [
          { kind: 'value', label: 'true' },
          { kind: 'value', label: 'false' },
        ];
      return type.type.name === 'string' || type.type.name === 'binary' ? [snippet('""', '"$1"')] : [];
  }
}

/** The enums whose items are asked for by name: what is typed ends in a dot, or goes on behind one. */
function typedEnum(input: CompletionInput, due: TrueType): Candidate[] {
  const { typed } = input.cursor;
  const dot = typed.lastIndexOf('.');
  if (dot === -1) return [];
  const found = input.scope.type(typed.slice(0, dot));
  if (found.kind !== 'found' || found.definition.kind !== 'Enum') return [];
  return itemsOf(input, due, found.file, found.definition);
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((each) => [each.filter ?? each.label, each])).values()];
}

/** The values that may stand at a place, by the type that is due there. */
export function valueCandidates(input: CompletionInput, { type: declared, path }: ValuePlace): Completion {
  const { string, typed } = input.cursor;
  const { type, keys } = expectedAt(input, declared, path);
  if (keys.length > 0) {
    const candidates = keys.map(
      ({ name }): Candidate => ({
        kind: 'field',
        label: string ? name : `"${name}"`,
        insert: string ? name : `"${name}": `,
        ...(string && { range: string.range }),
      }),
    );
    return { candidates, isIncomplete: false };
  }
  if (string) return { candidates: [], isIncomplete: false };
  const owner = type.kind === 'definition' && type.definition.kind === 'Enum' ? type.definition : undefined;
  const items = owner && type.kind === 'definition' ? itemsOf(input, type, type.file, owner) : [];
  const more = constants(input, type);
  const all = distinct([...items, ...literals(type), ...more.candidates, ...(owner ? [] : typedEnum(input, type))]);
  return {
    candidates: all.filter(({ label, filter }) => matches(typed, filter ?? label)).slice(0, mostValues),
    isIncomplete: more.isIncomplete || all.length > mostValues,
  };
}

const mostValues = 300;
