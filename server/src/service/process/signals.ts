import { adders } from '../flow/listeners';
import type { ServiceProject } from '../model/project';
import { isTestFile } from '../testFiles';
import { ts } from '../ts';
import { invocationsNamed } from '../values/callers';
import { evaluatorOf } from '../values/evaluator';
import { alternatives } from '../values/value';

const named = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** Calls in which a signal's name does not mean that somebody listens for it. */
const senders: ReadonlySet<string> = new Set(['kill', 'emit', 'removeListener', 'off', 'removeAllListeners']);

/** The signals that a file names other than to send them. */
function signalsIn(file: ts.SourceFile): ReadonlySet<string> {
  let found = named.get(file);
  if (!found) {
    const names = new Set<string>();
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) && /^SIG[A-Z0-9]+$/.test(node.text)) {
        const { parent } = node;
        const callee = ts.isCallExpression(parent) ? parent.expression : undefined;
        const method = callee && ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
        if ((method === undefined || !senders.has(method)) && !ts.isLiteralTypeNode(parent)) names.add(node.text);
      } else ts.forEachChild(node, visit);
    };
    if (/['"`]SIG[A-Z]/.test(file.text)) visit(file);
    found = names;
    named.set(file, found);
  }
  return found;
}

/**
 * Whether anything in the program has to do with a signal other than sending it: listens for it, has it in a list of signals, passes it to whoever
 * may listen.
 */
export function mindsSignal(signal: string, project: ServiceProject): boolean {
  return project.ownFiles.some((file) => signalsIn(file).has(signal) && !isTestFile(file, project));
}

/** `process.on('SIGTERM', handler)`. */
export interface SignalListener {
  readonly call: ts.CallExpression;
  readonly handler: ts.FunctionLikeDeclaration;
}

const key = {};

/** The listeners for SIGTERM or SIGINT whose code is there to see; `complete`: there are no others. */
export function shutdownListeners(project: ServiceProject): {
  readonly listeners: readonly SignalListener[];
  readonly complete: boolean;
} {
  return project.once(key, () => {
    const evaluator = evaluatorOf(project);
    const listeners: SignalListener[] = [];
    let complete = true;
    for (const name of adders)
      for (const call of invocationsNamed(name, project)) {
        if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) continue;
        const [event, handler] = call.arguments;
        if (!event || !handler || !signalsIn(call.getSourceFile()).has('SIGTERM')) continue;
        const of = evaluator.evaluate(call.expression.expression);
        if (of.kind !== 'external' || !isProcess(of.module, of.path) || isTestFile(call.getSourceFile(), project))
          continue;
        const signal = evaluator.evaluate(event);
        // A name that is not written out is one of a list, or of whatever.
        if (signal.kind === 'constant' && signal.value !== 'SIGTERM') continue;
        const functions = alternatives(evaluator.evaluate(handler));
        for (const value of functions)
          if (value.kind === 'function') listeners.push({ call, handler: value.node });
          else complete = false;
      }
    return { listeners, complete };
  });
}

function isProcess(module: string, path: readonly string[]): boolean {
  return (module === 'global' && path.join('.') === 'process') || (module === 'node:process' && path.length === 0);
}
