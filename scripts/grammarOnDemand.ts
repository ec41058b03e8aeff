import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** Lets the grammar's packages be bundled and still be loaded when they are first needed. */
export const grammarOnDemand: Plugin = {
  name: 'grammar-on-demand',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]idl[\\/]syntax[\\/]grammarPackages\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace('const require = createRequire(import.meta.url);', '');
      if (contents === source) throw new Error(`${path} does not make its \`require\` as expected`);
      return { contents, loader: 'ts' };
    });
  },
};
