import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** The modules that load packages when they are first needed. */
const modules = /[\\/](?:idl[\\/]syntax[\\/]grammarPackages|rules[\\/]idl[\\/]_goPatterns)\.ts$/;

/** Lets those packages be bundled and still be loaded when they are first needed. */
export const packagesOnDemand: Plugin = {
  name: 'packages-on-demand',
  setup({ onLoad }) {
    onLoad({ filter: modules }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace('const require = createRequire(import.meta.url);', '');
      if (contents === source) throw new Error(`${path} does not make its \`require\` as expected`);
      return { contents, loader: 'ts' };
    });
  },
};
