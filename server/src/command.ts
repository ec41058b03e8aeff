import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { main } from './cli/main';
import { createProgram } from './cli/program';
import { createTerminal } from './cli/terminal';

/** Runs `thriftwise` in this process; `cli.ts` loads this file's bundle. */
export async function run(startServer: () => Promise<void>): Promise<void> {
  const entry = process.argv[1] ?? '';
  const code = await main(process.argv.slice(2), createTerminal(process), {
    program: createProgram(entry),
    registry: async () => (await import('./cli/registry')).registry,
    analysisScript: join(dirname(realpathSync(entry)), 'service.cjs'),
    startServer,
  });
  // All that was written has arrived by now, and taking the heap apart would keep the user waiting.
  if (code !== undefined) process.exit(code);
}
