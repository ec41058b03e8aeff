import type { TextEdit } from '../../core/finding';
import { ts } from '../ts';
import { newLineOf } from './layout';

/** What is imported: `name` undefined is the default export, under the name `local`. */
export interface WantedImport {
  readonly module: string;
  readonly name: string | undefined;
  readonly local: string;
}

/** An import that a fix needs: under which name it can be used, and the edits that bring it in (none when it is there already). */
export interface AddedImport {
  readonly local: string;
  readonly edits: readonly TextEdit[];
}

interface Editing {
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/** An `import` or a `const x = require()` at the top of a file. */
interface Found {
  readonly node: ts.ImportDeclaration | ts.VariableStatement;
  readonly module: string;
}

interface Style {
  readonly quote: string;
  readonly semicolon: string;
  readonly newLine: string;
}

function requiredModule(node: ts.VariableStatement): string | undefined {
  const [declaration] = node.declarationList.declarations;
  const call = declaration?.initializer;
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression)) return undefined;
  const [argument] = call.arguments;
  return call.expression.text === 'require' && argument && ts.isStringLiteral(argument) ? argument.text : undefined;
}

function importsOf(file: ts.SourceFile): Found[] {
  return file.statements.flatMap((node): Found[] => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      return [{ node, module: node.moduleSpecifier.text }];
    if (!ts.isVariableStatement(node)) return [];
    const module = requiredModule(node);
    return module === undefined ? [] : [{ node, module }];
  });
}

/** What most of the file does; single quotes and semicolons where nothing tells. */
function styleOf(file: ts.SourceFile): Style {
  const { text } = file;
  let [single, double] = [0, 0];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) text[node.getStart(file)] === '"' ? double++ : single++;
    ts.forEachChild(node, visit);
  };
  visit(file);
  const plain = file.statements.filter(
    (node) => ts.isImportDeclaration(node) || ts.isExpressionStatement(node) || ts.isVariableStatement(node),
  );
  const closed = plain.filter((node) => text[node.getEnd() - 1] === ';').length;
  return {
    quote: double > single ? '"' : "'",
    semicolon: plain.length > 0 && closed * 2 < plain.length ? '' : ';',
    newLine: newLineOf(file),
  };
}

/** Every name that is declared anywhere in the file: what a new import must not collide with. */
export function isNameTaken(name: string, file: ts.SourceFile): boolean {
  let taken = false;
  const visit = (node: ts.Node): void => {
    if (taken) return;
    if (ts.isIdentifier(node) && node.text === name && !isMemberName(node)) taken = true;
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return taken;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent)) && parent.name === node;
}

/** The name under which an import statement brings the export in; undefined when it does not. */
function localOf({ node }: Found, wanted: string | undefined): string | undefined {
  if (!ts.isImportDeclaration(node)) {
    const [declaration] = node.declarationList.declarations;
    if (!declaration) return undefined;
    if (ts.isIdentifier(declaration.name)) return wanted === undefined ? declaration.name.text : undefined;
    if (!ts.isObjectBindingPattern(declaration.name)) return undefined;
    const element = declaration.name.elements.find(
      ({ propertyName, name }) => (propertyName ?? name).getText() === wanted,
    );
    return element && ts.isIdentifier(element.name) ? element.name.text : undefined;
  }
  const { importClause } = node;
  if (!importClause || importClause.isTypeOnly) return undefined;
  if (wanted === undefined) return importClause.name?.text;
  const bindings = importClause.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return undefined;
  return bindings.elements.find((each) => !each.isTypeOnly && (each.propertyName ?? each.name).text === wanted)?.name
    .text;
}

/** Puts a name between the others of `{ a, b }`: in their order when they are in order, else behind them. */
function addToList(
  tools: Editing,
  elements: ts.NodeArray<ts.ImportSpecifier>,
  specifier: string,
  file: ts.SourceFile,
): TextEdit {
  const names = elements.map(({ name }) => name.text.toLowerCase());
  const sorted = names.every((name, i) => i === 0 || (names[i - 1] ?? '') <= name);
  const next = sorted ? elements.find(({ name }) => name.text.toLowerCase() > specifier.toLowerCase()) : undefined;
  if (next) {
    const at = next.getStart(file);
    const before = file.text.slice(elements.pos, at);
    // One name a line stays one name a line.
    const gap = /(\r?\n[ \t]*)$/.exec(before)?.[1] ?? ' ';
    return tools.edit({ start: at, end: at }, `${specifier},${gap}`, file);
  }
  const last = elements.at(-1);
  const end = last?.getEnd() ?? elements.pos;
  const line = last && /(\r?\n[ \t]*)$/.exec(file.text.slice(elements.pos, last.getStart(file)))?.[1];
  return tools.edit({ start: end, end }, last ? `,${line ?? ' '}${specifier}` : ` ${specifier} `, file);
}

/** The statement, and where it goes: among the other packages in their order, behind the last import, or at the top. */
function newStatement(tools: Editing, code: string, module: string, found: readonly Found[], file: ts.SourceFile) {
  const { newLine } = styleOf(file);
  // Files of our own come last.
  const last = module.startsWith('.') ? found.at(-1) : undefined;
  if (last) {
    const end = last.node.getEnd();
    return tools.edit({ start: end, end }, `${newLine}${code}`, file);
  }
  const packages = found.filter((each) => !each.module.startsWith('.') && !each.module.startsWith('node:'));
  const sorted = packages.every((each, i) => i === 0 || (packages[i - 1]?.module ?? '') <= each.module);
  const before = sorted ? packages.findLast((each) => each.module <= module) : packages.at(-1);
  const after = sorted ? packages[0] : undefined;
  const anchor = before ?? (after ? undefined : found.findLast((each) => each.module.startsWith('node:')));
  if (anchor) {
    const end = anchor.node.getEnd();
    return tools.edit({ start: end, end }, `${newLine}${code}`, file);
  }
  const first = after ?? found[0];
  if (first) {
    const start = first.node.getStart(file);
    return tools.edit({ start, end: start }, `${code}${newLine}`, file);
  }
  const start = topOf(file);
  return tools.edit({ start, end: start }, `${code}${newLine}${newLine}`, file);
}

