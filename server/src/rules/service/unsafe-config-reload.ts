import { noOptions } from '../../core/options';
import { usesOf } from '../../service/flow/catches';
import { isWithin } from '../../service/flow/walk';
import type { ServiceProject } from '../../service/model/project';
import { askedOnce } from '../../service/model/wholeProject';
import { visitReached } from '../../service/process/stopping';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives, type Value } from '../../service/values/value';

const messages = {
  throws: {
    en: 'This runs again whenever the file changes, and {parse} throws on one that is broken or half written: nobody catches it here, so one bad save ends the process. Parse in a `try`, check, and replace the value only then.',
    zh: '文件每次变化时都会再次执行，而 {parse} 遇到损坏或只写了一半的文件会抛出异常：这里没有人捕获，一次错误的保存就会结束进程。应在 `try` 中解析并检查，之后才替换旧值。',
  },
  empty: {
    en: '{parse} gives `{result}` for an empty file, and a file that is being saved is empty for a moment: it replaces the last good value unchecked, and the code that reads it fails until the next change. Check what was parsed before it replaces the value.',
    zh: '{parse} 对空文件返回 `{result}`，而正在保存的文件会有片刻是空的：它未经检查就替换了上一个有效值，读取它的代码在下次变化之前都会出错。应先检查解析结果，再替换旧值。',
  },
  watched: { en: 'This runs it again.', zh: '由这里再次触发。' },
} as const;

interface Parser {
  readonly module: string;
  readonly path: readonly string[];
  /** What it gives for an empty text; it throws otherwise. */
  readonly empty?: string;
}

/** Functions that read structured text, throw on what they cannot read, and check no more than its form. */
const parsers: readonly Parser[] = [
  { module: 'global', path: ['JSON', 'parse'] },
  { module: 'js-yaml', path: ['load'], empty: 'undefined' },
  { module: 'js-yaml', path: ['safeLoad'], empty: 'undefined' },
  { module: 'yaml', path: ['parse'], empty: 'null' },
  { module: 'json5', path: ['parse'] },
  { module: '@iarna/toml', path: ['parse'] },
  { module: 'smol-toml', path: ['parse'] },
];

/** What calls a function again when a file changes: packages and methods, and which argument it is. */
const watchers: readonly { readonly module: string; readonly path: readonly string[] }[] = [
  { module: 'node:fs', path: ['watch'] },
  { module: 'node:fs', path: ['watchFile'] },
  { module: 'node:fs', path: ['default', 'watch'] },
];

function is(value: Value, module: string, path: readonly string[]): boolean {
  return value.kind === 'external' && value.module === module && value.path.join('.') === path.join('.');
}

/** Whether a value is what `chokidar.watch(...)` or `fs.watch(...)` gave. */
function isWatcher(value: Value): boolean {
  return alternatives(value).some((each) => {
    if (each.kind !== 'made') return false;
    if (each.callee.kind === 'member') return isWatcher(each.callee.of);
    return is(each.callee, 'chokidar', ['watch']) || is(each.callee, 'node:fs', ['watch']);
  });
}

/** The functions that a call has run again at each change of a file, or at SIGHUP. */
function rerunBy(call: ts.CallExpression, evaluator: Evaluator): ts.FunctionLikeDeclaration[] {
  const { expression } = call;
  if (!ts.isPropertyAccessExpression(expression) && !ts.isIdentifier(expression)) return [];
  const name = ts.isIdentifier(expression) ? expression.text : expression.name.text;
  if (!/^(?:watch|watchFile|on|once|addListener)$/.test(name)) return [];
  const functions = (): ts.FunctionLikeDeclaration[] =>
    call.arguments.flatMap((argument) =>
      alternatives(evaluator.evaluate(argument)).flatMap((value) => (value.kind === 'function' ? [value.node] : [])),
    );
  if (watchers.some(({ module, path }) => is(evaluator.evaluate(expression), module, path))) return functions();
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const [event] = call.arguments;
  const of = evaluator.evaluate(expression.expression);
  const isHangup = event !== undefined && ts.isStringLiteralLike(event) && event.text === 'SIGHUP';
  if (isHangup && (is(of, 'global', ['process']) || is(of, 'node:process', []))) return functions();
  return isWatcher(of) ? functions() : [];
}

