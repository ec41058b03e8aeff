import { contractOf } from '../../contract/contract';
import { handlerMethods } from '../../contract/handlers';
import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { isJavaScript, lineIndent, newLineOf } from '../../service/fixes/layout';
import { usesOf } from '../../service/flow/catches';
import { isAsync, visitAll } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';

const messages = {
  hangs: {
    en: '{service}.{method} has {count} in the IDL, but this handler has the `length` {length}: the Apache processor takes it for callback style, passes a callback that it never calls, and the caller waits for ever.',
    zh: '{service}.{method} 在 IDL 中有 {count}，但这个处理函数的 `length` 为 {length}：Apache 的 processor 会把它当作回调风格，传入一个它从不调用的回调，调用方将永远等待。',
  },
  add: { en: 'Take all arguments of {method}', zh: '补全 {method} 的所有参数' },
  defaults: {
    en: 'Take all arguments of {method}, defaults in the body',
    zh: '接收 {method} 的所有参数，默认值移入函数体',
  },
  remove: { en: 'Take the arguments of {method} alone', zh: '只保留 {method} 的参数' },
} as const;

/** The parameters without TypeScript's `this`. */
function parametersOf(node: ts.FunctionLikeDeclaration): readonly ts.ParameterDeclaration[] {
  return node.parameters.filter(({ name }) => !(ts.isIdentifier(name) && name.text === 'this'));
}

/** What the function's `length` is when it runs: the parameters before the first one with a default, and before `...rest`. */
function lengthOf(parameters: readonly ts.ParameterDeclaration[]): number {
  const end = parameters.findIndex(({ initializer, dotDotDotToken }) => initializer || dotDotDotToken);
  return end < 0 ? parameters.length : end;
}

/** Whether the function is given its arguments under a name that reaches behind those of the IDL, and what it does with it. */
function mayAnswer(node: ts.FunctionLikeDeclaration, count: number, project: ServiceProject): boolean {
  const { body } = node;
  if (!body) return true;
  const parameters = parametersOf(node);
  let found = false;
  const reaching = parameters.filter(({ dotDotDotToken }, i) => i >= count || dotDotDotToken);
  const names = reaching.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
  if (names.length < reaching.length) return true;
  const symbols = names.map((name) => project.checker.getSymbolAtLocation(name));
  visitAll(body, (each) => {
    if (!ts.isIdentifier(each)) return;
    if (each.text === 'arguments') found = true;
    else if (
      names.some(({ text }) => text === each.text) &&
      symbols.includes(project.checker.getSymbolAtLocation(each))
    )
      found = true;
  });
  return found;
}

/** `async (...args) => impl(...args)` gives a value that nobody takes: what answers by a callback gives none. */
function givesValue(node: ts.FunctionLikeDeclaration, { checker }: ServiceProject): boolean {
  if (!isAsync(node)) return false;
  const signature = checker.getSignatureFromDeclaration(node);
  const type = signature && checker.getAwaitedType(signature.getReturnType());
  const nothing =
    ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.VoidLike | ts.TypeFlags.Never | ts.TypeFlags.TypeParameter;
  return type !== undefined && (type.isUnion() ? type.types : [type]).every(({ flags }) => (flags & nothing) === 0);
}

function onlyRest(parameters: readonly ts.ParameterDeclaration[], count: number): boolean {
  return parameters.length <= count && parameters.at(-1)?.dotDotDotToken !== undefined;
}

const written: ReadonlySet<string> = new Set(['string', 'number', 'boolean']);

/**
 * Moves default values into the body, where they also stand in for the `null` that the processor passes for an argument that was not sent.
 * Undefined where a parameter has no plain name or type, or the body is no block.
 */
function withoutDefaults(
  node: ts.FunctionLikeDeclaration,
  parameters: readonly ts.ParameterDeclaration[],
  { project, insertBefore, replace, edit }: FixTools<keyof typeof messages>,
): TextEdit[] | undefined {
  const { checker } = project;
  const { body } = node;
  const file = node.getSourceFile();
  const typed = !isJavaScript(file);
  if (!body) return undefined;
  const edits: TextEdit[] = [];
  const defaults: string[] = [];
  for (const each of parameters) {
    const { name, initializer, type } = each;
    if (!initializer) continue;
    if (!ts.isIdentifier(name)) return undefined;
    const known = type?.getText() ?? checker.typeToString(checker.getTypeAtLocation(name));
    if (typed && !type && !written.has(known)) return undefined;
    // An arrow function with one parameter may go without brackets, but not with a default.
    edits.push(replace(each, typed ? `${name.text}: ${known}` : name.text));
    if (usesOf(name, body, checker).length > 0) defaults.push(`${name.text} ??= ${initializer.getText()};`);
  }
  if (defaults.length === 0) return edits;
  if (!ts.isBlock(body)) return undefined;
  const [first] = body.statements;
  if (!first) return undefined;
  const gap = `${newLineOf(file)}${lineIndent(first)}`;
  // Behind the bracket, so that a comment over the first statement stays with it.
  if (lineIndent(first) === lineIndent(body)) return [...edits, insertBefore(first, `${defaults.join(' ')} `)];
  const open = body.getStart() + 1;
  return [...edits, edit({ start: open, end: open }, defaults.map((each) => gap + each).join(''), file)];
}

