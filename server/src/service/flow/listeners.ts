import { clientsOf } from '../clients';
import { catalogueOf } from '../model/catalogue';
import type { ServiceProject } from '../model/project';
import { ts } from '../ts';
import { callsOf } from '../values/callers';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Value } from '../values/value';
import { isResultDropped } from './promises';
import { referencesTo } from './references';
import { functionAround } from './walk';

/** Whether anybody listens for an event of one object: surely nobody, somebody, or it is handed to code that may. */
export type Hearing = 'heard' | 'unheard' | 'escapes';

export const adders: ReadonlySet<string> = new Set([
  'on',
  'once',
  'addListener',
  'prependListener',
  'prependOnceListener',
]);

type Name = ts.Identifier | ts.PrivateIdentifier;
type Invocation = ts.CallExpression | ts.NewExpression;

/** More places than this are given up. */
const maxPlaces = 400;

/** Calls that look at what they are given and keep nothing. */
const passing =
  /^(?:console\..*|Boolean|String|JSON\.stringify|Object\.is|clearTimeout|clearInterval|structuredClone)$/;
const boundBy: ReadonlySet<string> = new Set(['bind', 'call', 'apply']);

/** Whether the call adds a listener for the event; one whose event is not written out may. */
export function listensFor(call: ts.CallExpression, event: string, evaluator: Evaluator): boolean {
  const [first] = call.arguments;
  if (!first) return false;
  const value = evaluator.evaluate(first);
  return value.kind !== 'constant' || value.value === event;
}

/**
 * Follows an object from where it is made (or from the parameter that it is handed over by) through names, fields, our own functions and the
 * files of the project, to whoever listens for the event.
 */
export function hearingOf(
  start: ts.Expression | ts.ParameterDeclaration,
  event: string,
  evaluator: Evaluator,
): Hearing {
  const { project } = evaluator;
  const { checker } = project;
  const seen = new Set<ts.Node>();
  let heard = false;
  let escaped = false;

  const escape = (): void => {
    escaped = true;
  };

  const followName = (declaration: ts.Declaration, name: Name): void => {
    if (seen.has(declaration)) return;
    seen.add(declaration);
    const references = referencesTo(declaration, name, project);
    const exported = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
    // What no code of ours imports is there for somebody else's.
    if (exported && references.every((each) => each.getSourceFile() === declaration.getSourceFile())) escape();
    for (const reference of references) followReference(reference);
  };

  const followReference = (name: Name): void => {
    const { parent } = name;
    if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) {
      // Under its own name the references are found anyway; a new one is followed here.
      if (ts.isIdentifier(parent.name) && (parent.name !== name || ts.isBindingElement(parent)))
        followName(parent, parent.name);
      return;
    }
    if (ts.isExportSpecifier(parent)) {
      if (parent.propertyName) escape();
      return;
    }
    if (ts.isPropertyAccessExpression(parent) && parent.name === name) return follow(parent);
    if (ts.isShorthandPropertyAssignment(parent)) return escape();
    if (!ts.isTypeNode(parent) && !ts.isImportClause(parent)) follow(name);
  };

  const followParameter = (parameter: ts.ParameterDeclaration | undefined): void => {
    if (!parameter) return;
    if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken) escape();
    else followName(parameter, parameter.name);
  };

  /** What is returned goes to every caller; without one that is known, to anybody. */
  const followResult = (owner: ts.FunctionLikeDeclaration | undefined): void => {
    if (!owner || seen.has(owner) || isResultDropped(owner)) return;
    seen.add(owner);
    if (ts.isGetAccessor(owner) && ts.isIdentifier(owner.name)) return followName(owner, owner.name);
    const calls = callsOf(owner, project);
    if (!calls || calls.length === 0) return escape();
    for (const call of calls) follow(call);
  };

  const followTarget = (target: ts.Expression): void => {
    const name = ts.isPropertyAccessExpression(target) ? target.name : target;
    if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name)) return escape();
    const declaration = checker.getSymbolAtLocation(name)?.declarations?.[0];
    if (!declaration || declaration.getSourceFile().isDeclarationFile) return escape();
    followName(declaration, (ts.getNameOfDeclaration(declaration) as Name | undefined) ?? name);
  };

  const followArgument = (call: Invocation, index: number): void => {
    const { expression } = call;
    if (ts.isPropertyAccessExpression(expression)) {
      const method = expression.name.text;
      // `promisify(x.get.bind(x))`; and a stream that is piped to listens for nothing on its target.
      if (boundBy.has(method) || method === 'pipe') return;
    }
    const values = alternatives(evaluator.evaluate(expression));
    for (const value of values) handOver(value, call, index);
  };

  const handOver = (callee: Value, call: Invocation, index: number): void => {
    if (callee.kind === 'function' && callee.node.body)
      return index < callee.node.parameters.length ? followParameter(callee.node.parameters[index]) : escape();
    if (callee.kind === 'class' && ts.isNewExpression(call)) {
      const made = callee.node.members.find((each) => ts.isConstructorDeclaration(each) && each.body !== undefined);
      return made && ts.isConstructorDeclaration(made) && index < made.parameters.length
        ? followParameter(made.parameters[index])
        : escape();
    }
    if (callee.kind === 'external') {
      const path = callee.path.join('.');
      if (callee.module === 'global' && passing.test(path)) return;
      if (callee.module === 'global' && path === 'Promise.resolve') return follow(call);
    }
    if (!onlyUses(call, index, evaluator)) escape();
  };

  /** A method that is called on it, and what that gives. */
  const followMethod = (access: ts.PropertyAccessExpression, call: ts.CallExpression): void => {
    const method = access.name.text;
    if (adders.has(method) && listensFor(call, event, evaluator)) {
      heard = true;
      return;
    }
    if (method === 'then') {
      const [handler] = call.arguments;
      if (!handler) return;
      if (ts.isArrowFunction(handler) || ts.isFunctionExpression(handler))
        return followParameter(handler.parameters[0]);
      const value = evaluator.evaluate(handler);
      if (value.kind === 'function') return followParameter(value.node.parameters[0]);
      return escape();
    }
    if (method === 'catch' || method === 'finally' || isSame(access.expression, call, evaluator)) follow(call);
  };

  const follow = (node: ts.Node): void => {
    if (heard || seen.has(node)) return;
    seen.add(node);
    if (seen.size > maxPlaces) return escape();
    const { parent } = node;
    if (
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent) ||
      ts.isSatisfiesExpression(parent) ||
      ts.isNonNullExpression(parent) ||
      ts.isTypeAssertionExpression(parent) ||
      ts.isAwaitExpression(parent)
    )
      return follow(parent);
    if (ts.isBinaryExpression(parent)) return followOperator(parent, node);
    if (ts.isConditionalExpression(parent)) return parent.condition === node ? undefined : follow(parent);
    if (ts.isVariableDeclaration(parent)) {
      // A pattern takes members out of it.
      return ts.isIdentifier(parent.name) ? followName(parent, parent.name) : undefined;
    }
    if (ts.isPropertyDeclaration(parent) && parent.initializer === node) {
      return ts.isIdentifier(parent.name) || ts.isPrivateIdentifier(parent.name)
        ? followName(parent, parent.name)
        : escape();
    }
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
      const call = parent.parent;
      return ts.isCallExpression(call) && call.expression === parent ? followMethod(parent, call) : undefined;
    }
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      if (parent.expression === node) return;
      return followArgument(
        parent,
        (parent.arguments ?? ([] as readonly ts.Expression[])).findIndex((each) => each === node),
      );
    }
    if (ts.isReturnStatement(parent)) return followResult(functionAround(parent));
    if (ts.isArrowFunction(parent) && parent.body === node) return followResult(parent);
    if (ts.isExportAssignment(parent)) return followDefault(parent);
    if (isDeadEnd(parent)) return;
    escape();
  };

  const followOperator = (parent: ts.BinaryExpression, node: ts.Node): void => {
    switch (parent.operatorToken.kind) {
      case ts.SyntaxKind.EqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
      case ts.SyntaxKind.BarBarEqualsToken:
        if (parent.right !== node) return;
        followTarget(parent.left);
        return follow(parent);
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.BarBarToken:
        return follow(parent);
      case ts.SyntaxKind.AmpersandAmpersandToken:
      case ts.SyntaxKind.CommaToken:
        return parent.right === node ? follow(parent) : undefined;
    }
  };

  /** `export default pool`: under whatever name files import it. */
  const followDefault = (assignment: ts.ExportAssignment): void => {
    const module = checker.getSymbolAtLocation(assignment.getSourceFile());
    const names = project.ownFiles.flatMap((file) =>
      project
        .fileOf(file)
        .nodes(ts.SyntaxKind.ImportDeclaration)
        .flatMap(({ importClause, moduleSpecifier }) =>
          importClause?.name && checker.getSymbolAtLocation(moduleSpecifier) === module ? [importClause.name] : [],
        ),
    );
    if (names.length === 0) escape();
    for (const name of names) {
      const { parent } = name;
      if (ts.isImportClause(parent)) for (const each of namedIn(name, project)) followReference(each);
    }
  };

  if (ts.isParameter(start)) followParameter(start);
  else follow(start);
  return heard ? 'heard' : escaped ? 'escapes' : 'unheard';
}

