import { main } from './cli/main';
import { createProgram } from './cli/program';
import { createTerminal } from './cli/terminal';

/** Runs `thriftwise` in this process; `cli.ts` loads this file's bundle. */
export async function run(startServer: () => Promise<void>): Promise<void> {
  const code = await main(process.argv.slice(2), createTerminal(process), {
    program: createProgram(process.argv[1] ?? ''),
    registry: async () => (await import('./cli/registry')).registry,
    startServer,
  });
  // Not process.exit: what is still on its way through a pipe must arrive.
  if (code !== undefined) process.exitCode = code;
}
