import type { ServiceProject } from '../model/project';
import { ts } from '../ts';

type Name = ts.Identifier | ts.PrivateIdentifier;

const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly Name[]>>();

/** All places of a file where a name stands. */
function namesIn(file: ts.SourceFile, text: string): readonly Name[] {
  // Most files do not have it; those are not walked.
  if (!file.text.includes(text)) return [];
  let names = known.get(file);
  if (!names) {
    const found = new Map<string, Name[]>();
    const stack: ts.Node[] = [file];
    for (let node = stack.pop(); node; node = stack.pop()) {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
        const list = found.get(node.text);
        if (list) list.push(node);
        else found.set(node.text, [node]);
      }
      ts.forEachChild(node, (child) => void stack.push(child));
    }
    names = found;
    known.set(file, names);
  }
  return names.get(text) ?? [];
}

function symbolAt(name: Name, checker: ts.TypeChecker): ts.Symbol | undefined {
  const { parent } = name;
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(name);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether an element of a pattern takes the declared property out of an object. */
function takes(name: Name, declaration: ts.Node, checker: ts.TypeChecker): boolean {
  const { parent } = name;
  if (!ts.isBindingElement(parent) || (parent.propertyName ?? parent.name) !== name) return false;
  const property = checker.getTypeAtLocation(parent.parent).getProperty(name.text);
  return property?.declarations?.includes(declaration as ts.Declaration) ?? false;
}

function isMember(declaration: ts.Declaration): boolean {
  return (
    ts.isClassElement(declaration) ||
    ts.isTypeElement(declaration) ||
    ts.isObjectLiteralElement(declaration) ||
    (ts.isParameter(declaration) && ts.isParameterPropertyDeclaration(declaration, declaration.parent))
  );
}

/** Whether other files may name what is declared: it is a member of something, or exported. */
function isShared(declaration: ts.Declaration, own: readonly Name[]): boolean {
  if (isMember(declaration)) return true;
  if ((ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0) return true;
  return own.some(({ parent }) => ts.isExportSpecifier(parent));
}

/**
 * The places in the project's own files where what `declaration` declares is named, the declaration left out: through imports, and by
 * elements of patterns that take a property. A new name that an import or a pattern gives it is not followed.
 */
export function referencesTo(declaration: ts.Declaration, name: Name, project: ServiceProject): readonly Name[] {
  const { checker } = project;
  const inFile = (file: ts.SourceFile): Name[] =>
    namesIn(file, name.text).filter((each) => {
      if (each === name) return false;
      const symbol = symbolAt(each, checker);
      return symbol?.declarations?.includes(declaration) === true || takes(each, declaration, checker);
    });
  const home = declaration.getSourceFile();
  const own = inFile(home);
  if (!isShared(declaration, own)) return own;
  return [...own, ...project.ownFiles.flatMap((file) => (file === home ? [] : inFile(file)))];
}
