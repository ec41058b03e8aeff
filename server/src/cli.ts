import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { loadWithCodeCache } from './cli/codeCache';

/**
 * V8 11 (Node 20) optimizes a function after about 70 KB of its bytecode have run. Over before that pays, a check spends a third of its
 * processor time on compiling and on taking back what was compiled too early. Later versions count calls instead, and wait.
 */
const isEager = process.versions.v8.startsWith('11.');
if (isEager && process.argv[2] !== 'lsp') {
  setFlagsFromString('--interrupt-budget=800000');
  // A heap that grows in few large steps is collected less often while it is small.
  setFlagsFromString('--semi-space-growth-factor=16');
}

// The bundles of the command and of the server lie beside this one's.
const folder = dirname(realpathSync(process.argv[1] ?? ''));
const command = loadWithCodeCache(join(folder, 'command.cjs')) as typeof import('./command');

void command.run(async () => {
  await import('./server');
});
