/** Bundles the benchmark as the server is bundled, since modules loaded one by one run half as fast, and runs it: `npm run bench`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packagesOnDemand } from './packagesOnDemand';

const root = join(import.meta.dirname, '..');
// Two folders below the project's root, as its source is.
const outfile = join(root, '.cache/bench/main.mjs');

await build({
  absWorkingDir: root,
  entryPoints: ['test/bench/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  plugins: [packagesOnDemand],
  logLevel: 'warning',
});
process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1;
