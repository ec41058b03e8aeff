import { matchesName } from './catalogue/catalogue';
import type { LoggerShape } from './catalogue/library';
import { functionAround } from './flow/walk';
import { catalogueOf } from './model/catalogue';
import { ts } from './ts';
import { evaluateDeclarations } from './values/declarations';
import { classAround } from './values/evaluate';
import type { Evaluator } from './values/evaluator';
import { isOwnFile } from './values/modules';
import { resolveSymbol } from './values/names';
import { alternatives, noEnvironment, type Value } from './values/value';

/** The logger that a value is, by the catalogue; undefined when it is none, or may be something else. */
export function loggerOf(value: Value, evaluator: Evaluator): LoggerShape | undefined {
  const found = alternatives(value).map((each) => one(each, evaluator));
  const [first] = found;
  return found.every((each) => each !== undefined) ? first : undefined;
}

function shapesOf(module: string, evaluator: Evaluator): readonly LoggerShape[] {
  return catalogueOf(evaluator.project)
    .byModule(module)
    .flatMap(({ loggers = [] }) => loggers);
}

function one(value: Value, evaluator: Evaluator): LoggerShape | undefined {
  switch (value.kind) {
    case 'external':
      return shapesOf(value.module, evaluator).find(({ exports }) => exports?.includes(value.path.join('.')));
    case 'typed':
      return shapesOf(value.module, evaluator).find(({ types }) =>
        types?.some((pattern) => matchesName(pattern, value.name)),
      );
    case 'made': {
      const { callee } = value;
      if (callee.kind === 'external')
        return shapesOf(callee.module, evaluator).find(({ made }) =>
          made?.some((maker) => maker.export !== undefined && matchesName(maker.export, callee.path.join('.'))),
        );
      // `logger.child({ module: 'x' })` is a logger, too.
      return callee.kind === 'member' && callee.name === 'child' ? loggerOf(callee.of, evaluator) : undefined;
    }
    default:
      return undefined;
  }
}

function valueOf(symbol: ts.Symbol, node: ts.Node, evaluator: Evaluator): Value | undefined {
  const resolved = resolveSymbol(symbol, evaluator.project.checker, node);
  if (!resolved || resolved.kind === 'module') return undefined;
  if (resolved.kind === 'external') return resolved.value;
  return evaluateDeclarations(resolved.declarations, node, noEnvironment, evaluator);
}

/** Whether a name can be used at the node: its declaration ran before, or code in a function runs later than both. */
function isReady(symbol: ts.Symbol, node: ts.Node): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || declaration.getSourceFile() !== node.getSourceFile()) return false;
  return declaration.pos < node.pos || functionAround(declaration) !== functionAround(node);
}

function isLogging(shape: LoggerShape | undefined): boolean {
  return shape?.methods.includes('error') === true;
}

/** The field of the class around that holds a logger. */
function ownField(node: ts.Node, evaluator: Evaluator): string | undefined {
  const around = classAround(node);
  if (!around || around.isStatic) return undefined;
  const self: Value = { kind: 'instance', node: around.node, creation: undefined, env: noEnvironment };
  const names = around.node.members.flatMap((each) => {
    if (ts.isPropertyDeclaration(each) && ts.isIdentifier(each.name)) return [each.name];
    if (!ts.isConstructorDeclaration(each)) return [];
    return each.parameters.flatMap((parameter) =>
      ts.isParameterPropertyDeclaration(parameter, each) && ts.isIdentifier(parameter.name) ? [parameter.name] : [],
    );
  });
  return names.find((name) => isLogging(loggerOf(evaluator.member(self, name.text, name), evaluator)))?.text;
}

/**
 * What to log with at a place, as code: a name in scope or a field of the class around that holds a logger of the catalogue, else `console`.
 * It has a method `error`.
 */
export function loggerAt(node: ts.Node, evaluator: Evaluator): string {
  const { checker } = evaluator.project;
  // Names of our own files come from inside out; those of the platform are left out.
  const names = checker
    .getSymbolsInScope(node, ts.SymbolFlags.Variable | ts.SymbolFlags.Alias)
    .filter(
      (symbol) =>
        (symbol.declarations ?? []).some((each) => isOwnFile(each.getSourceFile())) &&
        isReady(symbol, node) &&
        mayLog(symbol, node, checker),
    );
  const found = names.find((symbol) => {
    const value = valueOf(symbol, node, evaluator);
    return value !== undefined && isLogging(loggerOf(value, evaluator));
  });
  if (found) return found.name;
  const field = ownField(node, evaluator);
  return field === undefined ? 'console' : `this.${field}`;
}

/** Whether its type has a method `error`, or says nothing. Spares most names a closer look. */
function mayLog(symbol: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeOfSymbolAtLocation(symbol, node);
  return (type.flags & ts.TypeFlags.Any) !== 0 || type.getProperty('error') !== undefined;
}
