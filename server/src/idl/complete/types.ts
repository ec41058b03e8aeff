import { sideTable } from '../../core/sideTable';
import type { IdlFile } from '../model/file';
import { baseTypeNames, type NamedDefinition } from '../model/tree';
import { wordsOf } from '../vocabulary/naming';
import { type Candidate, type Completion, matches } from './candidate';
import { nameBehind } from './cursor';
import { type Counts, cluesIn, typeUsesIn } from './habits';
import type { CompletionInput } from './input';
import { candidateOf, createIncluder, type Nameable, nameables } from './names';
import type { Place } from './place';

type TypePlace = Extract<Place, { kind: 'type' }>;

const containers: readonly Candidate[] = [
  { kind: 'base-type', label: 'list', insert: 'list<$1>', isSnippet: true, continues: true },
  { kind: 'base-type', label: 'map', insert: 'map<$1, $2>', isSnippet: true, continues: true },
  { kind: 'base-type', label: 'set', insert: 'set<$1>', isSnippet: true, continues: true },
];

/** What no new text should be written with. */
const outdated: ReadonlySet<string> = new Set(['byte', 'slist']);

/** Base types as often as they are used, the rarest last: the order where nothing else tells. */
const usual: readonly string[] = [
  'string',
  'i64',
  'i32',
  'bool',
  'double',
  'binary',
  'i16',
  'i8',
  'uuid',
  'byte',
  'slist',
];

/** The base types that the dialect has. */
function baseTypes({ dialect }: CompletionInput): Candidate[] {
  const names = [...baseTypeNames].sort((a, b) => usual.indexOf(a) - usual.indexOf(b));
  const known = names.filter((name) => !outdated.has(name) && (name !== 'uuid' || dialect !== 'thriftgo'));
  return known.map((label) => ({ kind: 'base-type', label }));
}

/** Whether a definition can stand where a type is due. */
function accepts(place: TypePlace): (definition: NamedDefinition) => boolean {
  return ({ kind }) => {
    switch (kind) {
      case 'Const':
      case 'Service':
        return false;
      case 'Exception':
        return place.where === 'throws';
      case 'Enum':
      case 'Senum':
      case 'Typedef':
        return place.where !== 'throws';
      default:
        return place.where !== 'throws' && (place.inside !== 'key' || kind !== 'Union');
    }
  };
}

function sum(counts: Counts): number {
  let all = 0;
  for (const each of counts.values()) all += each;
  return all;
}

/** The part of the uses counted that is a type's, as a function of its name. */
function shareIn(counts: Counts): (name: string) => number {
  const all = sum(counts);
  return all === 0 ? () => 0 : (name) => (counts.get(name) ?? 0) / all;
}

/** The words of a name without the `s` of a plural, in small letters. */
function stemsOf(name: string): readonly string[] {
  return wordsOf(name).map((each) =>
    each
      .toLowerCase()
      .replace(/ies$/, 'y')
      .replace(/(?<=ch|sh|ss|x)es$|s$/, ''),
  );
}

const stemsBy = sideTable<NamedDefinition, readonly string[]>();

/** Kept with the definition: every list of types asks for the words of all of them. */
function stemsOfDefinition(definition: NamedDefinition): readonly string[] {
  let stems = stemsBy.get(definition);
  if (!stems) {
    stems = stemsOf(definition.name.text);
    stemsBy.set(definition, stems);
  }
  return stems;
}

/** A type by the name that it has here; its words, where it is somebody's own. */
type Score = (name: string, stems: readonly string[]) => number;

