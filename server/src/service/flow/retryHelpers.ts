import type { ServiceFile } from '../model/file';
import { ts } from '../ts';
import { bindArguments } from '../values/calls';
import type { Evaluator } from '../values/evaluator';
import { alternatives } from '../values/value';
import { calledParameter } from './handedWork';
import { attemptsOf } from './loopLimits';
import type { Loop } from './loops';
import { ownRetries } from './retryLoops';
import type { RetrySite } from './retrySite';
import { functionAround, isWithin, nameOfFunction, runs } from './walk';

/** The retry that one of our own functions makes of a function that it is handed, and as which parameter it is handed. */
function helperIn(
  owner: ts.FunctionLikeDeclaration,
  evaluator: Evaluator,
): { readonly site: RetrySite; readonly parameter: number } | undefined {
  const file = evaluator.project.fileOf(owner.getSourceFile());
  for (const site of ownRetries(file, evaluator)) {
    if (site.around !== owner || !site.work) continue;
    const parameter = calledParameter(site.work, owner, evaluator);
    if (parameter !== undefined) return { site, parameter };
  }
  return undefined;
}

const namesKey = {};

/** The names of our own functions that call a parameter in a try block: a first look, by the text alone. */
function helperNames({ project }: Evaluator): ReadonlySet<string> {
  return project.once(namesKey, () => {
    const names = new Set<string>();
    for (const sourceFile of project.ownFiles)
      for (const clause of project.fileOf(sourceFile).nodes(ts.SyntaxKind.CatchClause)) {
        const owner = functionAround(clause);
        const name = owner && nameOfFunction(owner);
        if (!owner || name === undefined) continue;
        const parameters = new Set(
          owner.parameters.flatMap((each) => (ts.isIdentifier(each.name) ? each.name.text : [])),
        );
        const calls = (node: ts.Node): boolean =>
          ts.isCallExpression(node) && ts.isIdentifier(node.expression) && parameters.has(node.expression.text);
        if (runs(clause.parent.tryBlock, calls)) names.add(name);
      }
    return names;
  });
}

function lastName({ expression }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : undefined;
}

/** The calls of a file that hand a function to one of our own that retries it. */
export function helperRetries(file: ServiceFile, evaluator: Evaluator): readonly RetrySite[] {
  const names = helperNames(evaluator);
  if (names.size === 0) return [];
  return file.nodes(ts.SyntaxKind.CallExpression).flatMap((node): RetrySite[] => {
    if (node.arguments.length === 0 || !names.has(lastName(node) ?? '')) return [];
    for (const callee of alternatives(evaluator.evaluate(node.expression))) {
      if (callee.kind !== 'function') continue;
      const helper = helperIn(callee.node, evaluator);
      const argument = helper && node.arguments[helper.parameter];
      const work = argument && evaluator.evaluate(argument);
      if (!helper || work?.kind !== 'function' || isWithin(node, callee.node)) continue;
      const { site } = helper;
      const attempt = site.work?.parent;
      const env = bindArguments(callee, node.arguments, callee.env, evaluator);
      const attempts =
        site.kind === 'loop' && attempt && ts.isTryStatement(attempt)
          ? attemptsOf(site.node as Loop, attempt, evaluator, env)
          : site.attempts;
      return [{ ...site, kind: 'helper', at: node.expression, node, work: work.node, works: [work.node], attempts }];
    }
    return [];
  });
}
