/**
 * What the bundle takes of ts-morph: the compiler that it brings, and the library declarations that an analysis may load, without what
 * they tell people. Its wrappers, and the declarations of browser workers and of Windows Script Host, are never used.
 */
import { readFile } from 'node:fs/promises';
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

/** The compiler's exports as a module of variables. */
const names = 'compiler-names';

const importOfCompiler = /^import \{ (libraryText, )?ts \} from '((?:\.\.?\/)+(?:service\/)?ts)';$/m;

/** Imports the names as a namespace, which the bundler sees through; not so through one that another module exports. */
function importOfNames(_: string, text: string | undefined, from: string): string {
  const own = text === undefined ? '' : `import { libraryText } from '${from}'; `;
  return `${own}import * as ts from '${names}';`;
}

/** An enumeration whose values are known to the bundler, which writes them where they are used. */
function asEnum(name: string, members: Readonly<Record<string, unknown>>): string {
  const written = Object.entries(members).flatMap(([member, value]) =>
    typeof value === 'number' ? [`${member} = ${value}`] : [],
  );
  return `export enum ${name} { ${written.join(', ')} }`;
}

/**
 * A module that exports what the compiler exports, as variables of its own. The compiler's exports, and what the bundler makes of them, are
 * getters that call getters; the analysis asks for them all the time.
 */
function asVariables(module: string, exported: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(exported).flatMap(([name, value]) => {
    if (!/^[A-Za-z_]\w*$/.test(name)) return [];
    if (/(?:Kind|Flags)$/.test(name) && typeof value === 'object' && value !== null)
      return [asEnum(name, value as Readonly<Record<string, unknown>>)];
    return [`export const ${name} = /* @__PURE__ */ get('${name}');`];
  });
  return `import all from '${module}';\nconst get = (name: string): any => all[name];\n${lines.join('\n')}\n`;
}

/** Replaces `server/src/service/ts.ts`, which has the same exports on top of the whole of ts-morph. */
export function compilerOnly(root: string): Plugin {
  const requireFromTsMorph = createRequire(createRequire(join(root, 'package.json')).resolve('ts-morph'));
  const common = requireFromTsMorph.resolve('@ts-morph/common');
  return {
    name: 'compiler-only',
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /[\\/]server[\\/]src[\\/]service[\\/]ts\.ts$/ }, () => {
        const { getLibFiles } = requireFromTsMorph('@ts-morph/common') as { getLibFiles(): readonly LibraryFile[] };
        const texts = getLibFiles()
          .filter(({ fileName }) => !unused.test(fileName))
          .map(({ fileName, text }) => [fileName, withoutComments(text)]);
        return {
          contents: `
            import * as ts from '${names}';
            const texts = new Map(${JSON.stringify(texts)});
            export { ts };
            export const libraryText = (name) => texts.get(name);`,
        };
      });
      onLoad({ filter: /[\\/]server[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const contents = await readFile(path, 'utf8');
        return { loader: 'ts', contents: contents.replace(importOfCompiler, importOfNames) };
      });
      onResolve({ filter: new RegExp(`^${names}$`) }, ({ path }) => ({ path, namespace: names }));
      onLoad({ filter: /./, namespace: names }, () => {
        const module = requireFromTsMorph(join(dirname(common), 'typescript.js')) as Readonly<Record<string, unknown>>;
        return { resolveDir: dirname(common), loader: 'ts', contents: asVariables('./typescript.js', module) };
      });
    },
  };
}
