import { chainAfter, type Link } from '../chains';
import { isAsync } from '../flow/walk';
import type { ServiceProject } from '../model/project';
import { ts } from '../ts';

/** What the code does with what a call returned. */
export interface FollowUps {
  /** The methods called on it, chained or through the variable that holds it. */
  readonly links: readonly Link[];
  /** It is handed on to code that is not looked at, and may be configured there. */
  readonly escapes: boolean;
}

const nothing: FollowUps = { links: [], escapes: false };

/** The outermost expression that still is the result of the call, or of methods chained to it; its value where that is waited for. */
function outermost(node: ts.Node, links: readonly Link[]): { readonly end: ts.Node; readonly awaited: boolean } {
  let at: ts.Node = links.at(-1)?.call ?? node;
  let awaited = false;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isAwaitExpression(at.parent)
  ) {
    at = at.parent;
    awaited ||= ts.isAwaitExpression(at);
  }
  return { end: at, awaited };
}

function isInAsyncFunction(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return isAsync(at);
  return false;
}

/** Follows the result of a call through the chain behind it and the variable that it is kept in. */
export function followUpsOf(node: ts.CallExpression | ts.NewExpression, project: ServiceProject): FollowUps {
  const links = [...chainAfter(node)];
  const { end, awaited } = outermost(node, links);
  const holder = end.parent;
  if (awaited || ts.isExpressionStatement(holder) || ts.isVoidExpression(holder)) return { links, escapes: false };
  // Whatever consumes the chain's last link (`.then`, `.pipe`) is the end of configuring.
  if (links.some(({ name }) => name === 'then' || name === 'end' || name === 'catch')) return { links, escapes: false };
  if (ts.isReturnStatement(holder) || ts.isArrowFunction(holder)) return { links, escapes: !isInAsyncFunction(end) };
  if (!ts.isVariableDeclaration(holder) || !ts.isIdentifier(holder.name)) {
    if (ts.isBinaryExpression(holder) && ts.isIdentifier(holder.left)) return throughName(holder.left, links, project);
    return { links, escapes: true };
  }
  return throughName(holder.name, links, project);
}

function throughName(name: ts.Identifier, links: readonly Link[], project: ServiceProject): FollowUps {
  const { checker } = project;
  const symbol = checker.getSymbolAtLocation(name);
  if (!symbol) return { ...nothing, links, escapes: true };
  const found = [...links];
  let escapes = false;
  const visit = (at: ts.Node): void => {
    if (ts.isIdentifier(at) && at !== name && at.text === name.text && checker.getSymbolAtLocation(at) === symbol) {
      const { parent } = at;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === at) found.push(...chainAfter(at));
      else if (!ts.isAwaitExpression(parent) && !ts.isVariableDeclaration(parent) && !isCondition(parent, at))
        escapes ||= !ts.isReturnStatement(parent) || !isInAsyncFunction(at);
    }
    ts.forEachChild(at, visit);
  };
  visit(scopeOf(name));
  return { links: found, escapes };
}

function isCondition(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isBinaryExpression(parent) && parent.left === node)
    return parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return (ts.isIfStatement(parent) && parent.expression === node) || ts.isPrefixUnaryExpression(parent);
}

function scopeOf(node: ts.Node): ts.Node {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at) || ts.isSourceFile(at)) return at;
  return node.getSourceFile();
}

const listening: ReadonlySet<string> = new Set(['on', 'once', 'addListener', 'prependListener']);

/** Whether a listener for the event is added. */
export function listensFor(event: string, { links }: FollowUps): boolean {
  return links.some(({ name, call }) => {
    const [first] = call.arguments;
    return listening.has(name) && first !== undefined && ts.isStringLiteralLike(first) && first.text === event;
  });
}

/** The call of `setTimeout` in whose callback the result is destroyed or aborted: a timer of the code's own. */
export function abortingTimer({ links }: FollowUps): ts.CallExpression | undefined {
  for (const { name, call } of links) {
    if (name !== 'destroy' && name !== 'abort') continue;
    for (let at: ts.Node = call; !ts.isSourceFile(at); at = at.parent)
      if (
        ts.isFunctionLike(at) &&
        ts.isCallExpression(at.parent) &&
        ts.isIdentifier(at.parent.expression) &&
        at.parent.expression.text === 'setTimeout'
      )
        return at.parent;
  }
  return undefined;
}
