import { readOption } from '../../service/bounds/settings';
import type { OptionsPlace } from '../../service/catalogue/library';
import { takesOption } from '../../service/fixes/options';
import { functionAround, holds } from '../../service/flow/walk';
import { type NetworkCall, optionsAt } from '../../service/networkCalls';
import { ts } from '../../service/ts';
import type { Evaluator } from '../../service/values/evaluator';
import { symbolOfName } from '../../service/values/names';
import { noEnvironment } from '../../service/values/value';

/** Where a call could be handed a signal and is not. */
export interface OpenSignal {
  readonly option: string;
  readonly place: OptionsPlace;
}

/** The call's signal option, when its library has one, the types of this call know it, and surely nothing is passed for it. */
export function openSignal(call: NetworkCall, evaluator: Evaluator): OpenSignal | undefined {
  const [client] = call.clients;
  const { options: place } = call.call;
  const option = client.shape.bounds
    .flatMap(({ settings }) => settings)
    .find((each) => each.as === 'signal' && each.option === 'signal' && each.at.includes('call'))?.option;
  if (option === undefined || place === undefined) return undefined;
  if (typeof place === 'number' && !takesOption(call.node, place, option, evaluator.project.checker)) return undefined;
  for (const { value } of optionsAt(place, call.node, noEnvironment, evaluator)) {
    const read = readOption(value, option, evaluator, call.node);
    if (read.kind !== 'constant' || read.value !== undefined) return undefined;
  }
  return { option, place };
}

/** A signal that a function is handed. */
interface Given {
  /** As code writes it: `signal`, or `options.signal`. */
  readonly text: string;
  readonly node: ts.Node;
  readonly type: ts.Type;
  /** Whether an identifier in the function's body uses it, or hands it on together with what holds it. */
  isUse(node: ts.Identifier): boolean;
}

function isSignal(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((each) => each.getSymbol()?.name === 'AbortSignal');
}

/** A signal under a name of its own: a parameter, or one taken out of a parameter. */
function named(name: ts.Identifier, checker: ts.TypeChecker): Given[] {
  const type = checker.getTypeAtLocation(name);
  if (!isSignal(type)) return [];
  const symbol = checker.getSymbolAtLocation(name);
  return [{ text: name.text, node: name, type, isUse: (node) => symbolOfName(node, checker) === symbol }];
}

/** A signal in a parameter that holds options of our own: `options.signal`. Types of packages carry signals for purposes of their own. */
function held(name: ts.Identifier, checker: ts.TypeChecker): Given[] {
  const type = checker.getTypeAtLocation(name);
  const member = type.isUnion() ? undefined : type.getProperty('signal');
  const declared = member?.declarations?.[0];
  if (!declared || declared.getSourceFile().isDeclarationFile) return [];
  const own = checker.getTypeOfSymbolAtLocation(member, name);
  if (!isSignal(own)) return [];
  const symbol = checker.getSymbolAtLocation(name);
  const isUse = (node: ts.Identifier): boolean => {
    if (symbolOfName(node, checker) !== symbol) return false;
    const { parent } = node;
    return !ts.isPropertyAccessExpression(parent) || parent.expression !== node || parent.name.text === 'signal';
  };
  return [{ text: `${name.text}.signal`, node: name, type: own, isUse }];
}

/** The abort signals that a function is handed. */
function signalsOf(node: ts.SignatureDeclaration, checker: ts.TypeChecker): Given[] {
  return node.parameters.flatMap(({ name, questionToken }): Given[] => {
    if (ts.isIdentifier(name)) {
      const own = named(name, checker);
      return own.length > 0 || questionToken ? own : held(name, checker);
    }
    if (!ts.isObjectBindingPattern(name)) return [];
    return name.elements.flatMap((each) => (ts.isIdentifier(each.name) ? named(each.name, checker) : []));
  });
}

function isUsed(given: Given, within: ts.Node): boolean {
  return holds(within, (node) => ts.isIdentifier(node) && node !== given.node && given.isUse(node));
}

/** The signal that the function around a call is handed and does nothing with. One that is used in any way may end the call by another road. */
export function droppedSignal(
  call: ts.Node,
  checker: ts.TypeChecker,
): { readonly owner: ts.SignatureDeclaration; readonly signal: Given } | undefined {
  const owner = functionAround(call);
  if (!owner?.body) return undefined;
  const signals = signalsOf(owner, checker);
  const [signal] = signals;
  return signal && !signals.some((each) => isUsed(each, owner)) ? { owner, signal } : undefined;
}

/** The code of a signal that ends with another one, too: that of the function around a call, where it is handed one and drops it. */
export function withDropped(code: string, call: ts.Node, checker: ts.TypeChecker): string {
  const dropped = droppedSignal(call, checker);
  if (!dropped) return code;
  const { text, type } = dropped.signal;
  const both = `AbortSignal.any([${text}, ${code}])`;
  const perhaps = (each: ts.Type): boolean => (each.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0;
  return type.isUnion() && type.types.some(perhaps) ? `${text} ? ${both} : ${code}` : both;
}
