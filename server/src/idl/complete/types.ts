import type { IdlFile } from '../model/file';
import { baseTypeNames, type NamedDefinition } from '../model/tree';
import { wordsOf } from '../vocabulary/naming';
import { type Candidate, type Completion, matches } from './candidate';
import { nameBehind } from './cursor';
import { type Habits, habitsOf, lastWordOf } from './habits';
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

/** The base types that the dialect has. */
function baseTypes({ dialect }: CompletionInput): Candidate[] {
  const names = baseTypeNames.filter((name) => !outdated.has(name) && (name !== 'uuid' || dialect !== 'thriftgo'));
  return names.map((label) => ({ kind: 'base-type', label }));
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

const share = (counts: ReadonlyMap<string, number> | undefined, name: string): number => {
  const own = counts?.get(name) ?? 0;
  if (!counts || own === 0) return 0;
  let all = 0;
  for (const each of counts.values()) all += each;
  return own / all;
};

/** How well a type fits a field of the name `hint`, by what the file and those around it do. */
function createScore({ file, scope }: CompletionInput, hint: string | undefined) {
  const own = habitsOf(file);
  const around: readonly (readonly [IdlFile, Habits, string])[] = scope.includes.flatMap(({ file: other, alias }) =>
    other && other !== file ? [[other, habitsOf(other), alias] as const] : [],
  );
  const word = hint === undefined ? '' : lastWordOf(hint);
  const words = new Set(hint === undefined ? [] : wordsOf(hint).map((each) => each.toLowerCase().replace(/s$/, '')));
  let most = 1;
  for (const each of own.uses.values()) most = Math.max(most, each);

  /** How many words of the field's name stand in the type's name: `User` for `user_info`. */
  const likeness = (name: string): number => {
    if (words.size === 0) return 0;
    const parts = wordsOf(name.slice(name.lastIndexOf('.') + 1)).map((each) => each.toLowerCase().replace(/s$/, ''));
    if (parts.length === 0) return 0;
    return parts.filter((each) => words.has(each)).length / Math.max(parts.length, words.size);
  };

  return (name: string, isDefined: boolean): number => {
    let score = 2 * ((own.uses.get(name) ?? 0) / most);
    if (hint !== undefined) {
      score += 10 * share(own.byName.get(hint), name) + 4 * share(own.byWord.get(word), name);
      for (const [, habits, alias] of around) {
        const there = name.startsWith(`${alias}.`) ? name.slice(alias.length + 1) : name;
        score += 2 * share(habits.byName.get(hint), there) + share(habits.byWord.get(word), there);
      }
      if (isDefined) score += 6 * likeness(name);
    }
    return score;
  };
}

const nearness: Readonly<Record<Nameable['from'], number>> = { here: 0.3, included: 0.2, elsewhere: -1 };

/** How requests and responses are called. */
const requestWord = /(?:Request|Req|Args|Params)(?:V?\d+)?$/;
const responseWord = /(?:Response|Resp|Rsp|Reply|Result)(?:V?\d+)?$/;

/** The types that may stand at a place, likeliest first. */
export function typeCandidates(input: CompletionInput, place: TypePlace): Completion {
  const { file, cursor } = input;
  const { found, isCut } = nameables(input, accepts(place));
  const hint = place.inside === 'key' ? undefined : (place.method ?? nameBehind(file, cursor));
  const score = createScore(input, hint);
  const ending = place.method !== undefined ? requestWord : place.where === 'result' ? responseWord : undefined;
  const includer = createIncluder(input);
  const scored: { score: number; make: () => Candidate }[] = found.map((each) => ({
    score: score(each.name, true) + nearness[each.from] + (ending?.test(each.name) ? 2 : 0),
    make: () => candidateOf(each, includer),
  }));
  if (place.where !== 'throws') {
    for (const candidate of [...baseTypes(input), ...containers])
      if (matches(cursor.typed, candidate.label))
        scored.push({ score: score(candidate.label, false), make: () => candidate });
    if (place.where === 'result' && matches(cursor.typed, 'void'))
      scored.push({ score: score('void', false), make: () => ({ kind: 'keyword', label: 'void' }) });
  }
  scored.sort((a, b) => b.score - a.score);
  return {
    candidates: scored.slice(0, mostTypes).map(({ make }) => make()),
    isIncomplete: isCut || scored.length > mostTypes,
  };
}

/** More than anybody reads; editors ask again as more is typed. */
const mostTypes = 300;

/** The services that a service may extend. */
export function serviceCandidates(input: CompletionInput, own: string): Completion {
  const { found, isCut } = nameables(input, ({ kind, name }) => kind === 'Service' && name.text !== own);
  const includer = createIncluder(input);
  return { candidates: found.map((each) => candidateOf(each, includer)), isIncomplete: isCut };
}
