import { shift, type TextRange } from '../../core/range';
import { sideTable } from '../../core/sideTable';
import { childrenOf } from '../model/children';
import { chunkText } from '../model/comments';
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

/** A fold of one definition; its span counts from the chunk's start. */
interface OwnFold {
  readonly span: TextRange;
  readonly kind: 'code' | 'comment';
  readonly closed: boolean;
}

/** What one definition contributes, kept with it: a keystroke touches one. */
interface OwnFolds {
  readonly folds: readonly OwnFold[];
  /** The comments that begin or end a region. */
  readonly marks: readonly { readonly span: TextRange; readonly ends: boolean }[];
}

function spansLines(text: string, { start, end }: TextRange): boolean {
  const at = text.indexOf('\n', start);
  return at !== -1 && at < end;
}

function collectBrackets(node: Node, text: string, into: OwnFold[]): void {
  if (!spansLines(text, node.span)) return;
  const brackets = bracketsOf(node);
  if (brackets) {
    const { start, end } = brackets;
    const closed = end > start + 1 && /[)\]}]/.test(text.charAt(end - 1));
    const span = { start: start + 1, end: closed ? end - 1 : end };
    if (spansLines(text, span)) into.push({ span, kind: 'code', closed });
  }
  for (const child of childrenOf(node)) collectBrackets(child, text, into);
}

function isLineComment({ kind }: Comment): boolean {
  return kind === 'line' || kind === 'hash';
}

function isFirstOnLine(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === '';
}

/** Groups line comments that stand below each other; block comments are groups of their own. */
function collectComments({ comments }: Definition, text: string, into: OwnFold[]): void {
  let group: TextRange | undefined;
  const flush = () => {
    if (group && spansLines(text, group)) into.push({ span: group, kind: 'comment', closed: false });
    group = undefined;
  };
  for (const comment of comments) {
    const { span } = comment;
    if (!isLineComment(comment) || !isFirstOnLine(text, span.start)) {
      flush();
      if (!isLineComment(comment)) group = span;
      if (group) flush();
      continue;
    }
    const between: string | undefined = group && text.slice(group.end, span.start);
    const goesOn = between !== undefined && between.trim() === '' && between.split('\n').length === 2;
    if (!goesOn) flush();
    group = { start: group?.start ?? span.start, end: span.end };
  }
  flush();
}

const regionMark = /^(?:\/\/|#)\s*#?(end)?region\b/;

function regionMarks({ comments }: Definition): OwnFolds['marks'] {
  return comments.flatMap((comment) => {
    const mark = isLineComment(comment) ? regionMark.exec(comment.text) : null;
    return mark ? [{ span: comment.span, ends: mark[1] !== undefined }] : [];
  });
}

const known = sideTable<Definition, OwnFolds>();

function ownFolds(file: IdlFile, definition: Definition): OwnFolds {
  let own = known.get(definition);
  if (!own) {
    const text = chunkText(file, definition);
    const folds: OwnFold[] = [];
    collectComments(definition, text, folds);
    collectBrackets(definition, text, folds);
    own = { folds, marks: regionMarks(definition) };
    known.set(definition, own);
  }
  return own;
}

/** Runs of includes, and of namespaces, that stand together. */
function headerGroups(file: IdlFile): TextRange[] {
  const groups: TextRange[] = [];
  let before: 'include' | 'namespace' | undefined;
  for (const definition of file.definitions) {
    const isInclude = definition.kind === 'Include' || definition.kind === 'CppInclude';
    const kind = isInclude ? 'include' : definition.kind === 'Namespace' ? 'namespace' : undefined;
    if (kind) {
      const range = file.rangeOf(definition);
      const group = kind === before ? groups.pop() : undefined;
      groups.push({ start: group?.start ?? range.start, end: range.end });
    }
    before = kind;
  }
  return groups.filter((range) => spansLines(file.text, range));
}

/** Everything in a file that spans lines and can be folded. */
export function foldsOf(file: IdlFile): readonly Fold[] {
  const folds: Fold[] = headerGroups(file).map((range) => ({ range, kind: 'imports', closed: false }));
  const openRegions: number[] = [];
  file.definitions.forEach((definition, i) => {
    const start = file.document.starts[i] ?? 0;
    const own = ownFolds(file, definition);
    for (const { span, kind, closed } of own.folds) folds.push({ range: shift(span, start), kind, closed });
    for (const { span, ends } of own.marks) {
      const from = ends ? openRegions.pop() : undefined;
      if (!ends) openRegions.push(start + span.start);
      else if (from !== undefined)
        folds.push({ range: { start: from, end: start + span.end }, kind: 'region', closed: false });
    }
  });
  return folds;
}
