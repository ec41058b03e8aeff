import type { ServiceFile } from '../model/file';
import { byNameInProject } from '../model/wholeProject';
import { ts } from '../ts';

/** The text of a file is searched once for everything that is assigned to. */
const known = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.BinaryExpression[]>>();

const assigning: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** The name that an assignment ends in: `x` of `x = 1`, `client` of `this.client = ...`. */
function targetName(left: ts.Expression): string | undefined {
  if (ts.isIdentifier(left)) return left.text;
  if (ts.isPropertyAccessExpression(left)) return left.name.text;
  if (ts.isElementAccessExpression(left) && ts.isStringLiteralLike(left.argumentExpression))
    return left.argumentExpression.text;
  return undefined;
}

function assignmentsIn(file: ServiceFile): ReadonlyMap<string, readonly ts.BinaryExpression[]> {
  let byName = known.get(file.sourceFile);
  if (!byName) {
    const found = new Map<string, ts.BinaryExpression[]>();
    for (const node of file.nodes(ts.SyntaxKind.BinaryExpression)) {
      if (!assigning.has(node.operatorToken.kind)) continue;
      const target = targetName(node.left);
      if (target === undefined) continue;
      const list = found.get(target);
      if (list) list.push(node);
      else found.set(target, [node]);
    }
    byName = found;
    known.set(file.sourceFile, byName);
  }
  return byName;
}

/** All plain assignments in the file to something that ends in this name. */
export function assignmentsTo(name: string, file: ServiceFile): readonly ts.BinaryExpression[] {
  return assignmentsIn(file).get(name) ?? [];
}

/** The same in all files of the project. */
export const allAssignmentsTo = byNameInProject(assignmentsIn);
