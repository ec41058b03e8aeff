/** Bundles the server, the command and the client into dist/. `--development` keeps the code readable. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile } from 'esbuild';
import { thirdPartyNotices } from './notices';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const production = !process.argv.includes('--development');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // What VS Code 1.91 runs extensions with.
  target: 'node20',
  format: 'cjs',
  // Some packages' CommonJS form requires its parts dynamically, which cannot be bundled.
  mainFields: ['module', 'main'],
  define: { THRIFTWISE_VERSION: JSON.stringify(version) },
  minify: production,
  // Names of functions and classes stay: errors and zod's messages show them.
  keepNames: true,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

interface Entry {
  readonly source: string;
  readonly out: string;
  readonly options?: BuildOptions;
}

const entries: readonly Entry[] = [
  { source: 'server/src/server.ts', out: 'dist/server.cjs' },
  { source: 'server/src/cli.ts', out: 'dist/cli.cjs', options: { banner: { js: '#!/usr/bin/env node' } } },
  { source: 'client/src/extension.ts', out: 'dist/client.cjs', options: { external: ['vscode'] } },
];

/** Whole or not at all: somebody may be running what lies there. */
function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}

mkdirSync(dist, { recursive: true });
const metafiles: Metafile[] = [];
for (const { source, out, options } of entries) {
  if (!existsSync(join(root, source))) {
    console.warn(`${source} does not exist; ${out} is not built`);
    continue;
  }
  const result = await build({ ...common, ...options, entryPoints: [source], outfile: out, write: false });
  for (const file of result.outputFiles ?? [])
    writeWhole(file.path, file.contents, out.endsWith('cli.cjs') ? 0o755 : 0o644);
  if (result.metafile) metafiles.push(result.metafile);
}
writeWhole(join(dist, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, metafiles));
