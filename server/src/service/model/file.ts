import { createLineIndex, type LineIndex } from '../../core/lines';
import type { TextRange } from '../../core/range';
import { ts } from '../ts';

/** One version of one TypeScript or JavaScript file, as rules see it. */
export interface ServiceFile {
  /** A `file:` URI. */
  readonly uri: string;
  readonly sourceFile: ts.SourceFile;
  readonly text: string;
  readonly lines: LineIndex;
  /** Every node of this kind in the file, in the order of the text. */
  nodes<Kind extends keyof NodesOfKind>(kind: Kind): readonly NodesOfKind[Kind][];
  /** The node's own text, without the comments before it. */
  rangeOf(node: ts.Node): TextRange;
}

/** The kinds that are collected in the one walk over a file. Add what a rule needs. */
export interface NodesOfKind {
  readonly [ts.SyntaxKind.CallExpression]: ts.CallExpression;
  readonly [ts.SyntaxKind.NewExpression]: ts.NewExpression;
  readonly [ts.SyntaxKind.CatchClause]: ts.CatchClause;
  readonly [ts.SyntaxKind.ThrowStatement]: ts.ThrowStatement;
  readonly [ts.SyntaxKind.BinaryExpression]: ts.BinaryExpression;
  readonly [ts.SyntaxKind.AwaitExpression]: ts.AwaitExpression;
  readonly [ts.SyntaxKind.ClassDeclaration]: ts.ClassDeclaration;
  readonly [ts.SyntaxKind.ForStatement]: ts.ForStatement;
  readonly [ts.SyntaxKind.ForOfStatement]: ts.ForOfStatement;
  readonly [ts.SyntaxKind.WhileStatement]: ts.WhileStatement;
  readonly [ts.SyntaxKind.DoStatement]: ts.DoStatement;
  readonly [ts.SyntaxKind.PropertyAccessExpression]: ts.PropertyAccessExpression;
  readonly [ts.SyntaxKind.ImportDeclaration]: ts.ImportDeclaration;
}

const collected: ReadonlySet<ts.SyntaxKind> = new Set<keyof NodesOfKind>([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.ThrowStatement,
  ts.SyntaxKind.BinaryExpression,
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.ClassDeclaration,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.ImportDeclaration,
]);

function collect(sourceFile: ts.SourceFile): ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]> {
  const found = new Map<ts.SyntaxKind, ts.Node[]>();
  // An explicit stack: long chains of calls or additions nest deeper than the call stack reaches.
  const stack: ts.Node[] = [sourceFile];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (collected.has(node.kind)) {
      const list = found.get(node.kind);
      if (list) list.push(node);
      else found.set(node.kind, [node]);
    }
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    for (let i = children.length - 1; i >= 0; i--) stack.push(children[i] as ts.Node);
  }
  return found;
}

const walked = new WeakMap<ts.SourceFile, ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]>>();

/** The view of a source file. What the one walk finds is kept with the source file, so later programs that share it share the walk. */
export function createServiceFile(sourceFile: ts.SourceFile, uri: string): ServiceFile {
  let lines: LineIndex | undefined;
  return {
    uri,
    sourceFile,
    text: sourceFile.text,
    get lines() {
      lines ??= createLineIndex(sourceFile.text);
      return lines;
    },
    nodes<Kind extends keyof NodesOfKind>(kind: Kind): readonly NodesOfKind[Kind][] {
      let found = walked.get(sourceFile);
      if (!found) {
        found = collect(sourceFile);
        walked.set(sourceFile, found);
      }
      return (found.get(kind) ?? []) as readonly NodesOfKind[Kind][];
    },
    rangeOf: (node) => ({ start: node.getStart(sourceFile), end: node.getEnd() }),
  };
}