/** The only parameter of an arrow function that has it without brackets. */
function bareParameter(node: ts.FunctionLikeDeclaration): ts.ParameterDeclaration | undefined {
  if (!ts.isArrowFunction(node)) return undefined;
  const hasBrackets = node.getChildren().some(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
  return hasBrackets ? undefined : node.parameters[0];
}

/** Compilers before this one took every handler for callback style. */
const firstWithPromises = [0, 9, 2];

function dispatchesByLength(version: string | undefined): boolean {
  const parts = version?.split('.').map(Number) ?? [];
  for (const [i, least] of firstWithPromises.entries()) {
    const part = parts[i] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}

export const rule = serviceRule({
  id: 'contract/handler-arity',
  group: 'contract',
  summary: {
    en: 'a handler that the Apache processor takes for callback style because of its `length`: the caller hangs',
    zh: '因 `length` 被 Apache processor 当作回调风格的处理函数：调用方会一直挂起',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const reported = new Set<ts.Node>();
    for (const { handler, method, node, at } of handlerMethods(project, contract)) {
      const { generated, service } = handler.link;
      if (at.getSourceFile() !== file.sourceFile || reported.has(at)) continue;
      // A oneway handler is called without looking at it.
      if (method.oneway || generated.generator !== 'apache' || !dispatchesByLength(generated.version)) continue;
      // What runs is the generated code; where it is of another IDL, that is the mistake.
      const count = method.arguments.length;
      const generatedCount = generated.methods.get(method.name)?.parameters;
      if (generatedCount !== undefined && generatedCount !== count) continue;
      const parameters = parametersOf(node);
      const length = lengthOf(parameters);
      if (length === count) continue;
      const reaches = mayAnswer(node, count, project);
      if (reaches && !(onlyRest(parameters, count) && givesValue(node, project))) continue;
      reported.add(at);
      const typed = !isJavaScript(file.sourceFile);
      report({
        at,
        message: 'hangs',
        data: {
          service: service.name,
          method: method.name,
          count: {
            en: count === 1 ? '1 argument' : `${count} arguments`,
            zh: `${count} 个参数`,
          },
          length,
        },
        fixes(tools) {
          // What is written elsewhere, or what a wrapper made, may serve others, too.
          if (at !== node && at.parent !== node && at.parent !== node.parent && at.parent.parent !== node.parent)
            return [];
          if (parameters.some(({ dotDotDotToken }) => dotDotDotToken)) return [];
          if (parameters.some(({ initializer }) => initializer)) {
            if (parameters.length !== count) return [];
            const edits = withoutDefaults(node, parameters, tools);
            return [tools.fix('suggested', 'defaults', { method: method.name }, edits)];
          }
          const [first, last] = [parameters[count], parameters.at(-1)];
          const bare = bareParameter(node);
          if (bare && count === 0)
            return [tools.fix('suggested', 'remove', { method: method.name }, [tools.replace(bare, '()')])];
          if (first && last) {
            const from = count === 0 ? first.getFullStart() : (parameters[count - 1]?.getEnd() ?? first.getFullStart());
            const range = { start: from, end: count === 0 ? node.parameters.end : last.getEnd() };
            return [tools.fix('suggested', 'remove', { method: method.name }, [tools.edit(range, '')])];
          }
          const added = method.arguments
            .slice(length)
            .map((name) => (typed ? `_${name}: unknown` : `_${name}`))
            .join(', ');
          if (bare) {
            const edits = [tools.replace(bare, `(${bare.getText()}, ${added})`)];
            return [tools.fix('suggested', 'add', { method: method.name }, edits)];
          }
          if (last)
            return [tools.fix('suggested', 'add', { method: method.name }, [tools.insertAfter(last, `, ${added}`)])];
          const open = node.getChildren().find(({ kind }) => kind === ts.SyntaxKind.OpenParenToken);
          return open ? [tools.fix('suggested', 'add', { method: method.name }, [tools.insertAfter(open, added)])] : [];
        },
      });
    }
  },
});
