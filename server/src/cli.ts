import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadWithCodeCache } from './cli/codeCache';
import { startTiering } from './cli/tiering';

if (process.argv[2] !== 'lsp') startTiering();

// The bundles of the command and of the server lie beside this one's.
const folder = dirname(realpathSync(process.argv[1] ?? ''));
/** Commands that run long enough for what they need compiled to matter; the others share one form. */
const busy = ['check', 'fix', 'format', 'rules', 'explain'];
const purpose = busy.find((each) => each === process.argv[2]) ?? 'other';
const command = loadWithCodeCache(join(folder, 'command.cjs'), purpose) as typeof import('./command');

void command.run(async () => {
  await import('./server');
});
