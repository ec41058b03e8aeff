import type { IdlProject } from '../resolve/project';
import { resolveIncludes } from '../resolve/scope';

/** Whether one of the includes that are added would close a circle. */
export function closesCircle(project: IdlProject, added: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const targetsOf = (uri: string): string[] => {
    const file = project.file(uri);
    const known = file
      ? resolveIncludes(file, project).flatMap(({ target }) => (target.kind === 'found' ? [target.uri] : []))
      : [];
    return [...known, ...(added.get(uri) ?? [])];
  };
  const reaches = (from: string, to: string): boolean => {
    const seen = new Set<string>();
    const open = [from];
    for (let uri = open.pop(); uri !== undefined; uri = open.pop()) {
      if (uri === to) return true;
      if (seen.has(uri)) continue;
      seen.add(uri);
      open.push(...targetsOf(uri));
    }
    return false;
  };
  return [...added].some(([from, targets]) => [...targets].some((to) => reaches(to, from)));
}
