import { type LinkedCall, linkedCall } from '../../contract/calls';
import { type Contract, contractOf } from '../../contract/contract';
import { otherClass } from '../../contract/exceptions';
import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { moveImport } from '../../service/fixes/imports';
import { catchesIn, usesOf } from '../../service/flow/catches';
import { bodiesFrom } from '../../service/flow/reach';
import { holds, visitAll } from '../../service/flow/walk';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { alternatives } from '../../service/values/value';

const messages = {
  dead: {
    en: 'This is never true: clients made by @creditkarma/thrift-typescript reject with a plain object that has the fields of {error}, not with an object of its class. Look at the fields that tell it from others.',
    zh: '这永远不成立：@creditkarma/thrift-typescript 生成的客户端以带有 {error} 字段的普通对象拒绝，而不是它的类的实例。请检查能区分它的字段。',
  },
  other: {
    en: 'This is never true: {call} rejects with the {error} of {right}, and this is another class of that name. The exception falls through to whatever handles failures.',
    zh: '这永远不成立：{call} 以 {right} 中的 {error} 拒绝，而这里是另一个同名的类。该异常会落入处理故障的代码。',
  },
  move: { en: 'Take {error} from {right}', zh: '从 {right} 导入 {error}' },
  fix: { en: 'Look for {field}, which {error} alone has', zh: '检查只有 {error} 才有的 {field}' },
  call: { en: '{method} rejects with it.', zh: '{method} 以它拒绝。' },
} as const;

/** Whether nothing between client and caller can put another error in place of the client's: filters are given by `register`. */
function hasNoFilters({ call }: LinkedCall, evaluator: Evaluator): boolean {
  return call.clients.every(({ creation }) => {
    const options = creation?.node.arguments?.[1];
    if (!creation || !options) return false;
    const register = evaluator.member(evaluator.evaluate(options, creation.env), 'register', options);
    return register.kind === 'constant' && register.value === undefined;
  });
}

/** A field that this exception has, and no other one that the method declares; undefined where the IDL does not tell. */
function tellingField(name: string, { method }: LinkedCall, { idl }: Contract): string | undefined {
  const fieldsOf = (exception: string): readonly string[] | undefined => {
    const found = idl.types.flatMap(({ structs }) => structs.filter((each) => each.name === exception));
    const [only] = found;
    return only && found.length === 1 ? only.fields.map((each) => each.name) : undefined;
  };
  const others = method.throws.filter((each) => each !== name).map(fieldsOf);
  if (others.some((each) => each === undefined)) return undefined;
  return fieldsOf(name)?.find((field) => !others.some((each) => each?.includes(field)));
}

/** Whether the test stands where any condition may, and what follows takes nothing out of the error that only the class would type. */
function mayBeReplaced(
  test: ts.BinaryExpression,
  error: ts.Identifier,
  body: ts.Node,
  checker: ts.TypeChecker,
): boolean {
  const { parent } = test;
  const isCondition =
    ts.isParenthesizedExpression(parent) ||
    ts.isIfStatement(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition === test);
  return isCondition && usesOf(error, body, checker).every((use) => !ts.isPropertyAccessExpression(use.parent));
}

const handlers: ReadonlySet<string> = new Set(['catch', 'then', 'finally']);

/** The functions that promises are given by name: `.catch(wrap)`. */
function handlersIn(code: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  visitAll(code, (at) => {
    if (!ts.isCallExpression(at) || !ts.isPropertyAccessExpression(at.expression)) return;
    if (!handlers.has(at.expression.name.text)) return;
    found.push(...at.arguments.filter((each) => !ts.isArrowFunction(each) && !ts.isFunctionExpression(each)));
  });
  return found;
}

/** Whether something that runs there may throw an object of a class of this name: it makes one, or nothing is known of it. */
function mayThrow(name: string, tried: ts.Node, evaluator: Evaluator): boolean {
  const bodies = bodiesFrom(tried, evaluator);
  const values = bodies.flatMap(handlersIn).flatMap((each) => alternatives(evaluator.evaluate(each)));
  if (values.some(({ kind }) => kind !== 'function' && kind !== 'constant')) return true;
  const handling = values.flatMap((each) => (each.kind === 'function' ? bodiesFrom(each.node, evaluator) : []));
  return [...bodies, ...handling].some((code) =>
    holds(
      code,
      (at) =>
        (ts.isNewExpression(at) && at.expression.getText().split('.').at(-1) === name) ||
        (ts.isCallExpression(at) && evaluator.evaluate(at.expression).kind === 'unknown'),
    ),
  );
}

