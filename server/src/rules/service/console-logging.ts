import type { Fix } from '../../core/finding';
import { noOptions } from '../../core/options';
import { requestHandlers } from '../../service/flow/handlers';
import { functionAround } from '../../service/flow/walk';
import { loggerAt } from '../../service/loggers';
import { catalogueOf } from '../../service/model/catalogue';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { askedOnce } from '../../service/model/wholeProject';
import { listenings } from '../../service/process/entry';
import { runsPerRequest } from '../../service/process/requests';
import { isHeldBack } from '../../service/process/startup';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';

/** What `console` writes with, and a logger's method of the same weight. */
const levels: Readonly<Record<string, string>> = {
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
  debug: 'debug',
  trace: 'debug',
  dir: 'info',
};

type ConsoleCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

function isConsole(node: ts.Expression, evaluator: Evaluator): boolean {
  if (!ts.isIdentifier(node) || node.text !== 'console') return false;
  const value = evaluator.evaluate(node);
  return value.kind === 'external' && value.module === 'global';
}

const namesConsole = askedOnce(/console/);

const key = {};

/** Whether the program puts something of its own behind `console`. */
function isReplaced(project: ServiceProject): boolean {
  return project.once(key, () =>
    project.ownFiles.some((sourceFile) => {
      if (!namesConsole(sourceFile)) return false;
      const file = project.fileOf(sourceFile);
      const assigned = file
        .nodes(ts.SyntaxKind.BinaryExpression)
        .some(
          ({ left, operatorToken }) =>
            operatorToken.kind === ts.SyntaxKind.EqualsToken &&
            (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) &&
            /^(?:globalThis\.|global\.)?console$/.test(left.expression.getText()),
        );
      // `Object.assign(console, logger)`, `overrideConsole(console)`.
      const handed = (): boolean =>
        file
          .nodes(ts.SyntaxKind.CallExpression)
          .some((call) => call.arguments.some((each) => ts.isIdentifier(each) && each.text === 'console'));
      return assigned || handed();
    }),
  );
}

/** Whether a function only writes what it is given: the project's own logger, which is one place to change. */
function isWrapper(call: ConsoleCall, project: ServiceProject): boolean {
  const owner = functionAround(call);
  if (!owner || requestHandlers(project).has(owner)) return false;
  return call.arguments.some((argument) => {
    const name = ts.isSpreadElement(argument) ? argument.expression : argument;
    if (!ts.isIdentifier(name)) return false;
    const declaration = project.checker.getSymbolAtLocation(name)?.valueDeclaration;
    return declaration !== undefined && ts.isParameter(declaration) && declaration.parent === owner;
  });
}

/** Whether an `if` around it asks for a debug switch. */
function isSwitched(node: ts.Node): boolean {
  for (let at = node; at.parent && !ts.isFunctionLike(at); at = at.parent)
    if (ts.isIfStatement(at.parent) && /debug|verbos|NODE_ENV|isDev/i.test(at.parent.expression.getText())) return true;
  return false;
}

/** A line that is put together as JSON by hand is structured. */
function isStructured({ arguments: [first] }: ConsoleCall): boolean {
  return (
    first !== undefined && ts.isCallExpression(first) && /^JSON\s*\.\s*stringify$/.test(first.expression.getText())
  );
}

function consoleCalls(file: ServiceFile, project: ServiceProject): ConsoleCall[] {
  const evaluator = evaluatorOf(project);
  return file
    .nodes(ts.SyntaxKind.CallExpression)
    .filter((node): node is ConsoleCall => {
      const { expression } = node;
      if (!ts.isPropertyAccessExpression(expression) || !(expression.name.text in levels)) return false;
      return isConsole(expression.expression, evaluator);
    })
    .filter(
      (call) =>
        !isStructured(call) &&
        !isSwitched(call) &&
        !isHeldBack(call, project.checker) &&
        !isWrapper(call, project) &&
        runsPerRequest(call, project),
    );
}

/** The logging library that the package.json near a file lists. */
function listedLogger(file: ServiceFile, project: ServiceProject): string | undefined {
  const catalogue = catalogueOf(project);
  for (const name of project.packages.dependenciesOf(file.sourceFile.fileName)) {
    const library = catalogue.byModule(name).find(({ loggers }) => loggers);
    if (library) return library.title;
  }
  return undefined;
}

/** Writes every line with the logger that is in scope; only where all of them can be: loggers read several arguments in other ways. */
function fix(calls: readonly ConsoleCall[], project: ServiceProject, tools: FixTools<'replace'>): Fix | undefined {
  const evaluator = evaluatorOf(project);
  const edits = calls.flatMap((call) => {
    const logger = loggerAt(call, evaluator);
    const level = levels[call.expression.name.text];
    if (logger === 'console' || level === undefined || call.arguments.length !== 1) return [];
    return [tools.replace(call.expression, `${logger}.${level}`)];
  });
  return edits.length === calls.length ? tools.fix('suggested', 'replace', {}, edits) : undefined;
}

export const rule = serviceRule({
  id: 'service/console-logging',
  group: 'lifecycle',
  summary: {
    en: '`console` as the log of a server, while requests are answered',
    zh: '服务器在处理请求时用 `console` 记录日志',
  },
  guide: '3.3',
  severity: 'information',
  fix: 'suggested',
  options: noOptions,
  messages: {
    listed: {
      en: 'This file writes its log by `console` while requests are answered ({count} in all), past {logger}, which the project has: the lines have no level, no time and no request id, cannot be searched by field, and are written before the code goes on.',
      zh: '处理请求时，此文件用 `console` 写日志（共 {count} 处），绕过了项目已有的 {logger}：日志没有级别、时间和请求 ID，无法按字段检索，而且写完之后代码才会继续。',
    },
    missing: {
      en: 'This file writes its log by `console` while requests are answered ({count} in all): the lines have no level, no time and no request id, cannot be searched by field, and are written before the code goes on. Use a logger that writes JSON, such as pino.',
      zh: '处理请求时，此文件用 `console` 写日志（共 {count} 处）：日志没有级别、时间和请求 ID，无法按字段检索，而且写完之后代码才会继续。应使用输出 JSON 的日志库，例如 pino。',
    },
    replace: { en: 'Write with the logger', zh: '改用日志库' },
  },
  check(file, { project, report }) {
    if (!file.text.includes('console.') || listenings(project).length === 0 || isReplaced(project)) return;
    const calls = consoleCalls(file, project);
    const [first] = calls;
    if (!first) return;
    const logger = listedLogger(file, project);
    report({
      at: first.expression,
      message: logger === undefined ? 'missing' : 'listed',
      data: { count: calls.length, logger: logger ?? '' },
      fixes: (tools) => [fix(calls, project, tools)],
    });
  },
});
