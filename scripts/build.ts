/** Bundles the server, the command and the client into dist/. `--development` keeps the code readable. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { compilerOnly } from './compilerOnly';
import { thirdPartyNotices } from './notices';
import { packagesOnDemand } from './packagesOnDemand';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const production = !process.argv.includes('--development');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
/** The server offers them where the client does not show them itself. */
const snippets = readFileSync(join(root, 'snippets/thrift.json'), 'utf8');

/** zod brings its messages in fifty languages; ours are two. */
const localesOfZod: Plugin = {
  name: 'locales-of-zod',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';\nexport { default as zhCN } from './zh-CN.js';\n",
    }));
  },
};

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  // What VS Code 1.91 runs extensions with.
  target: 'node20',
  format: 'cjs',
  // Some packages' CommonJS form requires its parts dynamically, which cannot be bundled.
  mainFields: ['module', 'main'],
  define: { THRIFTWISE_VERSION: JSON.stringify(version), THRIFTWISE_SNIPPETS: snippets },
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  // `import()` would go through the loader of ES modules, which reads the file a second time to find its names.
  supported: { 'dynamic-import': false },
  metafile: true,
  plugins: [localesOfZod, packagesOnDemand],
  logLevel: 'warning',
};

/** Takes imports from the file beside the bundle instead of into it. */
function beside(files: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'beside',
    setup({ onResolve }) {
      for (const [imported, path] of Object.entries(files)) {
        const exactly = new RegExp(`^${imported.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
        onResolve({ filter: exactly }, () => ({ path, external: true }));
      }
    },
  };
}

/**
 * The server is three files: reading all of it takes longer than loading what `initialize` needs. The protocol has one of its
 * own because there must be one copy of its classes.
 */
const protocol = { 'vscode-languageserver/node': './protocol.cjs' };

interface Entry {
  readonly source: string;
  readonly out: string;
  readonly options?: BuildOptions;
}

const entries: readonly Entry[] = [
  {
    source: 'server/src/server.ts',
    out: 'dist/server.cjs',
    options: { plugins: [beside({ ...protocol, './modules': './engine.cjs' })] },
  },
  {
    source: 'server/src/lsp/modules.ts',
    out: 'dist/engine.cjs',
    options: { plugins: [localesOfZod, packagesOnDemand, beside(protocol)] },
  },
  { source: 'node_modules/vscode-languageserver/lib/node/main.js', out: 'dist/protocol.cjs' },
  // The command is two files: the small one loads the large one in the form that V8 compiled it to the last time.
  {
    source: 'server/src/cli.ts',
    out: 'dist/cli.cjs',
    options: { banner: { js: '#!/usr/bin/env node' }, plugins: [beside({ './server': './server.cjs' })] },
  },
  { source: 'server/src/command.ts', out: 'dist/command.cjs' },
  // TypeScript is analysed in a thread of its own, the only one that has a compiler.
  { source: 'server/src/serviceWorker.ts', out: 'dist/service.cjs' },
  {
    source: 'server/src/serviceAnalysis.ts',
    out: 'dist/analysis.cjs',
    options: { plugins: [localesOfZod, packagesOnDemand, compilerOnly(root)] },
  },
  { source: 'client/src/extension.ts', out: 'dist/client.cjs', options: { external: ['vscode'] } },
];

/** Whole or not at all: somebody may be running what lies there. */
function writeWhole(path: string, content: string | Uint8Array, mode = 0o644): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}

/**
 * esbuild escapes whatever is not ASCII but in regular expressions. One such character makes V8 keep two bytes of each character of the
 * file, and reading it take twice as long.
 */
function toAscii(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
    writeWhole(
      file.path,
      file.path.endsWith('.cjs') ? toAscii(file.text) : file.contents,
      out.endsWith('cli.cjs') ? 0o755 : 0o644,
    );
  if (result.metafile) metafiles.push(result.metafile);
}
writeWhole(join(dist, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, metafiles));
