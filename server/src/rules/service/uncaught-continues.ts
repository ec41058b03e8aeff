import { noOptions } from '../../core/options';
import { newLineOf } from '../../service/fixes/layout';
import type { ServiceFile } from '../../service/model/file';
import type { ServiceProject } from '../../service/model/project';
import { askedOnce } from '../../service/model/wholeProject';
import { originOf, symbolOf } from '../../service/origin';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';

type Handler = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

/** What becomes of the process after a handler: it ends, it goes on, or nobody can tell. */
type Outcome = 'ends' | 'continues' | 'unsure';

interface Registration {
  readonly call: ts.CallExpression;
  readonly process: ts.Expression;
  readonly handler: ts.Expression;
}

const adders = new Set(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener']);
const enders = new Set(['exit', 'abort', 'kill', 'reallyExit']);
/** Packages that write logs and leave the process alone. */
const loggers = new Set(['pino', 'winston', 'logform', 'bunyan', 'log4js', 'loglevel', 'consola', 'debug']);
/** Modules of Node that only compute, write or tell. */
const harmlessModules = /\/node\/(?:console|util|os|path|perf_hooks|url|buffer)\.d\.ts$/;
/** Their main process shows a dialog and goes on, which is how they are meant to be. */
const hosts = ['electron', 'vscode', '@types/vscode'];
const maxDepth = 5;

function isGlobalProcess(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declarations = symbolOf(checker, node)?.declarations;
  // Without Node's types installed, a name that nothing declares is the global one.
  if (!declarations) return node.text === 'process';
  return declarations.every((each) => {
    const origin = originOf(each);
    return origin.kind === 'package' && origin.name === 'node';
  });
}

function registrationsIn(file: ServiceFile, checker: ts.TypeChecker): Registration[] {
  if (!file.text.includes('uncaughtException')) return [];
  return file.nodes(ts.SyntaxKind.CallExpression).flatMap((call) => {
    const { expression, arguments: given } = call;
    const [event, handler] = given;
    if (!ts.isPropertyAccessExpression(expression) || !adders.has(expression.name.text)) return [];
    if (!event || !handler || !ts.isStringLiteralLike(event) || event.text !== 'uncaughtException') return [];
    return isGlobalProcess(expression.expression, checker) ? [{ call, process: expression.expression, handler }] : [];
  });
}

function functionOf(declaration: ts.Declaration | undefined): Handler | undefined {
  if (!declaration) return undefined;
  if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) {
    return declaration.body ? declaration : undefined;
  }
  if (!ts.isVariableDeclaration(declaration) || !(declaration.parent.flags & ts.NodeFlags.Const)) return undefined;
  const { initializer } = declaration;
  return initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    ? initializer
    : undefined;
}

/** The function that an expression stands for, in whichever of the project's own files it is written. */
function handlerOf(expression: ts.Expression, checker: ts.TypeChecker): Handler | undefined {
  if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression)) return expression;
  const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  if (!ts.isIdentifier(name)) return undefined;
  const declarations = symbolOf(checker, name)?.declarations ?? [];
  return declarations.length === 1 ? functionOf(declarations[0]) : undefined;
}

/** What calling something that has no code here does: only what is known to be harmless goes on. */
function foreignOutcome(name: ts.Node, checker: ts.TypeChecker): Outcome {
  const declaration = symbolOf(checker, name)?.declarations?.[0];
  if (!declaration) return 'unsure';
  const origin = originOf(declaration);
  if (origin.kind === 'language') return 'continues';
  if (origin.kind === 'own') return 'unsure';
  if (loggers.has(origin.name)) return 'continues';
  if (origin.name !== 'node') return 'unsure';
  const path = declaration.getSourceFile().fileName;
  return harmlessModules.test(path) || isTimer(name) || isStandardStream(name) ? 'continues' : 'unsure';
}

/** Timers run what they are given, and that is looked at by itself. */
function isTimer(name: ts.Node): boolean {
  return (
    ts.isIdentifier(name) && /^(?:setTimeout|setImmediate|setInterval|queueMicrotask|clearTimeout)$/.test(name.text)
  );
}

/** `process.stderr.write`. */
function isStandardStream(name: ts.Node): boolean {
  const { parent } = name;
  return ts.isPropertyAccessExpression(parent) && /^process\s*\.\s*std(?:err|out)$/.test(parent.expression.getText());
}

function isInFunction(name: ts.Node, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(name).getCallSignatures().length > 0;
}

function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.includes('ends') ? 'ends' : outcomes.includes('unsure') ? 'unsure' : 'continues';
}

