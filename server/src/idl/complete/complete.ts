import { annotationKeyCandidates, annotationValueCandidates } from './annotations';
import { type Candidate, type Completion, keywords, matches } from './candidate';
import { commentCandidates } from './comments';
import { includeCandidates, namespaceCandidates, scopeCandidates } from './headers';
import type { CompletionInput } from './input';
import { enumValueCandidates, fieldCandidates, fieldHeadCandidates } from './members';
import { snippetCandidates } from './snippets';
import { serviceCandidates, typeCandidates } from './types';
import { valueCandidates } from './values';

const definitionWords = ['struct', 'service', 'enum', 'exception', 'union', 'typedef', 'const', 'include', 'namespace'];

const words = (...list: readonly string[]): Candidate[] =>
  keywords(...list).map((each) => ({ ...each, insert: `${each.label} ` }));

const all = (candidates: readonly Candidate[]): Completion => ({ candidates, isIncomplete: false });

function candidatesAt(input: CompletionInput): Completion {
  const { place } = input.cursor;
  switch (place.kind) {
    case 'definition':
      return all([...words(...definitionWords), ...snippetCandidates(input, place)]);
    case 'include':
      return all(includeCandidates(input));
    case 'namespace-scope':
      return all(scopeCandidates(input));
    case 'namespace-name':
      return all(namespaceCandidates(input, place.scope));
    case 'field': {
      const fields = fieldCandidates(input, place);
      return { ...fields, candidates: [...fields.candidates, ...snippetCandidates(input, place)] };
    }
    case 'field-head':
      return fieldHeadCandidates(input, place);
    case 'type':
      return typeCandidates(input, place);
    case 'method':
    case 'throws': {
      const clause = place.kind === 'throws' ? throwsClause : [];
      if (place.kind === 'throws' && !place.method) return all(clause);
      const types = typeCandidates(input, { kind: 'type', where: 'result', inside: undefined, method: undefined });
      const more = [...words('oneway'), ...snippetCandidates(input, { kind: 'method' })];
      return { ...types, candidates: [...clause, ...types.candidates, ...more] };
    }
    case 'oneway-result':
      return all(words('void'));
    case 'extends':
      return all(words('extends'));
    case 'service':
      return serviceCandidates(input, place.name);
    case 'value':
      return valueCandidates(input, place);
    case 'enum-value':
      return all(enumValueCandidates(place.used).candidates);
    case 'annotation-key':
      return all(annotationKeyCandidates(input, place));
    case 'annotation-value':
      return all(annotationValueCandidates(input, place));
    case 'nothing':
      return all([]);
  }
}

const throwsClause: readonly Candidate[] = [
  { kind: 'keyword', label: 'throws', insert: 'throws (1: $1)', isSnippet: true, continues: true },
];

/** In a string only what is looked for in one: the path of an include, the value of an annotation, a struct's field as a key. */
function isForStrings(input: CompletionInput): boolean {
  const { place } = input.cursor;
  return place.kind === 'include' || place.kind === 'annotation-value' || place.kind === 'value';
}

/** How well a label fits what was typed: the name begins with it, its file does, a word in it does, or its letters are merely in there. */
function misfit(typed: string, text: string): number {
  const [wanted, given] = [typed.toLowerCase(), text.toLowerCase()];
  const name = given.slice(given.lastIndexOf('.') + 1);
  if (name.startsWith(wanted)) return 0;
  if (given.startsWith(wanted)) return 1;
  const capital = `${typed.slice(0, 1).toUpperCase()}${wanted.slice(1)}`;
  return text.includes(capital) || given.includes(`_${wanted}`) ? 2 : 3;
}

/** Those that fit better go first; of others the order stays. Some clients show a list as it is sent. */
function byFit(typed: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const fit = new Map(candidates.map((each) => [each, misfit(typed, each.filter ?? each.label)]));
  return [...candidates].sort((a, b) => (fit.get(a) ?? 0) - (fit.get(b) ?? 0));
}

/** What may be written at the cursor, the likeliest first, each once. */
export function complete(input: CompletionInput): Completion {
  const { cursor } = input;
  if (cursor.comment) return all(commentCandidates(input));
  if (cursor.string && !isForStrings(input)) return all([]);
  const { candidates, isIncomplete } = candidatesAt(input);
  const seen = new Set<string>();
  const kept = candidates.filter((candidate) => {
    const { label, kind, filter, range } = candidate;
    // A word that is also the prefix of a snippet is offered as both.
    const key = kind === 'snippet' ? `${label}\n` : label;
    if (seen.has(key)) return false;
    seen.add(key);
    return range !== undefined || matches(cursor.typed, filter ?? label);
  });
  return { candidates: cursor.typed === '' ? kept : byFit(cursor.typed, kept), isIncomplete };
}