/** Behind `#!`, a prologue such as 'use strict', and comments that an empty line parts from the first statement. */
function topOf(file: ts.SourceFile): number {
  const { text } = file;
  const [head] = file.statements;
  const prologue = head && ts.isExpressionStatement(head) && ts.isStringLiteral(head.expression) ? head : undefined;
  const skipped = prologue ? prologue.getEnd() : (ts.getShebang(text)?.length ?? 0);
  const apart = (ts.getLeadingCommentRanges(text, skipped) ?? []).findLast(({ end }) =>
    /^[^\S\n]*\n[^\S\n]*\n/.test(text.slice(end)),
  );
  const from = apart?.end ?? skipped;
  return from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
}

/**
 * Brings an export of a package into a file in the file's own style: quotes, semicolons, `import` or `require`, and order. Undefined where its name
 * is taken by something else. What is there already is used as it stands.
 */
export function addImport(
  tools: Editing,
  { module, name, local }: WantedImport,
  file: ts.SourceFile,
): AddedImport | undefined {
  const found = importsOf(file);
  const there = found.filter((each) => each.module === module);
  for (const each of there) {
    const known = localOf(each, name);
    if (known !== undefined) return { local: known, edits: [] };
  }
  if (isNameTaken(local, file)) return undefined;
  const specifier = name === undefined || name === local ? local : `${name} as ${local}`;
  for (const { node } of there) {
    const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
    if (!clause || clause.isTypeOnly) continue;
    const bindings = clause.namedBindings;
    if (name !== undefined && bindings && ts.isNamedImports(bindings))
      return { local, edits: [addToList(tools, bindings.elements, specifier, file)] };
    const { name: byDefault } = clause;
    if (name !== undefined && !bindings && byDefault) {
      const end = byDefault.getEnd();
      return { local, edits: [tools.edit({ start: end, end }, `, { ${specifier} }`, file)] };
    }
    if (name === undefined && !byDefault && bindings) {
      const start = bindings.getStart(file);
      return { local, edits: [tools.edit({ start, end: start }, `${local}, `, file)] };
    }
  }
  const { quote, semicolon } = styleOf(file);
  const from = `${quote}${module}${quote}`;
  const requires = found.length > 0 && found.every(({ node }) => ts.isVariableStatement(node));
  const code = requires
    ? `const ${name === undefined ? local : `{ ${specifier.replace(' as ', ': ')} }`} = require(${from})${semicolon}`
    : `import ${name === undefined ? local : `{ ${specifier} }`} from ${from}${semicolon}`;
  return { local, edits: [newStatement(tools, code, module, found, file)] };
}

/** Brings several exports of one file in by one import. Undefined where one of them cannot be had under its own name. */
export function addImports(
  tools: Editing,
  module: string,
  names: readonly string[],
  file: ts.SourceFile,
): { readonly locals: readonly string[]; readonly edits: readonly TextEdit[] } | undefined {
  const all = names.map((name) => addImport(tools, { module, name, local: name }, file));
  const added = all.filter((each) => each !== undefined);
  if (added.length < all.length) return undefined;
  const [first, ...others] = added.filter(({ edits }) => edits.length > 0);
  const list = [first, ...others].flatMap((each) => each?.local ?? []).join(', ');
  const edits = (first?.edits ?? []).map((edit) => ({
    ...edit,
    newText: edit.newText.replace(first?.local ?? '', list),
  }));
  return { locals: added.map(({ local }) => local), edits };
}

/**
 * Takes a name that is imported from one file of our own from another one. Undefined where the name is not imported by `import { name }`, and where
 * the other file is imported already, but without it.
 */
export function moveImport(
  tools: Editing,
  declaration: ts.ImportSpecifier,
  module: string,
): readonly TextEdit[] | undefined {
  const file = declaration.getSourceFile();
  const list = declaration.parent;
  const clause = list.parent;
  const statement = clause.parent;
  if (!ts.isImportDeclaration(statement) || importsOf(file).some((each) => each.module === module)) return undefined;
  if (list.elements.length === 1 && !clause.name) {
    const { moduleSpecifier } = statement;
    const [start, end] = [moduleSpecifier.getStart(file) + 1, moduleSpecifier.getEnd() - 1];
    return [tools.edit({ start, end }, module, file)];
  }
  const at = list.elements.indexOf(declaration);
  const [before, after] = [list.elements[at - 1], list.elements[at + 1]];
  if (!before && !after) return undefined;
  const removed = after
    ? { start: declaration.getStart(file), end: after.getStart(file) }
    : { start: before?.getEnd() ?? 0, end: declaration.getEnd() };
  const { quote, semicolon, newLine } = styleOf(file);
  const end = statement.getEnd();
  const code = `import { ${declaration.getText(file)} } from ${quote}${module}${quote}${semicolon}`;
  return [tools.edit(removed, '', file), tools.edit({ start: end, end }, newLine + code, file)];
}
