import { main } from './cli/main';
import { createProgram } from './cli/program';
import { createTerminal } from './cli/terminal';

void main(process.argv.slice(2), createTerminal(process), {
  program: createProgram(process.argv[1] ?? ''),
  async registry() {
    const { idlRules, allRules } = await import('./rules/registry.generated');
    return { idl: idlRules, all: allRules };
  },
  async startServer() {
    await import('./server');
  },
}).then((code) => {
  // Not process.exit: what is still on its way through a pipe must arrive.
  if (code !== undefined) process.exitCode = code;
});
