import type { Fix } from '../../core/finding';
import { type Listening, listenings } from '../process/entry';
import type { FixTools } from '../rule';
import { ts } from '../ts';
import { lineIndent, newLineOf } from './layout';
import { indentStep, insertStatementAfter } from './statements';
import { snippetText } from './timeouts';

/** How long running requests are given to finish. */
const deadlineMs = '10_000';

function isFree(name: string, at: ts.Node, checker: ts.TypeChecker): boolean {
  return !checker.getSymbolsInScope(at, ts.SymbolFlags.Value).some((symbol) => symbol.name === name);
}

/** The statement that a call makes up, awaited or not, or by whose variable its result is named. */
function statementOf(
  call: ts.CallExpression,
): { readonly statement: ts.Statement; readonly name: string | undefined } | undefined {
  const { parent } = call;
  const outer = ts.isAwaitExpression(parent) || ts.isVoidExpression(parent) ? parent.parent : parent;
  const statement = ts.isVariableDeclaration(outer) ? outer.parent.parent : outer;
  if (!ts.isExpressionStatement(statement) && !ts.isVariableStatement(statement)) return undefined;
  if (!ts.isBlock(statement.parent) && !ts.isSourceFile(statement.parent)) return undefined;
  const name = ts.isVariableDeclaration(outer) && ts.isIdentifier(outer.name) ? outer.name.text : undefined;
  return { statement, name };
}

/** Stops the server at SIGTERM and SIGINT with a deadline, behind the statement that starts it; undefined where the server has no name to stop it by. */
export function shutdownFix<Key extends string>(
  { server: { shape }, call }: Listening,
  title: Key,
  tools: FixTools<Key>,
): Fix | undefined {
  const at = statementOf(call);
  // Ending the process when one server has closed would cut off what another one answers.
  if (!at || (shape.heeds === undefined && listenings(tools.project).length > 1)) return undefined;
  const { checker } = tools.project;
  const { statement } = at;
  const receiver = call.expression.expression;
  const file = statement.getSourceFile();
  const [step, newLine, indent] = [indentStep(file), newLineOf(file), lineIndent(statement)];
  if (shape.heeds !== undefined)
    return tools.fix('suggested', title, {}, [
      tools.insertBefore(statement, `${receiver.getText()}.${shape.heeds}();${newLine}${indent}`),
    ]);
  const shutdown = ['shutdown', 'stopServer'].find((name) => isFree(name, statement, checker));
  const [stop] = shape.close ?? [];
  // What express and koa return is Node's server.
  const own = stop ? receiver.getText() : at.name;
  const name =
    own ?? (ts.isExpressionStatement(statement) && isFree('server', statement, checker) ? 'server' : undefined);
  if (shutdown === undefined || name === undefined || (!stop && ts.isAwaitExpression(call.parent))) return undefined;
  const returnsPromise = stop !== undefined && /Promise/.test(promiseOf(receiver, stop.method, checker));
  const close = returnsPromise
    ? `.${stop.method}().then(() => process.exit(0), () => process.exit(1));`
    : `.${stop?.method ?? 'close'}(() => process.exit(0));`;
  const lines = [
    `const ${shutdown} = () => {`,
    `${step}setTimeout(() => process.exit(1), \${1:${deadlineMs}}).unref();`,
    `${step}${snippetText(name)}${close}`,
    '};',
    `process.once('SIGTERM', ${shutdown});`,
    `process.once('SIGINT', ${shutdown});`,
  ];
  const added = insertStatementAfter(tools, statement, lines.join(`${newLine}${indent}`));
  const names = own === undefined ? [tools.insertBefore(statement, 'const server = ')] : [];
  return tools.fix('template', title, {}, [...names, added]);
}

/** What a method returns, as the checker writes it. */
function promiseOf(receiver: ts.Expression, method: string, checker: ts.TypeChecker): string {
  const property = checker.getTypeAtLocation(receiver).getProperty(method);
  return property ? checker.typeToString(checker.getTypeOfSymbolAtLocation(property, receiver)) : '';
}
