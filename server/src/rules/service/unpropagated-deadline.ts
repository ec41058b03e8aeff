import type { Localized } from '../../core/finding';
import { noOptions } from '../../core/options';
import { setOption } from '../../service/fixes/options';
import { functionAround, visitAll } from '../../service/flow/walk';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { symbolOfName } from '../../service/values/names';
import { openSignal } from './_signals';

const messages = {
  dropped: {
    en: '{function} is given {signal}, but this call does not get it: when the caller gives up, the call goes on.',
    zh: '{function} 收到了 {signal}，但这个调用没有使用它：调用方放弃之后，这个调用仍会继续。',
  },
  given: { en: 'The signal comes in here.', zh: 'signal 从这里传入。' },
  fix: { en: 'Pass {signal} on', zh: '传递 {signal}' },
} as const;

const aFunction: Localized = { en: 'The function', zh: '该函数' };

interface Given {
  /** As code writes it: `signal`, or `options.signal`. */
  readonly text: string;
  readonly node: ts.Node;
  /** Whether an identifier in the function's body uses it, or hands it on together with what holds it. */
  isUse(node: ts.Identifier): boolean;
}

function isSignal(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((each) => each.getSymbol()?.name === 'AbortSignal');
}

/** A signal under a name of its own: a parameter, or one taken out of a parameter. */
function named(name: ts.Identifier, checker: ts.TypeChecker): Given[] {
  if (!isSignal(checker.getTypeAtLocation(name))) return [];
  const symbol = checker.getSymbolAtLocation(name);
  return [{ text: name.text, node: name, isUse: (node) => symbolOfName(node, checker) === symbol }];
}

/** A signal in a parameter that holds options of our own: `options.signal`. Types of packages carry signals for purposes of their own. */
function held(name: ts.Identifier, checker: ts.TypeChecker): Given[] {
  const type = checker.getTypeAtLocation(name);
  const member = type.isUnion() ? undefined : type.getProperty('signal');
  const declared = member?.declarations?.[0];
  if (!declared || declared.getSourceFile().isDeclarationFile) return [];
  if (!isSignal(checker.getTypeOfSymbolAtLocation(member, name))) return [];
  const symbol = checker.getSymbolAtLocation(name);
  const isUse = (node: ts.Identifier): boolean => {
    if (symbolOfName(node, checker) !== symbol) return false;
    const { parent } = node;
    return !ts.isPropertyAccessExpression(parent) || parent.expression !== node || parent.name.text === 'signal';
  };
  return [{ text: `${name.text}.signal`, node: name, isUse }];
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
  let found = false;
  visitAll(within, (node) => {
    if (!found && ts.isIdentifier(node) && node !== given.node && given.isUse(node)) found = true;
  });
  return found;
}

export const rule = serviceRule({
  id: 'service/unpropagated-deadline',
  group: 'timeout',
  summary: {
    en: 'a function that is given a signal and calls without it',
    zh: '收到 signal 的函数在发起调用时没有传递它',
  },
  guide: '2.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      const owner = functionAround(call.node);
      const open = owner?.body && openSignal(call, evaluator);
      if (!owner?.body || !open) continue;
      // One that is used in any way may end the call by another road.
      const signals = signalsOf(owner, project.checker);
      const [signal] = signals;
      if (!signal || signals.some((each) => isUsed(each, owner))) continue;
      const name = owner.name && ts.isIdentifier(owner.name) ? owner.name.text : aFunction;
      report({
        at: call.node.expression,
        message: 'dropped',
        data: { function: name, signal: signal.text },
        related: [{ at: signal.node, message: 'given' }],
        fixes: (tools) => [
          tools.fix(
            'suggested',
            'fix',
            { signal: signal.text },
            setOption(tools, call.node, open.place, open.option, signal.text),
          ),
        ],
      });
    }
  },
});
