import type { ServiceProject } from './model/project';
import { isPartOfPages } from './pageFiles';
import { ts } from './ts';

/** What only a page has. */
const globals: ReadonlySet<string> = new Set(['document', 'window']);
const mention = /\b(?:document|window)\b/;

/** `fetch('/api/...')`. */
const relativeFetch = /\bfetch\(\s*['"`]\//;

const known = new WeakMap<ts.SourceFile, boolean>();

/**
 * Whether a file is code for a page, or a part of one that nothing else imports: it fetches addresses without a host, or uses the page's own globals, without asking whether they are there as code does that runs on both
 * sides. What a server hands to a method, as it does to a browser that it drives (`page.evaluate(() => document.title)`), does not count.
 */
export function isBrowserFile(file: ts.SourceFile, project: ServiceProject): boolean {
  return usesBrowser(file, project) || isPartOfPages(file, project, usesBrowser);
}

function usesBrowser(file: ts.SourceFile, { checker }: ServiceProject): boolean {
  let found = known.get(file);
  if (found === undefined) {
    found =
      (mention.test(file.text) && usesPage(file, checker)) ||
      (relativeFetch.test(file.text) && fetchesOwnPage(file, checker));
    known.set(file, found);
  }
  return found;
}

/** Whether it fetches an address without a host, which only a page can. */
function fetchesOwnPage(file: ts.SourceFile, checker: ts.TypeChecker): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'fetch') {
      const [address] = node.arguments;
      const isRelative =
        address !== undefined &&
        (ts.isStringLiteralLike(address) || ts.isTemplateExpression(address)) &&
        /^['"`]\/(?!\/)/.test(address.getText());
      found = isRelative && isGlobal(node.expression, checker);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function usesPage(file: ts.SourceFile, checker: ts.TypeChecker): boolean {
  let uses = false;
  let asks = false;
  const visit = (node: ts.Node, isHanded: boolean): void => {
    if (asks) return;
    if (ts.isIdentifier(node) && globals.has(node.text) && isValue(node) && isGlobal(node, checker)) {
      if (ts.isTypeOfExpression(node.parent)) asks = true;
      else if (!isHanded) uses = true;
    }
    const within = isHanded || isHandedToMethod(node);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(file, false);
  return uses && !asks;
}

/** Whether the name is used to get at the thing itself: `document.title`, not `{ document: text }`. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isTypeOfExpression(parent)) return true;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node;
}

/** Whether no code of the file's project declares the name. */
function isGlobal(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
  return declarations.every((each) => each.getSourceFile().isDeclarationFile);
}

function isHandedToMethod(node: ts.Node): boolean {
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return false;
  const { parent } = node;
  return ts.isCallExpression(parent) && parent.expression !== node && ts.isPropertyAccessExpression(parent.expression);
}
