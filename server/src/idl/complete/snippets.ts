import type { Candidate } from './candidate';
import type { Snippet } from './input';
import type { Place } from './place';

/** What a snippet's text begins, told from its first word. */
type Begins = 'definition' | 'method' | 'field';

const definers = /^(?:namespace|include|struct|union|exception|enum|service|typedef|const)\b/;

function beginsWith({ body }: Snippet): Begins {
  if (definers.test(body)) return 'definition';
  return /^(?:\$\{\d+:)?\d+\}?\s*:/.test(body) ? 'field' : 'method';
}

/** The snippets that make sense at a place. */
export function snippetCandidates(snippets: readonly Snippet[], place: Place): Candidate[] {
  const wanted: Begins | undefined =
    place.kind === 'definition' || place.kind === 'method'
      ? place.kind
      : place.kind === 'field' && (place.list === 'struct' || place.list === 'exception')
        ? 'field'
        : undefined;
  return snippets
    .filter((snippet) => beginsWith(snippet) === wanted)
    .flatMap((snippet): Candidate[] => {
      const [label] = snippet.prefixes;
      if (label === undefined) return [];
      return [{ kind: 'snippet', label, insert: snippet.body, isSnippet: true, detail: snippet.description }];
    });
}