interface Rerun {
  readonly by: ts.CallExpression;
  readonly code: ts.ConciseBody;
}

const mayWatch = askedOnce(/\bwatch|SIGHUP/);
const namesStrayErrors = askedOnce(/uncaughtException|unhandledRejection/);

const strayKey = {};

/** Whether any file speaks of errors that nobody catches. */
function mayOutliveErrors(project: ServiceProject): boolean {
  return project.once(strayKey, () => project.ownFiles.some(namesStrayErrors));
}

const key = {};

function reruns(project: ServiceProject): readonly Rerun[] {
  return project.once(key, () => {
    const evaluator = evaluatorOf(project);
    return project.ownFiles.flatMap((sourceFile) => {
      if (!mayWatch(sourceFile)) return [];
      return project
        .fileOf(sourceFile)
        .nodes(ts.SyntaxKind.CallExpression)
        .flatMap((by) =>
          rerunBy(by, evaluator).flatMap((node): Rerun[] =>
            'body' in node && node.body ? [{ by, code: node.body }] : [],
          ),
        );
    });
  });
}

/** Expressions that only pass on what stands in them. */
function outer(node: ts.Node): ts.Node {
  let at = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) ||
    ts.isTypeAssertionExpression(at.parent)
  )
    at = at.parent;
  return at;
}

interface Parsed {
  readonly parser: Parser;
  readonly call: ts.CallExpression;
}

/** The parsing that a call does, itself or as what a function of our own returns right away. */
function parsing(node: ts.Expression, evaluator: Evaluator): Parsed | undefined {
  const [value, ...others] = alternatives(evaluator.evaluate(node));
  if (others.length > 0 || value?.kind !== 'made' || !ts.isCallExpression(value.node)) return undefined;
  const call = value.node;
  const parser = parsers.find(({ module, path }) => is(value.callee, module, path));
  const { parent } = outer(call);
  const asItIs = isWithin(call, node) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent);
  return parser && asItIs ? { parser, call } : undefined;
}

/** The parsing whose result is assigned as it is. */
function parsedAs(node: ts.BinaryExpression, evaluator: Evaluator): Parsed | undefined {
  const found = parsing(node.right, evaluator);
  return found && (outer(found.call).parent === node || !isWithin(found.call, node)) ? found : undefined;
}

interface Target {
  /** The place that is written to. */
  readonly left: ts.Expression;
  /** The expression that writes to it. */
  readonly node: ts.Expression;
}

/** Where what a call gave, a part of it or what another call makes of it goes in the same function: `config = next`, `config = check(parse(text))`, `config.a = parse(text).a`, `Object.assign(config, parse(text))`. */
function targetsOf(call: ts.Expression, evaluator: Evaluator, depth = 0): readonly Target[] {
  const isAssign = (node: ts.Expression): boolean => is(evaluator.evaluate(node), 'global', ['Object', 'assign']);
  let at: ts.Node = outer(call);
  for (;;) {
    const { parent } = at;
    const passesOn =
      (ts.isPropertyAccessExpression(parent) && parent.expression === at && !ts.isCallExpression(parent.parent)) ||
      ts.isSpreadAssignment(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isAwaitExpression(parent) ||
      (ts.isCallExpression(parent) && parent.expression !== at && !isAssign(parent.expression)) ||
      (ts.isPropertyAssignment(parent) && parent.initializer === at);
    if (!passesOn) break;
    at = outer(parent);
  }
  const { parent } = at;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.right === at)
    return [{ left: parent.left, node: parent }];
  if (ts.isCallExpression(parent) && isAssign(parent.expression)) {
    const [left] = parent.arguments;
    return left && left !== at ? [{ left, node: parent }] : [];
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || depth > 0) return [];
  const around = functionBodyAround(parent);
  return usesOf(parent.name, around, evaluator.project.checker).flatMap((use) => targetsOf(use, evaluator, depth + 1));
}

