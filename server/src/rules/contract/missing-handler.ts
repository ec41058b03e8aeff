import { contractOf } from '../../contract/contract';
import { type LinkedHandler, linkedHandlers, surelyLacks } from '../../contract/handlers';
import type { IdlMethod } from '../../contract/idl';
import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import type { TextRange } from '../../core/range';
import { isJavaScript, lineIndent, newLineOf } from '../../service/fixes/layout';
import { indentStep } from '../../service/fixes/statements';
import { loggerAt } from '../../service/loggers';
import type { ServiceProject } from '../../service/model/project';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';

const messages = {
  apache: {
    en: 'Nothing here answers {methods}, which {service} has in the IDL: the Apache processor throws when it is called, closes the connection, and all callers on it wait for ever.',
    zh: '这里没有处理 IDL 中 {service} 的 {methods}：被调用时 Apache 的 processor 会抛出异常并关闭连接，该连接上的所有调用方将永远等待。',
  },
  web: {
    en: 'Nothing here answers {methods}, which {service} has in the IDL: the Apache processor throws when it is called, the server answers with the status 500, and a call of the Apache client waits for ever.',
    zh: '这里没有处理 IDL 中 {service} 的 {methods}：被调用时 Apache 的 processor 会抛出异常，服务器以状态码 500 响应，而 Apache 客户端的调用将永远等待。',
  },
  creditkarma: {
    en: 'Nothing here answers {methods}, which {service} has in the IDL: callers get a TApplicationException, as from a service that is broken.',
    zh: '这里没有处理 IDL 中 {service} 的 {methods}：调用方会收到 TApplicationException，如同服务已损坏。',
  },
  site: { en: 'It is made the handler of {service} here.', zh: '在此作为 {service} 的处理对象。' },
  fix: { en: 'Add {methods}', zh: '添加 {methods}' },
} as const;

type Holder = Exclude<LinkedHandler['node'], ts.SourceFile>;

/** What is underlined: the name of what holds the handlers, else the bracket that opens it. */
function placeOf(node: Holder): ts.Node | TextRange {
  if (ts.isClassLike(node)) return node.name ?? node.getChildAt(0);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name;
  return { start: node.getStart(), end: node.getStart() + 1 };
}

/** Whether generated code knows the method: what it does not know is no handler's fault. */
function isGenerated({ link }: LinkedHandler, { name }: IdlMethod): boolean {
  const own = link.service.methods.some((each) => each.name === name);
  return !own || link.generated.methods.has(name);
}

/** What a stub does: nobody hears of what the handler of a oneway method throws, but it ends the process. */
function stubBody({ name, oneway }: IdlMethod, logger: string): string {
  const text = `'${name} is not implemented'`;
  return oneway ? `${logger}.error(${text});` : `throw new Error(${text});`;
}

function stub(method: IdlMethod, logger: string, indent: string, step: string, newLine: string, typed: boolean) {
  const { name, arguments: parameters, oneway } = method;
  const list = parameters.map((each) => (typed ? `_${each}: unknown` : `_${each}`)).join(', ');
  const head = `${indent}async ${name}(${list})${typed ? `: Promise<${oneway ? 'void' : 'never'}>` : ''} {`;
  return [head, `${indent}${step}${stubBody(method, logger)}`, `${indent}}`].join(newLine);
}

/** What a method of a handler can log with. */
function loggerFor(node: Holder, project: ServiceProject): string {
  const method = ts.isClassLike(node)
    ? node.members.find((each) => ts.isMethodDeclaration(each) && each.body !== undefined)
    : undefined;
  const logger = loggerAt((method as ts.MethodDeclaration | undefined)?.body ?? node, evaluatorOf(project));
  // In a method of an object, `this` is that object.
  return ts.isClassLike(node) || !logger.startsWith('this.') ? logger : 'console';
}

function stubs(tools: FixTools<string>, node: Holder, methods: readonly IdlMethod[]): TextEdit[] {
  const file = node.getSourceFile();
  const [step, newLine, outer] = [indentStep(file), newLineOf(file), lineIndent(node)];
  const typed = !isJavaScript(file);
  const logger = loggerFor(node, tools.project);
  const isObject = ts.isObjectLiteralExpression(node);
  const code = methods.map((each) => stub(each, logger, outer + step, step, newLine, typed));
  const text = isObject ? code.map((each) => `${each},`).join(newLine) : code.join(newLine + newLine);
  const members: ts.NodeArray<ts.Node> = isObject ? node.properties : node.members;
  const last = members.at(-1);
  const close = node.getEnd() - 1;
  // What stands before the closing bracket (a comment, white space) stays before the new members.
  const inside = file.text.slice(last?.getEnd() ?? node.getStart(), close);
  const ownLine = /\n[ \t]*$/.test(inside);
  const blank = /[ \t]*$/.exec(inside)?.[0].length ?? 0;
  const gap = ownLine ? close - blank : close;
  const edits: TextEdit[] = [];
  if (isObject && last && !members.hasTrailingComma) edits.push(tools.insertAfter(last, ','));
  const before = !ownLine ? newLine : isObject || !last ? '' : newLine;
  const after = ownLine ? newLine : newLine + outer;
  edits.push(tools.edit({ start: ownLine ? gap : gap - blank, end: gap }, `${before}${text}${after}`, file));
  return edits;
}

function lacking(handler: LinkedHandler, project: ServiceProject): IdlMethod[] {
  return [...handler.link.methods.values()].filter(
    (method) => isGenerated(handler, method) && surelyLacks(handler, method.name, project),
  );
}

export const rule = serviceRule({
  id: 'contract/missing-handler',
  group: 'contract',
  summary: { en: 'a method of the IDL that no handler answers', zh: 'IDL 中没有处理函数的方法' },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    for (const handler of linkedHandlers(project, contract)) {
      const { node, link, site, onWeb } = handler;
      if (ts.isSourceFile(node) || node.getSourceFile() !== file.sourceFile) continue;
      const missing = lacking(handler, project);
      // An object without a single one of the methods is something else.
      if (missing.length === 0 || (missing.length === link.methods.size && missing.length > 1)) continue;
      const names = missing.map(({ name }) => name);
      const methods = {
        en: names.join(names.length === 2 ? ' and ' : ', '),
        zh: names.join('、'),
      };
      report({
        at: placeOf(node),
        symbolOf: node,
        message: onWeb && link.generated.generator === 'apache' ? 'web' : link.generated.generator,
        data: { service: link.service.name, methods },
        related: [{ at: site.expression, message: 'site', data: { service: link.service.name } }],
        fixes: (tools) => [tools.fix('suggested', 'fix', { methods }, stubs(tools, node, missing))],
      });
    }
  },
});
