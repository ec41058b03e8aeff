import { ts } from '../ts';

const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly string[]>>();

function add(found: Map<string, string[]>, local: string, original: string): void {
  const list = found.get(local);
  if (list) list.push(original);
  else found.set(local, [original]);
}

/** The last name of `a.b.c` or `c`. */
function lastName(node: ts.Expression | undefined): string | undefined {
  if (!node) return undefined;
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

/** What a file calls by another name: imports and patterns that rename, variables that hold what has a name. */
function renamedIn(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  let names = known.get(file);
  if (!names) {
    const found = new Map<string, string[]>();
    const stack: ts.Node[] = [file];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (ts.isImportSpecifier(node) || ts.isBindingElement(node)) {
        const { name, propertyName } = node;
        if (
          propertyName &&
          ts.isIdentifier(name) &&
          (ts.isIdentifier(propertyName) || ts.isStringLiteral(propertyName))
        )
          add(found, name.text, propertyName.text);
      } else if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
        const original = lastName(node.initializer);
        if (original !== undefined && original !== node.name.text) add(found, node.name.text, original);
      }
      ts.forEachChild(node, (child) => void stack.push(child));
    }
    names = found;
    known.set(file, names);
  }
  return names;
}

/**
 * Whether a callee may be one of the exports with these last names, by what is written alone: under its own name, or under one that its file
 * gives it. A look that costs nothing, before the callee is followed.
 */
export function mayBeNamed(callee: ts.Expression, names: ReadonlySet<string>): boolean {
  const name = lastName(callee);
  if (name === undefined) return false;
  if (names.has(name)) return true;
  return (
    ts.isIdentifier(callee) &&
    (renamedIn(callee.getSourceFile())
      .get(name)
      ?.some((each) => names.has(each)) ??
      false)
  );
}
