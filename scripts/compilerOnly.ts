/**
 * What the bundle takes of ts-morph: the compiler that it brings, and the library declarations that an analysis may load, without what
 * they tell people. Its wrappers, and the declarations of browser workers and of Windows Script Host, are never used.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

interface LibraryFile {
  readonly fileName: string;
  readonly text: string;
}

const unused = /^lib\.(webworker|scripthost|decorators\.legacy|.*\.full)\b/;

/** The same declarations; only the comments are gone, but for those that name another library. */
export function withoutComments(text: string): string {
  if (!text.includes('/*')) return text;
  const file = ts.createSourceFile('lib.d.ts', text, ts.ScriptTarget.Latest);
  // The printer keeps references to other libraries.
  return ts.createPrinter({ removeComments: true }).printFile(file).replace(/^ +/gm, '');
}

/** Replaces `server/src/service/ts.ts`, which has the same exports on top of the whole of ts-morph. */
export function compilerOnly(root: string): Plugin {
  const requireFromTsMorph = createRequire(createRequire(join(root, 'package.json')).resolve('ts-morph'));
  const common = requireFromTsMorph.resolve('@ts-morph/common');
  return {
    name: 'compiler-only',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]server[\\/]src[\\/]service[\\/]ts\.ts$/ }, () => {
        const { getLibFiles } = requireFromTsMorph('@ts-morph/common') as { getLibFiles(): readonly LibraryFile[] };
        const texts = getLibFiles()
          .filter(({ fileName }) => !unused.test(fileName))
          .map(({ fileName, text }) => [fileName, withoutComments(text)]);
        return {
          resolveDir: dirname(common),
          contents: `
            import * as ts from './typescript.js';
            const texts = new Map(${JSON.stringify(texts)});
            export { ts };
            export const libraryText = (name) => texts.get(name);`,
        };
      });
    },
  };
}