/** Edits that import the class from where the right one is, when every use of the name in the file is a test in vain that asks for that one. */
function imported(
  name: ts.Identifier,
  known: { readonly tests: readonly ts.Node[]; readonly modules: ReadonlySet<string> } | undefined,
  module: string,
  tools: FixTools<keyof typeof messages>,
): readonly TextEdit[] | undefined {
  const { checker } = tools.project;
  const symbol = checker.getSymbolAtLocation(name);
  const [declaration] = symbol?.declarations ?? [];
  if (!declaration || !ts.isImportSpecifier(declaration) || known?.modules.size !== 1) return undefined;
  const uses = usesOf(declaration.name, tools.file.sourceFile, checker);
  if (!uses.every((use) => known.tests.includes(use))) return undefined;
  return moveImport(tools, declaration, module);
}

export const rule = serviceRule({
  id: 'contract/dead-instanceof',
  group: 'contract',
  summary: {
    en: 'an `instanceof` for a declared exception that can never hold',
    zh: '对已声明异常的、永远不成立的 `instanceof`',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const contract = contractOf(project);
    if (!contract) return;
    const evaluator = evaluatorOf(project);
    const { checker } = project;
    const nodes = { clauses: file.nodes(ts.SyntaxKind.CatchClause), calls: file.nodes(ts.SyntaxKind.CallExpression) };
    /** Of each imported class: where it is tested in vain, and the modules that have the right one. */
    const others = new Map<ts.Symbol, { readonly tests: ts.Node[]; readonly modules: Set<string> }>();
    for (const each of catchesIn(nodes, evaluator)) {
      const { error, body, tried, calls } = each;
      if (!error) continue;
      const linked = calls.map(({ call }) => linkedCall(call, project, contract));
      for (const use of usesOf(error, body, checker)) {
        const test = use.parent;
        if (!ts.isBinaryExpression(test) || test.left !== use) continue;
        if (test.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword) continue;
        const name = ts.isPropertyAccessExpression(test.right) ? test.right.name : test.right;
        if (!ts.isIdentifier(name)) continue;
        const other = otherClass(name, linked, file, project);
        if (other && !mayThrow(name.text, tried, evaluator)) {
          const { call, right } = other;
          const symbol = checker.getSymbolAtLocation(name);
          const known = symbol && (others.get(symbol) ?? { tests: [], modules: new Set<string>() });
          if (symbol && known) others.set(symbol, known);
          known?.tests.push(name);
          known?.modules.add(right.module);
          const data = { call: call.call.text, error: right.name, right: right.module };
          report({
            at: test,
            message: 'other',
            data,
            fixes: (tools) => [tools.fix('suggested', 'move', data, imported(name, known, right.module, tools))],
            related: [{ at: call.call.node.expression, message: 'call', data: { method: call.call.text } }],
          });
          continue;
        }
        const declaring = linked
          // What it writes for Apache's package rejects with the class.
          .find((call) => call && !call.link.generated.onApache && call.method.throws.includes(name.text));
        if (!declaring || !hasNoFilters(declaring, evaluator)) continue;
        if (mayThrow(name.text, tried, evaluator)) continue;
        report({
          at: test,
          message: 'dead',
          data: { error: name.text },
          fixes(tools) {
            const field = tellingField(name.text, declaring, contract);
            if (field === undefined || !mayBeReplaced(test, error, body, checker)) return [];
            const of = use.text;
            const code = `typeof ${of} === 'object' && ${of} !== null && !(${of} instanceof Error) && '${field}' in ${of}`;
            return [tools.fix('suggested', 'fix', { field, error: name.text }, [tools.replace(test, code)])];
          },
          related: [{ at: declaring.call.node.expression, message: 'call', data: { method: declaring.call.text } }],
        });
      }
    }
  },
});