/** What one node of a handler's code does to the process, not counting what stands in it. */
function ownOutcome(node: ts.Node, checker: ts.TypeChecker, seen: ReadonlySet<Handler>): Outcome {
  if (ts.isThrowStatement(node)) return 'ends';
  // An exit code that somebody else may act on; a dynamic import of anything.
  if (ts.isBinaryExpression(node) && /\.exitCode$/.test(node.left.getText())) return 'unsure';
  if (ts.isNewExpression(node)) return foreignOutcome(node.expression, checker);
  if (ts.isPropertyAccessExpression(node) && isGlobalProcess(node.expression, checker) && enders.has(node.name.text)) {
    return 'ends';
  }
  if (ts.isCallExpression(node)) {
    const callee = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
    if (handlerOf(node.expression, checker)) return 'continues';
    return foreignOutcome(callee, checker);
  }
  if (!ts.isIdentifier(node) || isName(node)) return 'continues';
  const followed = handlerOf(node, checker);
  if (followed) return outcomeOf(followed, checker, seen);
  // A function by its name, handed to somebody who will call it.
  const isArgument = ts.isCallExpression(node.parent) && node.parent.expression !== node;
  return isArgument && isInFunction(node, checker) ? 'unsure' : 'continues';
}

/** Whether an identifier only declares or labels something. */
function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isParameter(parent) || ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) &&
    parent.name === node
  );
}

/** What becomes of the process once the function has run, with everything that it starts. */
function outcomeOf(handler: Handler, checker: ts.TypeChecker, seen: ReadonlySet<Handler>): Outcome {
  if (seen.has(handler)) return 'continues';
  if (seen.size >= maxDepth) return 'unsure';
  const inside = new Set([...seen, handler]);
  const outcomes: Outcome[] = [];
  const visit = (node: ts.Node): void => {
    outcomes.push(ownOutcome(node, checker, inside));
    ts.forEachChild(node, visit);
  };
  if (handler.body) visit(handler.body);
  return worst(outcomes);
}

function outcomeAt({ handler }: Registration, checker: ts.TypeChecker): Outcome {
  const written = handlerOf(handler, checker);
  return written ? outcomeOf(written, checker, new Set()) : 'unsure';
}

const namesUncaught = askedOnce(/uncaughtException/);

const key = {};

/** Whether every handler of the whole program goes on: one that ends the process is enough for all. */
function allContinue(project: ServiceProject): boolean {
  return project.once(key, () =>
    project.ownFiles.every((sourceFile) => {
      if (!namesUncaught(sourceFile)) return true;
      const registrations = registrationsIn(project.fileOf(sourceFile), project.checker);
      return registrations.every((each) => outcomeAt(each, project.checker) === 'continues');
    }),
  );
}

function returns(body: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found = true;
    else if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The edit that lets a handler end the process as its last step; undefined where it may return before. */
function exitEdit({ handler, process, call }: Registration, { file, replace, edit }: FixTools<string>) {
  const exit = `${process.getText()}.exit(1);`;
  if (!ts.isArrowFunction(handler) && !ts.isFunctionExpression(handler)) {
    if (!ts.isIdentifier(handler)) return undefined;
    return replace(handler, `(error) => { ${handler.text}(error); ${exit} }`);
  }
  const { text, lines } = file;
  const { body } = handler;
  const lineEnd = newLineOf(file.sourceFile);
  const indentAt = (offset: number): string => {
    const { start, end } = lines.lineRange(lines.positionAt(offset).line);
    return /^[ \t]*/.exec(text.slice(start, end))?.[0] ?? '';
  };
  const step = /^(\t| +)\S/m.exec(text)?.[1] ?? '  ';
  if (!ts.isBlock(body)) {
    const outer = indentAt(call.getStart());
    const inner = outer + step;
    return replace(body, `{${lineEnd}${inner}${body.getText()};${lineEnd}${inner}${exit}${lineEnd}${outer}}`);
  }
  if (returns(body)) return undefined;
  const brace = body.end - 1;
  const { start } = lines.lineRange(lines.positionAt(brace).line);
  if (start > body.getStart() && text.slice(start, brace).trim() === '') {
    return edit({ start, end: start }, `${indentAt(brace)}${step}${exit}${lineEnd}`);
  }
  const spaced = text[brace - 1] === ' ';
  return edit({ start: brace, end: brace }, `${spaced ? '' : ' '}${exit} `);
}

export const rule = serviceRule({
  id: 'service/uncaught-continues',
  group: 'lifecycle',
  summary: {
    en: 'a handler of uncaught exceptions after which the process goes on',
    zh: '处理未捕获异常之后进程仍继续运行',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    continues: {
      en: 'The process goes on after an uncaught exception, in a state that nobody knows: work stays half done, locks and connections stay open. Log, then exit, and let the supervisor start it anew.',
      zh: '未捕获异常之后进程继续运行，状态已不可知：工作半途而废，锁和连接无人释放。应记录日志后退出，由守护程序重新启动。',
    },
    exit: { en: 'Exit after the handler', zh: '处理之后退出进程' },
  },
  check(file, { project, report }) {
    const registrations = registrationsIn(file, project.checker);
    if (registrations.length === 0 || !allContinue(project)) return;
    const dependencies = project.packages.dependenciesOf(file.sourceFile.fileName);
    if (hosts.some((name) => dependencies.has(name))) return;
    for (const registration of registrations) {
      report({
        at: registration.call.expression,
        message: 'continues',
        fixes(tools) {
          const edit = exitEdit(registration, tools);
          return [tools.fix('suggested', 'exit', {}, edit && [edit])];
        },
      });
    }
  },
});
