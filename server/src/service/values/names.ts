import { ts } from '../ts';
import { external, isOwnFile, isRelative, moduleOfDeclaration } from './modules';
import type { External } from './value';

/** What a name leads to: an export of a package, or declarations in our own code. */
export type Resolved =
  | { readonly kind: 'external'; readonly value: External }
  | { readonly kind: 'own'; readonly declarations: readonly ts.Declaration[]; readonly symbol: ts.Symbol }
  | { readonly kind: 'module'; readonly file: ts.SourceFile }
  | undefined;

/** The own source file that a module specifier leads to; undefined for packages and for what cannot be found. */
export function ownModule(specifier: ts.Expression | undefined, checker: ts.TypeChecker): ts.SourceFile | undefined {
  if (!specifier || !ts.isStringLiteralLike(specifier)) return undefined;
  const symbol = checker.getSymbolAtLocation(specifier);
  const file = symbol?.declarations?.find(ts.isSourceFile);
  return file && isOwnFile(file) ? file : undefined;
}

/** The path of the declaration file that a relative specifier leads to. */
function declarationModule(specifier: ts.Expression, checker: ts.TypeChecker): string | undefined {
  const file = checker.getSymbolAtLocation(specifier)?.declarations?.find(ts.isSourceFile);
  return file?.isDeclarationFile ? file.fileName : undefined;
}

interface Origin {
  readonly specifier: ts.Expression;
  /** The exported name, such as `default`, and what is taken out of it; empty for the whole module. */
  readonly path: readonly string[];
}

/** What `require('x')` and `require('x').default` take from where. */
function requiredBy(node: ts.Expression | undefined): Origin | undefined {
  if (node && ts.isPropertyAccessExpression(node)) {
    const of = requiredBy(node.expression);
    return of && { ...of, path: [...of.path, node.name.text] };
  }
  if (!node || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'require')
    return undefined;
  const [specifier] = node.arguments;
  return specifier && { specifier, path: [] };
}