/** Whether what is assigned to lives on: a field, or a name that is declared outside of the function that assigns it. */
function livesOn(target: ts.Expression, code: ts.Node, checker: ts.TypeChecker): boolean {
  let at = target;
  while (ts.isPropertyAccessExpression(at)) at = at.expression;
  if (at.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (!ts.isIdentifier(at)) return false;
  const declaration = checker.getSymbolAtLocation(at)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return !(
    declaration.getSourceFile() === code.getSourceFile() &&
    code.pos <= declaration.pos &&
    declaration.end <= code.end
  );
}

/** The `try` whose catch clause an error of the node ends up in, within the function around it. */
function isCaught(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    if (ts.isFunctionLike(at)) return false;
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause) return true;
  }
  return false;
}

function functionBodyAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent && !(ts.isFunctionLike(at.parent) && 'body' in at.parent && at.parent.body === at)) at = at.parent;
  return at;
}

export const rule = serviceRule({
  id: 'service/unsafe-config-reload',
  group: 'lifecycle',
  summary: {
    en: 'a configuration that is reloaded without being parsed and checked first',
    zh: '重新加载配置时没有先解析和检查',
  },
  guide: '4.2',
  severity: 'warning',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    // Whoever listens for what nobody catches decides what becomes of the process.
    if (mayOutliveErrors(project)) return;
    const evaluator = evaluatorOf(project);
    const reported = new Set<ts.Node>();
    for (const { by, code } of reruns(project)) {
      // An error that somebody around the reload catches is somebody's decision.
      let caught = false;
      visitReached(code, evaluator, (node) => {
        if (ts.isPropertyAccessExpression(node) && node.name.text === 'catch') caught = true;
        if (ts.isCallExpression(node) && isCaught(node)) caught = true;
      });
      visitReached(code, evaluator, (node) => {
        const tell = (left: ts.Expression, whole: ts.Expression, { parser, call }: Parsed, direct: boolean): void => {
          if (whole.getSourceFile() !== file.sourceFile || reported.has(whole)) return;
          const body = functionBodyAround(whole);
          if (!livesOn(left, body, project.checker)) return;
          const message = !caught ? 'throws' : parser.empty === undefined || !direct ? undefined : 'empty';
          if (message === undefined || (direct && isCheckedAfter(left, whole, body))) return;
          reported.add(whole);
          report({
            at: left,
            message,
            data: { parse: `\`${call.expression.getText()}\``, result: parser.empty ?? '' },
            related: [{ at: by.expression, message: 'watched' }],
          });
        };
        if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
          const parsed = parsedAs(node, evaluator);
          if (parsed) tell(node.left, node, parsed, true);
        } else if (ts.isCallExpression(node)) {
          const parsed = parsing(node, evaluator);
          if (parsed)
            for (const { left, node: whole } of targetsOf(node, evaluator))
              if (!ts.isBinaryExpression(whole) || !parsedAs(whole, evaluator)) tell(left, whole, parsed, false);
        }
      });
    }
  },
});

/** Whether the value is looked at in the same function once it is assigned: somebody checks it, and may put the old one back. */
function isCheckedAfter(left: ts.Expression, node: ts.Expression, body: ts.Node): boolean {
  const target = left.getText();
  let found = false;
  const visit = (at: ts.Node): void => {
    if (at.pos >= node.end && ts.isIfStatement(at) && at.expression.getText().includes(target)) found = true;
    if (at.pos >= node.end && ts.isCallExpression(at) && at.arguments.some((each) => each.getText() === target))
      found = true;
    ts.forEachChild(at, visit);
  };
  visit(body);
  return found;
}
