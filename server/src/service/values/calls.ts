import { ts } from '../ts';
import { computed, toNumber } from './constants';
import type { Evaluator } from './evaluator';
import { alternatives, type Environment, type External, type FunctionValue, unionOf, type Value } from './value';

const maxDepth = 6;
const maxReturns = 8;

/** The value a call or `new` gives. Calls of our own functions are followed, those of packages become `made`. */
export function callValue(node: ts.CallExpression | ts.NewExpression, env: Environment, evaluator: Evaluator): Value {
  const callee = evaluator.evaluate(node.expression, env);
  const results = (callee.kind === 'union' ? callee.values : [callee]).map((each) =>
    resultOf(each, node, env, evaluator),
  );
  return unionOf(results, node);
}

function resultOf(
  callee: Value,
  node: ts.CallExpression | ts.NewExpression,
  env: Environment,
  evaluator: Evaluator,
): Value {
  const isNew = ts.isNewExpression(node);
  switch (callee.kind) {
    case 'external':
      return knownResult(callee, node, env, evaluator) ?? { kind: 'made', callee, node, env };
    case 'made':
    case 'member':
    case 'typed': {
      // `client.get.bind(client)` is `client.get`.
      if (callee.kind === 'member' && callee.name === 'bind') return callee.of;
      return { kind: 'made', callee, node, env };
    }
    case 'class':
      return isNew
        ? { kind: 'instance', node: callee.node, creation: node, env }
        : { kind: 'unknown', why: 'not-followed', node };
    case 'function':
      if (isNew) return { kind: 'unknown', why: 'not-followed', node };
      return isBinding(node, env, evaluator) ? callee : returned(callee, node, env, evaluator);
    default:
      return { kind: 'unknown', why: 'not-followed', node };
  }
}

/** `this.load.bind(this)`: gives the function, and does not call it. */
function isBinding({ expression }: ts.CallExpression, env: Environment, evaluator: Evaluator): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 'bind' &&
    alternatives(evaluator.evaluate(expression.expression, env)).some(({ kind }) => kind === 'function')
  );
}

/** The parameters of a function bound to the arguments of a call. */
export function bindArguments(
  callee: FunctionValue,
  args: readonly ts.Expression[],
  env: Environment,
  evaluator: Evaluator,
): Environment {
  const parameters = new Map<ts.Node, Value>(callee.env.parameters);
  const spread = args.findIndex(ts.isSpreadElement);
  callee.node.parameters.forEach((parameter, i) => {
    if (parameter.dotDotDotToken || (spread >= 0 && i >= spread)) return;
    const argument = args[i];
    if (argument) {
      const value = evaluator.evaluate(argument, env);
      const missing = value.kind === 'constant' && value.value === undefined && parameter.initializer;
      parameters.set(parameter, missing ? evaluator.evaluate(missing, env) : value);
    } else if (parameter.initializer) parameters.set(parameter, evaluator.evaluate(parameter.initializer, callee.env));
    else parameters.set(parameter, { kind: 'constant', value: undefined, node: parameter });
  });
  return { parameters, self: callee.env.self, depth: env.depth + 1 };
}

/** The expressions that a function returns, nested functions left out. */
export function returnedExpressions(node: ts.FunctionLikeDeclaration): ts.Expression[] {
  const { body } = node;
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (at: ts.Node): void => {
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return;
    if (ts.isReturnStatement(at) && at.expression) found.push(at.expression);
    ts.forEachChild(at, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

function returned(
  callee: FunctionValue,
  node: ts.CallExpression | ts.NewExpression,
  env: Environment,
  evaluator: Evaluator,
): Value {
  if (env.depth >= maxDepth) return { kind: 'unknown', why: 'too-deep', node };
  if ('asteriskToken' in callee.node && callee.node.asteriskToken)
    return { kind: 'unknown', why: 'not-followed', node };
  const returns = returnedExpressions(callee.node);
  if (returns.length === 0 || returns.length > maxReturns) return { kind: 'unknown', why: 'not-followed', node };
  const inside = bindArguments(callee, node.arguments ?? [], env, evaluator);
  return unionOf(
    returns.map((each) => evaluator.evaluate(each, inside)),
    node,
  );
}

/** Results of functions of the language and of Node that only pass on or compute what they are given. */
function knownResult(
  callee: External,
  node: ts.CallExpression | ts.NewExpression,
  env: Environment,
  evaluator: Evaluator,
): Value | undefined {
  const name = `${callee.module}:${callee.path.join('.')}`;
  const argument = (i: number): Value | undefined => {
    const at = node.arguments?.[i];
    return at && !ts.isSpreadElement(at) ? evaluator.evaluate(at, env) : undefined;
  };
  switch (name) {
    case 'global:Number':
    case 'global:Number.parseInt':
    case 'global:Number.parseFloat':
    case 'global:parseInt':
    case 'global:parseFloat': {
      const value = argument(0);
      return value && toNumber(value, node);
    }
    case 'global:String':
      return computed('string', node);
    case 'global:Boolean':
      return computed('boolean', node);
    case 'global:Object.freeze':
    case 'global:Object.seal':
    case 'node:util:promisify':
      return argument(0);
    case 'global:structuredClone':
      return argument(0);
  }
  if (/^global:(?:Math\.|Date\.now$|performance\.now$)/.test(name)) return foldMath(callee, node, argument);
  return undefined;
}

function foldMath(
  callee: External,
  node: ts.CallExpression | ts.NewExpression,
  argument: (i: number) => Value | undefined,
): Value {
  const values = (node.arguments ?? []).map((_, i) => argument(i));
  const numbers = values.map((value) =>
    value?.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined,
  );
  if (numbers.every((each) => each !== undefined)) {
    switch (callee.path.at(-1)) {
      case 'min':
        return { kind: 'constant', value: Math.min(...numbers), node };
      case 'max':
        return { kind: 'constant', value: Math.max(...numbers), node };
      case 'floor':
      case 'round':
      case 'ceil':
      case 'trunc':
        return numbers[0] === undefined
          ? computed('number', node)
          : { kind: 'constant', value: Math[callee.path.at(-1) as 'floor'](numbers[0]), node };
      case 'pow':
        if (numbers[0] !== undefined && numbers[1] !== undefined)
          return { kind: 'constant', value: numbers[0] ** numbers[1], node };
    }
  }
  return computed('number', node);
}
