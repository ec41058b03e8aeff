import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** The modules that load packages when they are first needed. */
const modules = /[\\/](?:core[\\/]zod|idl[\\/]syntax[\\/]grammarPackages|rules[\\/]idl[\\/]_goPatterns)\.ts$/;

/** Lets those packages be bundled and still be loaded when they are first needed. */
export const packagesOnDemand: Plugin = {
  name: 'packages-on-demand',
  setup({ onLoad, onResolve, resolve }) {
    // The form of modules, of which nothing is bundled that is not used.
    onResolve({ filter: /^zod$/ }, ({ kind, path, resolveDir }) =>
      kind === 'require-call' ? resolve(path, { kind: 'import-statement', resolveDir }) : undefined,
    );
    onLoad({ filter: modules }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace('const require = createRequire(import.meta.url);', '');
      if (contents === source) throw new Error(`${path} does not make its \`require\` as expected`);
      return { contents, loader: 'ts' };
    });
  },
};
