import { providersOf } from '../edit/includes';
import { maxFieldId, nextFreeId } from '../model/fieldIds';
import type { Candidate } from './candidate';
import type { CompletionInput, Snippet } from './input';
import { usedIds } from './members';
import { createIncluder } from './names';
import type { Place } from './place';

/** What a snippet's text begins, told from its first word. */
type Begins = 'definition' | 'method' | 'field';

const definers = /^(?:namespace|include|struct|union|exception|enum|service|typedef|const)\b/;
/** The id that a field of a snippet begins with: one to choose, or one that is meant. */
const leadingId = /^(?:\$\{(\d+):\d+\}|(\d+))(?=\s*:)/;
/** A type of another file, written out. */
const foreignType = /^\d+:\s*\w+\s+(\w+\.\w+)/;

function beginsWith({ body }: Snippet): Begins {
  if (definers.test(body)) return 'definition';
  return leadingId.test(body) ? 'field' : 'method';
}

/** The text of a field's snippet with the next free id, and the include that its type needs; undefined where it would be wrong. */
function fieldSnippet(
  body: string,
  place: Extract<Place, { kind: 'field' }>,
  input: CompletionInput,
): Pick<Candidate, 'insert' | 'include'> | undefined {
  const used = usedIds(input, place);
  const [, chosen, meant] = leadingId.exec(body) ?? [];
  if (chosen !== undefined) {
    const next = nextFreeId(used);
    if (next === undefined || next > maxFieldId) return undefined;
    return { insert: body.replace(leadingId, `\${${chosen}:${next}}`) };
  }
  if (meant === undefined || used.has(BigInt(meant))) return undefined;
  const type = foreignType.exec(body)?.[1];
  if (type === undefined || input.scope.type(type).kind === 'found') return { insert: body };
  const providers = providersOf(type, input.file, input.project, ({ kind, name }) => {
    return kind === 'Struct' && type.endsWith(`.${name.text}`);
  });
  const provider = providers.find(({ name }) => name === type);
  const include = provider && createIncluder(input)(provider.file.uri);
  return include && { insert: body, include };
}

/** The snippets that make sense at a place. */
export function snippetCandidates(
  input: CompletionInput,
  place: Extract<Place, { kind: 'definition' | 'field' }> | { readonly kind: 'method' },
): Candidate[] {
  if (place.kind === 'field' && place.list !== 'struct' && place.list !== 'exception') return [];
  return input.snippets
    .filter((snippet) => beginsWith(snippet) === place.kind)
    .flatMap((snippet): Candidate[] => {
      const [label] = snippet.prefixes;
      const { body, description } = snippet;
      const written = place.kind === 'field' ? fieldSnippet(body, place, input) : { insert: body };
      if (label === undefined || !written) return [];
      return [{ kind: 'snippet', label, isSnippet: true, detail: description, ...written }];
    });
}
