/**
 * Opens the examples in a real VS Code with the packed extension: `npm run vscode`.
 *
 * Usage: tsx scripts/editor/vscode.ts [--port N] [--locale zh-cn] [--folder PATH] [VSIX]
 * Runs until Ctrl+C.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCodeServer } from './code-server';
import { packedExtension } from './extension';
import { projectRoot } from './install';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '0' },
      locale: { type: 'string', default: 'en' },
      folder: { type: 'string', default: join(projectRoot, 'examples') },
    },
  });
  if (values.locale !== 'en' && values.locale !== 'zh-cn') throw new Error('--locale takes en or zh-cn.');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error('--port takes a number from 0 to 65535.');

  const vsix = positionals[0] === undefined ? packedExtension() : resolve(positionals[0]);
  const workspace = resolve(values.folder);
  const server = await startCodeServer({ vsix, workspace, port, locale: values.locale });
  console.log(`VS Code with ${vsix}\non ${workspace}:\n\n  ${server.url}\n\nCtrl+C ends it.`);

  const stop = (): void => void server.stop();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await server.exited;
  await server.stop();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
