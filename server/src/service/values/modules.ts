import { builtinModules } from 'node:module';
import { ts } from '../ts';
import type { External } from './value';

const builtins: ReadonlySet<string> = new Set(builtinModules);

/** A module specifier as the catalogue names it: the package and what stands behind it; `http` and `node:http` are `node:http`. */
export function packageOfSpecifier(specifier: string): { readonly module: string; readonly subpath: string } {
  const bare = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
  if (specifier.startsWith('node:') || builtins.has(bare)) {
    const [module = bare, ...rest] = bare.split('/');
    return { module: `node:${module}`, subpath: rest.join('/') };
  }
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { module: parts.slice(0, length).join('/'), subpath: parts.slice(length).join('/') };
}

/** Whether a specifier names a file rather than a package. */
export function isRelative(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/');
}

const typesPrefix = '@types/';

/** The package that a declaration file belongs to; `@types/x` counts as `x`. Undefined for our own files. */
export function packageOfFile(fileName: string): string | undefined {
  const at = fileName.lastIndexOf('/node_modules/');
  if (at < 0) return undefined;
  const { module } = packageOfSpecifier(fileName.slice(at + '/node_modules/'.length));
  const name = module.replace(/^node:/, '');
  if (name === 'undici-types') return 'undici';
  if (!name.startsWith(typesPrefix)) return name;
  const plain = name.slice(typesPrefix.length);
  return plain.includes('__') ? `@${plain.replace('__', '/')}` : plain;
}

/** Whether a source file is the project's own code, which values are followed into. */
export function isOwnFile(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !file.fileName.includes('/node_modules/');
}

/** The module that a declaration of a package belongs to: `node:http` inside of `declare module "http"`, `global` for global names. */
export function moduleOfDeclaration(declaration: ts.Node): string | undefined {
  const file = declaration.getSourceFile();
  if (isOwnFile(file)) return undefined;
  for (let at: ts.Node | undefined = declaration.parent; at; at = at.parent) {
    if (ts.isModuleDeclaration(at) && at.flags & ts.NodeFlags.GlobalAugmentation) return 'global';
    if (ts.isModuleDeclaration(at) && ts.isStringLiteral(at.name)) return packageOfSpecifier(at.name.text).module;
  }
  const name = packageOfFile(file.fileName);
  // TypeScript's own declarations of the language and the platform.
  if (file.hasNoDefaultLib || /\/lib\.[\w.]+\.d\.ts$/.test(file.fileName)) return 'global';
  // A declaration file of our own, such as generated code has.
  if (name === undefined) return `file:${file.fileName}`;
  if (name === 'typescript') return 'global';
  if (name !== 'node') return name;
  return ts.isExternalModule(file) ? 'node' : 'global';
}

/** An export of a package; `default` is left out of the path. */
export function external(specifier: string, path: readonly string[], node: ts.Node): External {
  return {
    kind: 'external',
    ...packageOfSpecifier(specifier),
    path: path.filter((name) => name !== 'default'),
    node,
  };
}
