import { libraryFolder } from './program/sources';
import { ts } from './ts';

/** Where a declaration comes from: the language's own library, an installed package, or the project's own files. */
export type Origin =
  | { readonly kind: 'language' }
  | { readonly kind: 'own' }
  | { readonly kind: 'package'; readonly name: string };

/** The package that a declaration file belongs to; types from DefinitelyTyped count as those of the package that they describe. */
function packageAt(path: string): string | undefined {
  const at = path.lastIndexOf('/node_modules/');
  if (at === -1) return undefined;
  const [first = '', second = ''] = path.slice(at + '/node_modules/'.length).split('/');
  if (first === '@types') return second.includes('__') ? `@${second.replace('__', '/')}` : second;
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Where `declaration` stands. `@types/node` is the package `node`. */
export function originOf(declaration: ts.Declaration): Origin {
  const path = declaration.getSourceFile().fileName;
  if (path.startsWith(`${libraryFolder}/`)) return { kind: 'language' };
  const name = packageAt(path);
  return name === undefined ? { kind: 'own' } : { kind: 'package', name };
}

/** What a name stands for, through imports and re-exports. Undefined for a name that nothing declares. */
export function symbolOf(checker: ts.TypeChecker, name: ts.Node): ts.Symbol | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}