/** How well a type fits a field of the name `hint`, by what the file and those that it includes do. */
function createScore({ file, scope }: CompletionInput, hint: string | undefined): Score {
  const usual = shareIn(typeUsesIn(file));
  if (hint === undefined) return (name) => 3 * Math.sqrt(usual(name));
  const words = new Set(stemsOf(hint));
  const clues = (where: IdlFile) => {
    const { name, last, first } = cluesIn(where, hint);
    return { name: shareIn(name), last: shareIn(last), first: shareIn(first) };
  };
  const here = clues(file);
  const around = scope.includes.flatMap(({ file: other, alias }) =>
    other && other !== file ? [{ prefix: `${alias}.`, ...clues(other) }] : [],
  );

  /** How many words of the field's name stand in the type's name: `User` for `user_info`. */
  const likeness = (parts: readonly string[]): number => {
    const common = parts.filter((each) => words.has(each)).length;
    return common === 0 ? 0 : common / Math.max(parts.length, words.size);
  };

  return (name, stems) => {
    let score = 3 * Math.sqrt(usual(name)) + 6 * likeness(stems);
    score += 10 * here.name(name) + 4 * here.last(name) + 2 * here.first(name);
    for (const { prefix, ...there } of around) {
      const bare = name.startsWith(prefix) ? name.slice(prefix.length) : name;
      score += 2 * there.name(bare) + there.last(bare) + there.first(bare) / 2;
    }
    return score;
  };
}

/** What a base type has ahead where the file tells little. */
const commonness = (label: string): number => {
  const place = usual.indexOf(label);
  return place === -1 ? 0.35 : Math.max(0.1, 1 - place / 7);
};

const nearness: Readonly<Record<Nameable['from'], number>> = { here: 0.3, included: 0.2, elsewhere: -4 };

/** How requests and responses are called. */
const requestWord = /(?:Request|Req|Args|Params)(?:V?\d+)?$/;
const responseWord = /(?:Response|Resp|Rsp|Reply|Result)(?:V?\d+)?$/;

/** The types that may stand at a place, likeliest first. */
export function typeCandidates(input: CompletionInput, place: TypePlace): Completion {
  const { file, cursor } = input;
  const { found, isCut } = nameables(input, accepts(place));
  const hints = place.inside === 'key' ? [] : [nameBehind(file, cursor), place.method];
  const scores = hints.flatMap((hint) => (hint === undefined ? [] : [createScore(input, hint)]));
  if (scores.length === 0) scores.push(createScore(input, undefined));
  const score: Score = (name, stems) => scores.reduce((best, each) => Math.max(best, each(name, stems)), 0);
  const ending = place.method !== undefined ? requestWord : place.where === 'result' ? responseWord : undefined;
  const includer = createIncluder(input);
  const uses = typeUsesIn(file);
  // What nobody uses yet was written to be used, most likely here.
  const isNew = ({ from, name }: Nameable): boolean => from === 'here' && !uses.has(name);
  const scored: { score: number; make: () => Candidate }[] = found.map((each) => ({
    score:
      score(each.name, stemsOfDefinition(each.definition)) +
      nearness[each.from] +
      (isNew(each) ? 0.5 : 0) +
      (ending?.test(each.name) ? 4 : 0),
    make: () => candidateOf(each, includer),
  }));
  if (place.where !== 'throws') {
    for (const candidate of [...baseTypes(input), ...containers])
      if (matches(cursor.typed, candidate.label))
        scored.push({
          score: score(candidate.label, stemsOf(candidate.label)) + commonness(candidate.label),
          make: () => candidate,
        });
    if (place.where === 'result' && matches(cursor.typed, 'void'))
      scored.push({ score: score('void', []), make: () => ({ kind: 'keyword', label: 'void' }) });
  }
  scored.sort((a, b) => b.score - a.score);
  return {
    candidates: scored.slice(0, mostTypes).map(({ make }) => make()),
    isIncomplete: isCut || scored.length > mostTypes,
  };
}

/** More than anybody reads; editors ask again as more is typed. */
const mostTypes = 200;

/** The services that a service may extend. */
export function serviceCandidates(input: CompletionInput, own: string): Completion {
  const { found, isCut } = nameables(input, ({ kind, name }) => kind === 'Service' && name.text !== own);
  const includer = createIncluder(input);
  return { candidates: found.map((each) => candidateOf(each, includer)), isIncomplete: isCut };
}
