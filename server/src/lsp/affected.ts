import { posix } from 'node:path';
import type { IdlFile } from '../idl/model/file';
import type { IdlWorkspace } from '../workspace/idlWorkspace';

function namespacesOf(file: IdlFile | undefined): string {
  return file?.namespaces.map((namespace) => file.textOf(namespace)).join('\n') ?? '';
}

/** Whether the file declares services, or may do so in what cannot be read of it. */
function mayServe(file: IdlFile | undefined): boolean {
  return file?.definitions.some(({ kind }) => kind === 'Service' || kind === 'Unknown') ?? false;
}

/**
 * The files whose findings a change of one file may touch, itself included:
 * - those that include it, directly or not;
 * - where namespaces changed, those in the same folder, which are compared with one another;
 * - where services are declared, those that it includes, and whoever else includes them: a request's routes may lie in several files.
 */
export function affectedBy(
  workspace: IdlWorkspace,
  uri: string,
  before: IdlFile | undefined,
  after: IdlFile | undefined,
): Set<string> {
  const affected = new Set([uri, ...workspace.dependentsOf(uri)]);
  if (namespacesOf(before) !== namespacesOf(after)) {
    const folder = posix.dirname(uri);
    for (const other of workspace.allFiles()) if (posix.dirname(other.uri) === folder) affected.add(other.uri);
  }
  if (mayServe(before) || mayServe(after)) {
    for (const { path } of [...(before?.includes ?? []), ...(after?.includes ?? [])]) {
      const target = workspace.resolveInclude(uri, path.value);
      if (target.kind !== 'found') continue;
      affected.add(target.uri);
      for (const user of workspace.includersOf(target.uri)) affected.add(user.uri);
    }
  }
  return affected;
}
