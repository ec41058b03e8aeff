import { deriveNamespace, scopeNameOf } from '../resolve/layout';
import { knownScopes } from '../vocabulary/namespaceScopes';
import type { Candidate } from './candidate';
import type { CompletionInput } from './input';

/** How many files of the workspace give each scope a namespace. */
function scopesInUse({ project }: CompletionInput): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of project.allFiles()) {
    for (const namespace of file.namespaces) {
      const scope = scopeNameOf(namespace);
      counts.set(scope, (counts.get(scope) ?? 0) + 1);
    }
  }
  return counts;
}

/** What is in use where nobody has written a namespace yet. */
const usual: readonly string[] = ['go', 'js', 'java', 'py', 'cpp', 'rs'];

/** The scopes that the file has no namespace for: those that its neighbours use first. */
export function scopeCandidates(input: CompletionInput): Candidate[] {
  const taken = new Set(input.file.namespaces.filter(({ broken }) => !broken).map(scopeNameOf));
  const counts = scopesInUse(input);
  const rank = (scope: string): number => {
    const place = usual.indexOf(scope);
    return (counts.get(scope) ?? 0) * 100 - (place === -1 ? usual.length : place);
  };
  return [...knownScopes]
    .filter((scope) => !taken.has(scope))
    .sort((a, b) => rank(b) - rank(a) || (a < b ? -1 : 1))
    .map((label) => ({ kind: 'keyword', label, insert: `${label} `, continues: true }));
}

/** The name that the file should have, by its place and its neighbours. */
export function namespaceCandidates({ file, project }: CompletionInput, scope: string): Candidate[] {
  return [{ kind: 'namespace', label: deriveNamespace(file, project, scope === '*' ? 'go' : scope) }];
}

/** The files and folders that an include's path may go on with. `string` is missing where no quote is written yet. */
export function includeCandidates(input: CompletionInput): Candidate[] {
  const { file, scope, cursor, includeChoices, project } = input;
  const { string } = cursor;
  if (!string) return wholePaths(input);
  const slash = string.typed.lastIndexOf('/') + 1;
  const folder = string.typed.slice(0, slash);
  // The include that is being written does not count.
  const included = new Set(
    scope.includes
      .filter(({ node, target }) => target.kind === 'found' && !touches(file.rangeOf(node.path), cursor.offset))
      .map(({ target }) => (target.kind === 'found' ? target.uri : '')),
  );
  return includeChoices(folder).flatMap(({ name, isFolder }): Candidate[] => {
    const target = isFolder ? undefined : project.resolveInclude(file.uri, folder + name);
    if (target && (target.kind !== 'found' || target.uri === file.uri || included.has(target.uri))) return [];
    return [
      {
        kind: isFolder ? 'folder' : 'file',
        label: isFolder ? `${name}/` : name,
        range: { start: string.range.start + slash, end: string.range.end },
        ...(isFolder && { continues: true }),
      },
    ];
  });
}

function touches({ start, end }: { start: number; end: number }, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** Behind the bare keyword: whole includes of what lies near. */
function wholePaths({ file, scope, includeChoices, project }: CompletionInput): Candidate[] {
  const included = new Set(scope.includes.map(({ target }) => (target.kind === 'found' ? target.uri : '')));
  return includeChoices('').flatMap(({ name, isFolder }): Candidate[] => {
    if (isFolder) return [];
    const target = project.resolveInclude(file.uri, name);
    if (target.kind !== 'found' || target.uri === file.uri || included.has(target.uri)) return [];
    return [{ kind: 'file', label: `"${name}"` }];
  });
}
