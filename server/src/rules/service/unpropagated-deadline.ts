import { z } from 'zod';
import { readOption } from '../../service/bounds/settings';
import type { Setting } from '../../service/catalogue/library';
import { setOption } from '../../service/fixes/options';
import { type NetworkCall, networkCalls, optionsAt } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { noEnvironment } from '../../service/values/value';

const messages = {
  dropped: {
    en: '{function} is given {signal}, but this call does not get it: when the caller gives up, the call goes on.',
    zh: '{function} 收到了 {signal}，但这个调用没有使用它：调用方放弃之后，这个调用仍会继续。',
  },
  given: { en: 'The signal comes in here.', zh: 'signal 从这里传入。' },
  fix: { en: 'Pass {signal} on', zh: '传递 {signal}' },
} as const;

interface Given {
  /** As code writes it: `signal`, or `options.signal`. */
  readonly text: string;
  readonly node: ts.Node;
  readonly symbol: ts.Symbol | undefined;
}

function isSignal(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((each) => each.getSymbol()?.name === 'AbortSignal');
}

/** The abort signals that a function is handed, as parameters of their own or taken out of one. */
function signalsOf(node: ts.SignatureDeclaration, checker: ts.TypeChecker): Given[] {
  return node.parameters.flatMap(({ name }): Given[] => {
    const names = ts.isIdentifier(name)
      ? [name]
      : ts.isObjectBindingPattern(name)
        ? name.elements.flatMap((each) => (ts.isIdentifier(each.name) ? [each.name] : []))
        : [];
    return names.flatMap((each) =>
      isSignal(checker.getTypeAtLocation(each))
        ? [{ text: each.text, node: each, symbol: checker.getSymbolAtLocation(each) }]
        : [],
    );
  });
}

function isUsed({ text, symbol, node }: Given, within: ts.Node, checker: ts.TypeChecker): boolean {
  let found = false;
  const visit = (at: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(at) && at !== node && at.text === text) {
      const own = ts.isShorthandPropertyAssignment(at.parent)
        ? checker.getShorthandAssignmentValueSymbol(at.parent)
        : checker.getSymbolAtLocation(at);
      if (own === symbol) found = true;
    }
    ts.forEachChild(at, visit);
  };
  visit(within);
  return found;
}

function functionAround(node: ts.Node): ts.FunctionLikeDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) if (ts.isFunctionLike(at)) return at as ts.FunctionLikeDeclaration;
  return undefined;
}

/** The call's signal option, when the library has one and nothing is passed for it. */
function openSignal(call: NetworkCall, evaluator: Evaluator): Setting | undefined {
  const [client] = call.clients;
  const setting = client.shape.bounds
    .flatMap(({ settings }) => settings)
    .find((each) => each.as === 'signal' && each.option === 'signal' && each.at.includes('call'));
  if (!setting?.option || call.call.options === undefined) return undefined;
  for (const { value } of optionsAt(call.call.options, call.node, noEnvironment, evaluator)) {
    const read = readOption(value, setting.option, evaluator, call.node);
    if (read.kind !== 'constant' || read.value !== undefined) return undefined;
  }
  return setting;
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
  options: z.strictObject({}),
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const call of networkCalls(file, project)) {
      const owner = functionAround(call.node);
      const setting = owner?.body && openSignal(call, evaluator);
      if (!owner?.body || !setting?.option) continue;
      const { option } = setting;
      // One that is used in any way may end the call by another road.
      const [signal] = signalsOf(owner, project.checker);
      if (!signal || isUsed(signal, owner.body, project.checker)) continue;
      const name = owner.name && ts.isIdentifier(owner.name) ? owner.name.text : '…';
      report({
        at: call.node.expression,
        message: 'dropped',
        data: { function: name === '…' ? 'The function' : name, signal: signal.text },
        related: [{ at: signal.node, message: 'given' }],
        fixes(tools) {
          const place = call.call.options;
          if (place === undefined) return [];
          return [
            tools.fix(
              'suggested',
              'fix',
              { signal: signal.text },
              setOption(tools, call.node, place, option, signal.text),
            ),
          ];
        },
      });
    }
  },
});
