import { type LinkedCall, linkedCall } from '../../contract/calls';
import { contractOf } from '../../contract/contract';
import { exceptionClass } from '../../contract/exceptions';
import type { Fix, Localized, TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import type { TextRange } from '../../core/range';
import { addImports } from '../../service/fixes/imports';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { indentStep } from '../../service/fixes/statements';
import { type Catch, catchesIn, usesOf } from '../../service/flow/catches';
import { fateOf } from '../../service/flow/promises';
import { functionAround, visitAll } from '../../service/flow/walk';
import { loggerOf } from '../../service/loggers';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

const messages = {
  ignored: {
    en: '{call} declares {errors} in the IDL, but this logs whatever failed and goes on: an answer of the service is taken for a failure of it. Tell them apart with instanceof, or throw the error on.',
    zh: '{call} 在 IDL 中声明了 {errors}，但这里记录任何失败后就继续执行：服务给出的答复被当作服务故障。请用 instanceof 区分它们，或继续抛出错误。',
  },
  several: {
    en: '{call} declare {errors} in the IDL, but this logs whatever failed and goes on: an answer of the service is taken for a failure of it. Tell them apart with instanceof, or throw the error on.',
    zh: '{call} 在 IDL 中声明了 {errors}，但这里记录任何失败后就继续执行：服务给出的答复被当作服务故障。请用 instanceof 区分它们，或继续抛出错误。',
  },
  call: { en: 'This call declares {errors}.', zh: '这个调用声明了 {errors}。' },
  fix: { en: 'Handle {errors} apart from failures', zh: '与故障分开处理 {errors}' },
} as const;

/** Whether this catch is the first one that an error of the call comes to. */
function isNearest({ tried, clause }: Catch, node: ts.Node): boolean {
  for (let at = node; at !== tried && at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isFunctionLike(at)) return false;
    if (ts.isTryStatement(parent) && parent.catchClause && parent.tryBlock === at) return parent.catchClause === clause;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === at && parent !== tried)
      if (parent.name.text === 'catch' || parent.name.text === 'then')
        return clause === undefined && parent.expression === tried;
  }
  return true;
}

const telling: ReadonlySet<string> = new Set(['message', 'stack']);

/** Whether a use of the error does no more than log it. */
function isLogged(use: ts.Identifier, body: ts.Node, evaluator: Evaluator): boolean {
  let at: ts.Node = use;
  if (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) {
    if (!telling.has(at.parent.name.text)) return false;
    at = at.parent;
  }
  for (; at !== body && at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isFunctionLike(parent) || ts.isReturnStatement(parent) || ts.isConditionalExpression(parent)) return false;
    if (!ts.isCallExpression(parent) || parent.expression === at) continue;
    const { expression } = parent;
    if (ts.isIdentifier(expression) && expression.text === 'String') continue;
    if (!ts.isPropertyAccessExpression(expression)) return false;
    return loggerOf(evaluator.evaluate(expression.expression), evaluator) !== undefined;
  }
  return false;
}

/** Whether the code goes round again after it: how it repeats is another question. */
function repeats({ clause }: Catch): boolean {
  const block = clause?.parent.parent;
  return block !== undefined && ts.isBlock(block) && ts.isIterationStatement(block.parent, false);
}

/** Whether all that is done with the error is to log it, and the code goes on. */
function onlyLogs({ body, error, pattern }: Catch, evaluator: Evaluator): boolean {
  if (!error || pattern) return false;
  let leaves = false;
  visitAll(body, (each) => {
    if (ts.isThrowStatement(each)) leaves = true;
    // Whoever ends the process does not go on.
    if (ts.isPropertyAccessExpression(each) && each.name.text === 'exit') leaves = true;
    if (ts.isIdentifier(each) && each.text === 'exitCode') leaves = true;
    if (ts.isContinueStatement(each)) leaves = true;
  });
  if (leaves) return false;
  const uses = usesOf(error, body, evaluator.project.checker);
  return uses.length > 0 && uses.every((use) => isLogged(use, body, evaluator));
}

