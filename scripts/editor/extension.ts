/** Where the extension lies once it is packed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './install';

/**
 * The packed extension of this version.
 *
 * @returns the absolute path of `thriftwise-VERSION.vsix` at the project's root; throws when nobody has packed it yet
 */
export function packedExtension(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
  const path = join(projectRoot, `thriftwise-${version}.vsix`);
  if (!existsSync(path)) throw new Error(`There is no ${path} yet: run "npm run package" first.`);
  return path;
}