/** The uses of an imported name in its file. */
function namedIn(name: ts.Identifier, { checker }: ServiceProject): ts.Identifier[] {
  const symbol = checker.getSymbolAtLocation(name);
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isIdentifier(node) &&
      node.text === name.text &&
      node !== name &&
      checker.getSymbolAtLocation(node) === symbol
    )
      found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  return found;
}

/** Whether what a method gives is what it was called on: by its type, as with `listen` and `end`. */
function isSame(receiver: ts.Expression, call: ts.CallExpression, evaluator: Evaluator): boolean {
  const { checker } = evaluator.project;
  const given = checker.getTypeAtLocation(call);
  const type = checker.getAwaitedType(given) ?? given;
  if (type.flags & ts.TypeFlags.Any) {
    const other = clientsOf(evaluator.evaluate(call), evaluator).find(({ creation }) => creation?.node === call);
    return !other || other.creation?.maker.itself === true;
  }
  const own = checker.getTypeAtLocation(receiver);
  return type === own || (type.symbol !== undefined && type.symbol === own.symbol);
}

/** Whether what is called makes a client on it, and listens for nothing. */
function onlyUses(call: Invocation, index: number, evaluator: Evaluator): boolean {
  const callee = evaluator.evaluate(call.expression);
  const names = (module: string): readonly string[] =>
    catalogueOf(evaluator.project)
      .byModule(module)
      .flatMap(({ clients = [] }) => clients)
      .flatMap(({ made = [] }) => made)
      .flatMap(({ from, export: name, on }) =>
        typeof from === 'object' && from.argument === index ? [name ?? on?.method ?? ''] : [],
      );
  if (callee.kind === 'external') return names(callee.module).includes(callee.path.join('.'));
  return clientsOf(evaluator.evaluate(call), evaluator).some(({ creation }) => {
    const from = creation?.maker.from;
    return creation?.node === call && typeof from === 'object' && from.argument === index;
  });
}

function isDeadEnd(parent: ts.Node): boolean {
  return (
    ts.isExpressionStatement(parent) ||
    ts.isIfStatement(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isDeleteExpression(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isTypeQueryNode(parent) ||
    ts.isForStatement(parent)
  );
}
