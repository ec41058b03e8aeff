import { isInside, pathOf } from '../workspace/uris';
import { displayPath } from './paths';
import type { Environment } from './terminal';

/** The folder that code hosts count paths from: the checkout in a GitHub workflow, else the working directory. */
export function repositoryRoot(cwd: string, env: Environment): string {
  const checkout = env.GITHUB_WORKSPACE?.replaceAll('\\', '/');
  return checkout && isInside(checkout, cwd) ? checkout : cwd;
}

/** The path of a file from the repository's root; undefined when it lies outside. */
export function repositoryPath(uri: string, { cwd }: { readonly cwd: string }, env: Environment): string | undefined {
  const root = repositoryRoot(cwd, env);
  const path = pathOf(uri);
  return path !== undefined && isInside(root, path) ? displayPath(root, path) : undefined;
}
