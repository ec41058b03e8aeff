import type { TextEdit } from '../../core/finding';
import type { ProposedOption } from '../catalogue/library';
import type { Counter } from '../flow/loops';
import type { RetrySite } from '../flow/retrySite';
import { isWithin } from '../flow/walk';
import { ts } from '../ts';
import { addProperty, setOption } from './options';
import { snippetText } from './timeouts';

/** What an edit needs of the tools a rule gets. */
interface Editing {
  replace(at: ts.Node, newText: string): TextEdit;
  insertBefore(at: ts.Node, newText: string): TextEdit;
  insertAfter(at: ts.Node, newText: string): TextEdit;
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/** Sets an option of a library's retrier, where it is configured in this very file. */
export function setTerm(
  tools: Editing,
  { options, configured, shape, node }: RetrySite,
  option: string,
  value: string,
): TextEdit[] | undefined {
  if (options) return addProperty(tools, options, option, value);
  const place = shape?.options;
  if (!configured || place === undefined || configured.getSourceFile() !== node.getSourceFile()) return undefined;
  return setOption(tools, configured, place, option, value);
}

/** The names that are imported in a file. */
function imports(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of file.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (!clause || clause.isTypeOnly) continue;
    if (clause.name) names.add(clause.name.text);
    if (clause.namedBindings && ts.isNamedImports(clause.namedBindings))
      for (const each of clause.namedBindings.elements) if (!each.isTypeOnly) names.add(each.name.text);
  }
  return names;
}

/** The names that a proposal needs are added to the import of the package that the file has already; undefined where there is none. */
function importEdits(tools: Editing, wanted: readonly string[], module: string, file: ts.SourceFile) {
  const known = imports(file);
  const missing = wanted.filter((name) => !known.has(name));
  if (missing.length === 0) return [];
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (statement.moduleSpecifier.text !== module || statement.importClause?.isTypeOnly) continue;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const last = bindings.elements.at(-1);
    if (last) return missing.map((name) => tools.insertAfter(last, `, ${name}`));
  }
  return undefined;
}

/** What the catalogue proposes for an option of a retrier, as code of this file; the names it needs are imported. */
export function proposeTerm(tools: Editing, site: RetrySite, proposed: ProposedOption): TextEdit[] | undefined {
  const module = site.library?.modules[0];
  if (module === undefined) return undefined;
  const added = importEdits(tools, proposed.imports ?? [], module, site.node.getSourceFile());
  const code = proposed.code.replace('{retrier}', snippetText(site.at.getText()));
  const edits = added && setTerm(tools, site, proposed.option, code);
  return edits && added && [...added, ...edits];
}

/** The expression of a pause's duration, where the loop or function itself says how long. */
export function ownDuration({ backoff, node }: RetrySite): ts.Expression | undefined {
  const { pause } = backoff;
  if (!pause) return undefined;
  const call = pause.node;
  // `sleep(1000)`: the argument, when there is only one.
  if (ts.isCallExpression(call) && call.arguments.length === 1 && call.arguments[0] !== undefined) {
    const [argument] = call.arguments;
    if (argument === pause.duration) return argument;
    return ts.isNumericLiteral(argument) || ts.isIdentifier(argument) ? argument : undefined;
  }
  return pause.duration && isWithin(pause.duration, node) ? pause.duration : undefined;
}

/** The code of an operand of a multiplication. */
export function factor(node: ts.Expression): string {
  const text = node.getText();
  return ts.isBinaryExpression(node) || ts.isConditionalExpression(node) ? `(${text})` : text;
}

/** How often a counter has gone round, as an exponent that starts at 0. */
export function exponent({ name, from, step }: Counter): string | undefined {
  if (step !== 1) return undefined;
  if (from === 0) return name;
  return from > 0 ? `(${name} - ${from})` : undefined;
}
