import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { symbolOfName } from '../values/names';
import { type Reached, reachedFrom } from './reach';
import { runs, visitAll } from './walk';

/** Code that runs when a network call failed: a catch clause, or the function given to `.catch` (or as `.then`'s second argument). */
export interface Catch {
  /** What reports underline: the keyword, or the method's name. */
  readonly at: ts.Node;
  /** What is run. */
  readonly body: ts.Node;
  /** The name of the error; undefined where none is taken. */
  readonly error: ts.Identifier | undefined;
  /** Where the error is taken apart (`catch ({ message })`): the pattern. */
  readonly pattern: ts.BindingPattern | undefined;
  /** The code that may fail. */
  readonly tried: ts.Node;
  /** What takes the error: one of the two. */
  readonly clause: ts.CatchClause | undefined;
  readonly handler: ts.ArrowFunction | ts.FunctionExpression | undefined;
}

function bindingOf(name: ts.BindingName | undefined): Pick<Catch, 'error' | 'pattern'> {
  return {
    error: name && ts.isIdentifier(name) ? name : undefined,
    pattern: name && !ts.isIdentifier(name) ? name : undefined,
  };
}

function ofClause(clause: ts.CatchClause): Catch {
  return {
    at: clause.getChildAt(0),
    body: clause.block,
    ...bindingOf(clause.variableDeclaration?.name),
    tried: clause.parent.tryBlock,
    clause,
    handler: undefined,
  };
}

/** `.catch(handler)` and `.then(_, handler)` with a handler that is written there. */
function ofMethod(node: ts.CallExpression): Catch | undefined {
  const { expression } = node;
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const handler =
    expression.name.text === 'catch'
      ? node.arguments[0]
      : expression.name.text === 'then'
        ? node.arguments[1]
        : undefined;
  if (!handler || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))) return undefined;
  return {
    at: expression.name,
    body: handler.body,
    ...bindingOf(handler.parameters[0]?.name),
    tried: expression.expression,
    clause: undefined,
    handler,
  };
}

/** The places of a file where an error of a network call ends up, with the calls that may fail there. */
export function catchesIn(
  nodes: { readonly clauses: readonly ts.CatchClause[]; readonly calls: readonly ts.CallExpression[] },
  evaluator: Evaluator,
): readonly (Catch & { readonly calls: readonly Reached[] })[] {
  const all = [...nodes.clauses.map(ofClause), ...nodes.calls.flatMap((node) => ofMethod(node) ?? [])];
  return all.flatMap((each) => {
    const calls = reachedFrom(each.tried, evaluator);
    return calls.length > 0 ? [{ ...each, calls }] : [];
  });
}

/** The places in a node where a name is used that is declared by `declared`. */
export function usesOf(declared: ts.Identifier, within: ts.Node, checker: ts.TypeChecker): ts.Identifier[] {
  const symbol = checker.getSymbolAtLocation(declared);
  const found: ts.Identifier[] = [];
  visitAll(within, (each) => {
    if (!ts.isIdentifier(each) || each === declared || each.text !== declared.text) return;
    if (symbolOfName(each, checker) === symbol) found.push(each);
  });
  return found;
}

/** Whether a catch clause ends by throwing, whatever it was given: something leaves it in any case. */
export function endsInThrow({ block }: ts.CatchClause): boolean {
  const last = block.statements.at(-1);
  return last !== undefined && ts.isThrowStatement(last) && !runs(block, ts.isReturnStatement);
}

/**
 * Whether an error that is thrown at the node is caught in the same function, or by `.catch` on the way out of it. Clauses for which `keeps` is false
 * let it go on.
 */
export function isCaughtInside(
  node: ts.Node,
  owner: ts.Node,
  keeps: (clause: ts.CatchClause) => boolean = () => true,
): boolean {
  for (let at = node; at.parent && at !== owner; at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause && keeps(parent.catchClause))
      return true;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at && parent.name.text === 'catch') return true;
    if (
      ts.isPropertyAccessExpression(parent) &&
      parent.name.text === 'then' &&
      ts.isCallExpression(parent.parent) &&
      parent.parent.arguments.length > 1
    )
      return true;
    if (ts.isFunctionLike(parent)) return false;
  }
  return false;
}

/** The comments that stand in a node's own text. */
export function commentsIn(node: ts.Node): boolean {
  const { text } = node.getSourceFile();
  const inside = text.slice(node.getStart(), node.getEnd());
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, inside);
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan())
    if (token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia) return true;
  return false;
}
