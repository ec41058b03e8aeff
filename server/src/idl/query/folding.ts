import type { TextRange } from '../../core/range';
import { childrenOf } from '../model/children';
import type { IdlFile } from '../model/file';
import type { Comment, Definition, Node } from '../model/tree';

/** A stretch of text that can be hidden. What is inside brackets leaves them visible. */
export interface Fold {
  readonly range: TextRange;
  readonly kind: 'code' | 'comment' | 'imports' | 'region';
  /** Whether a closing bracket stands behind the range. */
  readonly closed: boolean;
}

function bracketsOf(node: Node): TextRange | undefined {
  switch (node.kind) {
    case 'Method':
      return node.argumentsSpan;
    case 'AnnotationList':
    case 'ListLiteral':
    case 'MapLiteral':
    case 'Throws':
      return node.span;
    default:
      return 'body' in node ? node.body : undefined;
  }
}

/** The brackets in a definition, outer ones first. */
function* bracketsIn(node: Node): Generator<TextRange> {
  const brackets = bracketsOf(node);
  if (brackets) yield brackets;
  for (const child of childrenOf(node)) if (child.kind !== 'Identifier') yield* bracketsIn(child);
}

function isWholeLine(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

/** Groups line comments that stand below each other; block comments are groups of their own. */
function* commentGroups(file: IdlFile, definition: Definition): Generator<TextRange> {
  let group: TextRange | undefined;
  const flush = function* (): Generator<TextRange> {
    if (group) yield group;
    group = undefined;
  };
  for (const comment of definition.comments) {
    const range = file.rangeOf({ in: definition, span: comment.span });
    if (!isLineComment(comment) || !isWholeLine(file.text, range.start)) {
      yield* flush();
      if (!isLineComment(comment)) yield range;
      continue;
    }
    const between: string = group ? file.text.slice(group.end, range.start) : '';
    const goesOn = group && between.trim() === '' && between.split('\n').length === 2;
    if (group && goesOn) group = { start: group.start, end: range.end };
    else {
      yield* flush();
      group = range;
    }
  }
  yield* flush();
}

function isLineComment({ kind }: Comment): boolean {
  return kind === 'line' || kind === 'hash';
}

const regionMark = /^(?:\/\/|#)\s*#?(end)?region\b/;

/** What lies between comments `// #region` and `// #endregion`. */
function* regionsOf(file: IdlFile): Generator<TextRange> {
  const open: number[] = [];
  for (const definition of file.definitions) {
    for (const comment of definition.comments) {
      const mark = isLineComment(comment) ? regionMark.exec(comment.text) : null;
      if (!mark) continue;
      const { start, end } = file.rangeOf({ in: definition, span: comment.span });
      if (mark[1] === undefined) open.push(start);
      else {
        const from = open.pop();
        if (from !== undefined) yield { start: from, end };
      }
    }
  }
}

/** Runs of includes, and of namespaces, that stand together. */
function* headerGroups(file: IdlFile): Generator<TextRange> {
  let group: TextRange | undefined;
  let kind: 'include' | 'namespace' | undefined;
  for (const definition of file.definitions) {
    const own =
      definition.kind === 'Include' || definition.kind === 'CppInclude'
        ? 'include'
        : definition.kind === 'Namespace'
          ? 'namespace'
          : undefined;
    if (group && own !== kind) {
      yield group;
      group = undefined;
    }
    kind = own;
    if (!own) continue;
    const range = file.rangeOf(definition);
    group = group ? { start: group.start, end: range.end } : range;
  }
  if (group) yield group;
}

/** Everything in a file that spans lines and can be folded. */
export function foldsOf(file: IdlFile): readonly Fold[] {
  const folds: Fold[] = [];
  const add = (range: TextRange, kind: Fold['kind']) => folds.push({ range, kind, closed: false });
  for (const range of headerGroups(file)) add(range, 'imports');
  for (const range of regionsOf(file)) add(range, 'region');
  for (const definition of file.definitions) {
    for (const range of commentGroups(file, definition)) add(range, 'comment');
    for (const span of bracketsIn(definition)) {
      const { start, end } = file.rangeOf({ in: definition, span });
      const closed = end > start + 1 && /[)\]}]/.test(file.text.charAt(end - 1));
      folds.push({ range: { start: start + 1, end: closed ? end - 1 : end }, kind: 'code', closed });
    }
  }
  return folds.filter(({ range }) => file.text.slice(range.start, range.end).includes('\n'));
}