/** A branch for each exception that the methods declare, before what is done with all other errors. */
function narrow(each: Catch, calls: readonly LinkedCall[], tools: FixTools<keyof typeof messages>): Fix | undefined {
  const { body, error, clause } = each;
  if (!clause || !error || !ts.isBlock(body)) return undefined;
  if (calls.some(({ link }) => link.generated.generator !== 'apache')) return undefined;
  const { file } = tools;
  const source = file.sourceFile;
  const places = insertionIn(body, source);
  if (!places) return undefined;
  const thrown = calls.flatMap(({ link, method }) =>
    method.throws.map((name) => exceptionClass(name, link, file, tools.project)),
  );
  const classes = [...new Map(thrown.flatMap((found) => (found ? [[found.node, found]] : []))).values()];
  if (thrown.includes(undefined)) return undefined;
  const modules = [...new Set(classes.map(({ module }) => module))];
  const imported = modules.map((module) => {
    const of = classes.filter((found) => found.module === module).map(({ name }) => name);
    return addImports(tools, module, of, source);
  });
  const known = imported.filter((found) => found !== undefined);
  if (known.length < imported.length) return undefined;
  const { indent } = places;
  const newLine = newLineOf(source);
  const code = known
    .flatMap(({ locals }) => locals)
    .flatMap((local, i) => [
      `${indent}if (${error.text} instanceof ${local}) {`,
      `${indent}${indentStep(source)}\${${i + 1}:throw ${error.text};}`,
      `${indent}\\}`,
    ])
    .map((line) => newLine + line)
    .join('');
  return tools.fix('template', 'fix', { errors: namesOf(calls) }, [
    ...joinInsertions(known.flatMap(({ edits }) => edits)),
    ...places.edits(code).map(({ range, newText }) => tools.edit(range, newText)),
  ]);
}

interface Insertion {
  /** Of the lines that are put in. */
  readonly indent: string;
  edits(code: string): readonly { readonly range: TextRange; readonly newText: string }[];
}

/**
 * Where lines go in at the start of a block: behind the comment on the line that it begins on. A block on one line gets lines of its own. Undefined where
 * its statements begin on the first of several lines.
 */
function insertionIn(body: ts.Block, { text }: ts.SourceFile): Insertion | undefined {
  const [first] = body.statements;
  const last = body.statements.at(-1);
  if (!first || !last) return undefined;
  const open = body.getStart() + 1;
  const at = ts.getTrailingCommentRanges(text, open)?.at(-1)?.end ?? open;
  if (text.slice(at, first.getStart()).includes('\n'))
    return { indent: lineIndent(first), edits: (code) => [{ range: { start: at, end: at }, newText: code }] };
  const source = body.getSourceFile();
  const brace = body.getEnd() - 1;
  const end = ts.getTrailingCommentRanges(text, last.getEnd())?.at(-1)?.end ?? last.getEnd();
  const around = text.slice(open, first.getStart()) + text.slice(end, brace);
  if (around.trim() !== '' || text.slice(open, brace).includes('\n')) return undefined;
  const outer = lineIndent(body);
  const indent = outer + indentStep(source);
  const newLine = newLineOf(source);
  return {
    indent,
    edits: (code) => [
      { range: { start: open, end: first.getStart() }, newText: code + newLine + indent },
      { range: { start: end, end: brace }, newText: newLine + outer },
    ],
  };
}

/** Makes one edit of those that insert at one place, such as imports from two modules. */
function joinInsertions(edits: readonly TextEdit[]): TextEdit[] {
  const joined = new Map<string, TextEdit>();
  for (const edit of edits) {
    const { start, end } = edit.range;
    const place = `${start}:${end}`;
    const other = joined.get(place);
    joined.set(place, other ? { ...edit, newText: other.newText + edit.newText } : edit);
  }
  return [...joined.values()];
}

/** The exceptions that calls declare. */
function namesOf(calls: readonly LinkedCall[]): Localized {
  return inWords(calls.flatMap(({ method }) => method.throws));
}

function inWords(all: readonly string[]): Localized {
  const names = [...new Set(all)];
  return { en: names.join(' and '), zh: names.join('、') };
}

export const rule = serviceRule({
  id: 'contract/ignored-exception',
  group: 'contract',
  summary: {
    en: 'an exception that the IDL declares, caught and logged like any failure',
    zh: 'IDL 声明的异常被当作普通故障捕获并记录',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const evaluator = evaluatorOf(project);
    const nodes = { clauses: file.nodes(ts.SyntaxKind.CatchClause), calls: file.nodes(ts.SyntaxKind.CallExpression) };
    for (const each of catchesIn(nodes, evaluator)) {
      // A script's last `catch` is there for everything.
      if (!functionAround(each.at) || repeats(each) || !onlyLogs(each, evaluator)) continue;
      const declaring = each.calls
        .filter(({ call, path }) => path.length === 0 && ts.isCallExpression(call.node) && isNearest(each, call.node))
        .filter(
          ({ call }) =>
            each.clause === undefined || (ts.isCallExpression(call.node) && fateOf(call.node) === 'handled'),
        )
        .flatMap(({ call }) => linkedCall(call, project, contract) ?? [])
        .filter(({ method }) => method.throws.length > 0);
      const texts = new Set(declaring.map(({ call }) => call.text));
      if (texts.size === 0) continue;
      report({
        at: each.at,
        message: texts.size > 1 ? 'several' : 'ignored',
        data: { call: inWords([...texts]), errors: namesOf(declaring) },
        related: declaring.map(({ call, method }) => ({
          at: call.node.expression,
          message: 'call' as const,
          data: { errors: inWords(method.throws) },
        })),
        fixes: (tools) => [narrow(each, declaring, tools)],
      });
    }
  },
});
