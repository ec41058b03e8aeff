import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadWithCodeCache } from './cli/codeCache';
import { startTiering } from './cli/tiering';

if (process.argv[2] !== 'lsp') startTiering();

// The bundles of the command and of the server lie beside this one's.
const folder = dirname(realpathSync(process.argv[1] ?? ''));
const command = loadWithCodeCache(join(folder, 'command.cjs')) as typeof import('./command');

void command.run(async () => {
  await import('./server');
});
