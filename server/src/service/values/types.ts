import { ts } from '../ts';
import { isOwnFile, moduleOfDeclaration } from './modules';
import { resolveName } from './names';
import { type Computed, type Constant, type Instance, noEnvironment, type Typed, unionOf, type Value } from './value';

/** What a value is when only its type is known: of a package's type, of one of our own classes, or of a plain sort. */
type OfType = Typed | Instance | Computed | Constant;

function ofClass(node: ts.ClassLikeDeclaration): Instance {
  return { kind: 'instance', node, creation: undefined, env: noEnvironment };
}

function namesOf(type: ts.EntityName): ts.Identifier[] {
  return ts.isIdentifier(type) ? [type] : [...namesOf(type.left), type.right];
}

/**
 * What a written type says, read by names: this works where the package is not installed, since the import names it.
 * `node` is what has the type.
 */
export function valueOfTypeNode(
  type: ts.TypeNode | undefined,
  checker: ts.TypeChecker,
  node: ts.Node,
): Value | undefined {
  if (!type) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return valueOfTypeNode(type.type, checker, node);
  if (ts.isUnionTypeNode(type)) {
    const parts = type.types.flatMap((each) => valueOfTypeNode(each, checker, node) ?? []);
    return parts.length > 0 ? unionOf(parts, node) : undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const names = namesOf(type.typeName);
  const [first, ...rest] = names;
  const last = names.at(-1);
  if (!first || !last) return undefined;
  // `Promise<Pool>` and the like are looked through: awaiting does not change what a value is.
  if (names.length === 1 && ['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'NonNullable'].includes(first.text))
    return valueOfTypeNode(type.typeArguments?.[0], checker, node);
  const resolved = resolveName(rest.length === 0 ? first : last, checker) ?? resolveName(first, checker);
  if (!resolved) return undefined;
  if (resolved.kind === 'external') {
    const { module, path } = resolved.value;
    const reached =
      resolveName(last, checker)?.kind === 'external' || rest.length === 0
        ? path
        : [...path, ...rest.map((each) => each.text)];
    const name = reached.at(-1) ?? last.text;
    if (module === 'global')
      return name === 'AbortSignal' ? computedSignal(node) : { kind: 'typed', module, name, node };
    return { kind: 'typed', module, name, node };
  }
  if (resolved.kind !== 'own') return undefined;
  for (const declaration of resolved.declarations) {
    if (ts.isClassLike(declaration)) return ofClass(declaration);
    if (ts.isTypeAliasDeclaration(declaration) && !declaration.typeParameters)
      return valueOfTypeNode(declaration.type, checker, node);
    if (ts.isInterfaceDeclaration(declaration)) {
      for (const clause of declaration.heritageClauses ?? [])
        for (const base of clause.types) {
          if (!ts.isIdentifier(base.expression)) continue;
          const of = resolveName(base.expression, checker);
          if (of?.kind === 'external')
            return { kind: 'typed', module: of.value.module, name: of.value.path.at(-1) ?? base.expression.text, node };
        }
    }
  }
  return undefined;
}

function computedSignal(node: ts.Node): Computed {
  return { kind: 'computed', type: 'signal', fallback: undefined, optional: false, node };
}

function ofSymbol(symbol: ts.Symbol, node: ts.Node): OfType | undefined {
  for (const declaration of symbol.declarations ?? []) {
    if (ts.isClassLike(declaration) && isOwnFile(declaration.getSourceFile())) return ofClass(declaration);
    const module = moduleOfDeclaration(declaration);
    if (module === undefined) continue;
    if (module === 'global' && symbol.name === 'AbortSignal') return computedSignal(node);
    return { kind: 'typed', module, name: symbol.name, node };
  }
  return undefined;
}

/** What the checker's type says. Undefined for types that say nothing of where a value comes from. */
export function valueOfType(type: ts.Type, node: ts.Node): Value | undefined {
  if (type.isNumberLiteral() || type.isStringLiteral()) return { kind: 'constant', value: type.value, node };
  if (type.isUnion()) {
    const parts = type.types.filter((each) => !(each.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)));
    const [only] = parts;
    if (only && parts.length === 1) return valueOfType(only, node);
    const values = parts.map((each) => valueOfType(each, node));
    return values.every((each) => each !== undefined) ? unionOf(values, node) : undefined;
  }
  const alias = type.aliasSymbol && ofSymbol(type.aliasSymbol, node);
  if (alias) return alias;
  const symbol = type.getSymbol();
  if (!symbol) return undefined;
  if (symbol.name === 'Promise' && type.flags & ts.TypeFlags.Object) {
    const [awaited] = (type as ts.TypeReference).typeArguments ?? [];
    return awaited && valueOfType(awaited, node);
  }
  const own = ofSymbol(symbol, node);
  if (own) return own;
  // A class that extends a package's class, or an interface that extends one.
  const bases = type.isClassOrInterface() ? (type.getBaseTypes() ?? []) : [];
  return bases.map((base) => valueOfType(base, node)).find((each) => each !== undefined);
}
