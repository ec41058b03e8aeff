/** Packs the extension into thriftwise-<version>.vsix. Run the build first. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';

/** A larger extension than this has swallowed something that it should not. */
const maxBytes = 2.5 * 1024 * 1024;

const root = join(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const packagePath = join(root, `thriftwise-${version}.vsix`);

for (const path of ['client', 'server', 'engine', 'protocol', 'service', 'analysis'].map(
  (name) => `dist/${name}.cjs`,
)) {
  if (!existsSync(join(root, path))) throw new Error(`${path} is missing: run \`npm run build\` first`);
}
const foreign = (await listFiles({ cwd: root, packageManager: PackageManager.None })).filter((path) =>
  path.includes('node_modules'),
);
if (foreign.length > 0) throw new Error(`the package would hold node_modules: ${foreign[0]}`);
await createVSIX({ cwd: root, packagePath, dependencies: false });
const { size } = statSync(packagePath);
if (size > maxBytes) throw new Error(`${packagePath} has ${size} bytes; the limit is ${maxBytes}`);
console.log(`${packagePath}: ${(size / 1024).toFixed(0)} KiB`);