/** Which module an import or re-export takes its name from. */
function originOf(declaration: ts.Declaration): Origin | undefined {
  if (ts.isImportSpecifier(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent.parent as ts.ImportDeclaration;
    return { specifier: moduleSpecifier, path: [(declaration.propertyName ?? declaration.name).text] };
  }
  if (ts.isImportClause(declaration)) {
    return { specifier: (declaration.parent as ts.ImportDeclaration).moduleSpecifier, path: ['default'] };
  }
  if (ts.isNamespaceImport(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent as ts.ImportDeclaration;
    return { specifier: moduleSpecifier, path: [] };
  }
  if (ts.isNamespaceExport(declaration)) {
    const { moduleSpecifier } = declaration.parent;
    return moduleSpecifier && { specifier: moduleSpecifier, path: [] };
  }
  if (ts.isExportSpecifier(declaration)) {
    const { moduleSpecifier } = declaration.parent.parent;
    return (
      moduleSpecifier && { specifier: moduleSpecifier, path: [(declaration.propertyName ?? declaration.name).text] }
    );
  }
  // In JavaScript, `const x = require('y')` is an import to the checker.
  if (ts.isVariableDeclaration(declaration)) {
    return ts.isIdentifier(declaration.name) ? requiredBy(declaration.initializer) : undefined;
  }
  if (ts.isBindingElement(declaration)) {
    const holder = declaration.parent.parent;
    const of = ts.isVariableDeclaration(holder) ? requiredBy(holder.initializer) : undefined;
    const key = declaration.propertyName ?? declaration.name;
    return of && ts.isIdentifier(key) ? { ...of, path: [...of.path, key.text] } : undefined;
  }
  if (ts.isImportEqualsDeclaration(declaration) && ts.isExternalModuleReference(declaration.moduleReference)) {
    return { specifier: declaration.moduleReference.expression, path: [] };
  }
  return undefined;
}

/** Whether the default import of a module that has no default is the module itself, as ES modules take in CommonJS. */
function isWholeModule({ specifier, path }: Origin, checker: ts.TypeChecker): boolean {
  if (path.length !== 1 || path[0] !== 'default') return false;
  return checker.getSymbolAtLocation(specifier)?.exports?.has(ts.InternalSymbolName.Default) === false;
}

const maxAliases = 16;

/** Follows imports and re-exports one by one, so that a package's export keeps the name under which the package gives it. */
export function resolveSymbol(symbol: ts.Symbol, checker: ts.TypeChecker, node: ts.Node): Resolved {
  let at: ts.Symbol | undefined = symbol;
  for (let i = 0; at && i < maxAliases; i++) {
    const declarations: readonly ts.Declaration[] = at.declarations ?? [];
    const origin: Origin | undefined = declarations.map(originOf).find((each) => each !== undefined);
    if (origin) {
      const own = ownModule(origin.specifier, checker);
      if (!own) {
        const { specifier } = origin;
        if (!ts.isStringLiteralLike(specifier)) return undefined;
        if (!isRelative(specifier.text))
          return { kind: 'external', value: external(specifier.text, origin.path, node) };
        // A declaration file of our own: what it exports is known by that file.
        const declared = declarationModule(specifier, checker);
        if (!declared) {
          if (!(at.flags & ts.SymbolFlags.Alias)) break;
          return undefined;
        }
        if (origin.path.length === 0 || isWholeModule(origin, checker))
          return {
            kind: 'external',
            value: { kind: 'external', module: `file:${declared}`, subpath: '', path: [], node },
          };
      } else if (origin.path.length === 0) return { kind: 'module', file: own };
    }
    if (!(at.flags & ts.SymbolFlags.Alias)) break;
    const next: ts.Symbol | undefined = checker.getImmediateAliasedSymbol(at);
    if (!next || next === at) return undefined;
    at = next;
  }
  const declarations = at ? realDeclarations(at) : [];
  const [first] = declarations;
  if (!at || !first) return undefined;
  if (ts.isSourceFile(first)) return isOwnFile(first) ? { kind: 'module', file: first } : undefined;
  const module = moduleOfDeclaration(first);
  if (module === undefined) return { kind: 'own', declarations, symbol: at };
  return { kind: 'external', value: { kind: 'external', module, subpath: '', path: pathOfDeclaration(first), node } };
}

/** Without the `process` of JavaScript's `process.title = 'x'`, which the compiler counts among the declarations of the global. */
function realDeclarations({ declarations = [] }: ts.Symbol): readonly ts.Declaration[] {
  return declarations.filter((each) => !ts.isIdentifier(each));
}

/** The names that lead to a declaration inside of its module. */
function pathOfDeclaration(declaration: ts.Declaration): string[] {
  const path: string[] = [];
  for (let at: ts.Node | undefined = declaration; at && !ts.isSourceFile(at); at = at.parent) {
    const name = ts.getNameOfDeclaration(at as ts.Declaration);
    if (name && ts.isIdentifier(name) && !(ts.isModuleDeclaration(at) && at.flags & ts.NodeFlags.GlobalAugmentation))
      path.unshift(name.text);
  }
  return path.filter((name) => name !== 'default');
}

/** Names are asked for again in every call that is followed; the checker looks each up anew. */
const known = new WeakMap<ts.TypeChecker, WeakMap<ts.Identifier, { readonly resolved: Resolved }>>();

/** What a name stands for as a value: in `{ signal }` the variable, not the property. Imports are not followed. */
export function symbolOfName(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isShorthandPropertyAssignment(node.parent) && node.parent.name === node
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
}

/** What an identifier in an expression or a type leads to. */
export function resolveName(node: ts.Identifier, checker: ts.TypeChecker): Resolved {
  let names = known.get(checker);
  if (!names) {
    names = new WeakMap();
    known.set(checker, names);
  }
  const before = names.get(node);
  if (before) return before.resolved;
  const symbol = symbolOfName(node, checker);
  const resolved = symbol && resolveSymbol(symbol, checker, node);
  names.set(node, { resolved });
  return resolved;
}
