import type { TextEdit } from '../../core/finding';
import { lineIndent, newLineOf } from '../../service/fixes/layout';
import { placeholder, snippetText } from '../../service/fixes/timeouts';
import { isAsync } from '../../service/flow/walk';
import type { FixTools } from '../../service/rule';
import { ts } from '../../service/ts';

const atATime = 10;

function statementOf(node: ts.Node): ts.Statement | undefined {
  let at: ts.Node = node;
  while (at.parent && !(ts.isStatement(at) && (ts.isBlock(at.parent) || ts.isSourceFile(at.parent)))) {
    if (ts.isFunctionLike(at)) return undefined;
    at = at.parent;
  }
  return ts.isStatement(at) ? at : undefined;
}

/** The name under which a file imports p-limit. */
function importedName(file: ts.SourceFile): string | undefined {
  for (const each of file.statements)
    if (
      ts.isImportDeclaration(each) &&
      ts.isStringLiteral(each.moduleSpecifier) &&
      each.moduleSpecifier.text === 'p-limit'
    )
      return each.importClause?.name?.text;
  return undefined;
}

/** The import of p-limit behind the last one there is. Undefined where the file is no module of imports. */
function importEdit<Key extends string>({ file, edit }: FixTools<Key>): TextEdit | undefined {
  const last = file.sourceFile.statements.findLast(ts.isImportDeclaration);
  if (!last) return undefined;
  const quote = last.moduleSpecifier.getText().slice(0, 1);
  const semicolon = last.getText().endsWith(';') ? ';' : '';
  const end = last.getEnd();
  return edit(
    { start: end, end },
    `${newLineOf(last.getSourceFile())}import pLimit from ${quote}p-limit${quote}${semicolon}`,
  );
}

/** Lets the work wait for its turn: `map((id) => limit(() => load(id)))`, where the project has p-limit. */
export function limitEdits<Key extends string>(
  tools: FixTools<Key>,
  node: ts.CallExpression,
  work: ts.Expression,
): readonly TextEdit[] | undefined {
  const { file, project, edit, insertBefore } = tools;
  if (!project.packages.dependenciesOf(file.sourceFile.fileName).has('p-limit')) return undefined;
  const statement = statementOf(node);
  if (!statement || /\blimit\b/.test(file.text) || !(ts.isArrowFunction(work) || ts.isIdentifier(work)))
    return undefined;
  const known = importedName(file.sourceFile);
  const added = known ? undefined : importEdit(tools);
  if (!known && !added) return undefined;
  const semicolon = statement.getText().endsWith(';') ? ';' : '';
  const line = `const limit = ${known ?? 'pLimit'}(${placeholder(atATime)})${semicolon}${newLineOf(statement.getSourceFile())}${lineIndent(statement)}`;
  const start = insertBefore(statement, line);
  const others = added ? [added, start] : [start];
  if (ts.isIdentifier(work))
    return [...others, tools.replace(work, `(item) => limit(() => ${snippetText(work.text)}(item))`)];
  if (work.type) return undefined;
  const at = work.getStart();
  const head = isAsync(work)
    ? [edit({ start: at, end: work.parameters.pos - (hasParenthesis(work) ? 1 : 0) }, '')]
    : [];
  return [
    ...others,
    ...head,
    tools.insertBefore(work.body, `limit(${isAsync(work) ? 'async ' : ''}() => `),
    tools.insertAfter(work.body, ')'),
  ];
}

function hasParenthesis(work: ts.ArrowFunction): boolean {
  return work.getSourceFile().text[work.parameters.pos - 1] === '(';
}

/** Waits for ten at a time in a loop; only where the results go nowhere. */
export function chunkEdits<Key extends string>(
  tools: FixTools<Key>,
  node: ts.CallExpression,
  mapped: ts.CallExpression,
): readonly TextEdit[] | undefined {
  const { parent } = node;
  const { expression } = mapped;
  if (node.arguments[0] !== mapped || !ts.isAwaitExpression(parent) || !ts.isExpressionStatement(parent.parent))
    return undefined;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return undefined;
  const statement = parent.parent;
  const [work] = mapped.arguments;
  // The index that the work is handed would start anew with each chunk.
  if (!work || (ts.isFunctionLike(work) && work.parameters.length > 1) || !ts.isBlock(statement.parent))
    return undefined;
  const list = expression.expression.text;
  const names = new Set(tools.file.text.match(/\b\w+\b/g));
  const start = ['start', 'from', 'offset'].find((each) => !names.has(each));
  if (start === undefined) return undefined;
  const indent = lineIndent(statement);
  const size = placeholder(atATime);
  const lineEnd = newLineOf(statement.getSourceFile());
  const step = /^(\t| +)\S/m.exec(tools.file.text)?.[1] ?? '  ';
  return [
    tools.insertBefore(
      statement,
      `for (let ${start} = 0; ${start} < ${list}.length; ${start} += ${size}) {${lineEnd}${indent}${step}`,
    ),
    tools.replace(expression.expression, `${list}.slice(${start}, ${start} + ${size})`),
    tools.insertAfter(statement, `${lineEnd}${indent}}`),
  ];
}
