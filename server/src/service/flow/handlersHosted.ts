import { matchesName } from '../catalogue/catalogue';
import type { Library } from '../catalogue/library';
import type { ServiceFile } from '../model/file';
import { presentLibraries } from '../presence';
import { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { valueOfTypeNode } from '../values/types';
import type { RequestHandler } from './handlers';

/** Exported functions that a platform calls once an event, by their type or that of their first parameter (AWS Lambda). */
export function hostedHandlers(file: ServiceFile, evaluator: Evaluator): readonly RequestHandler[] {
  const libraries = presentLibraries(evaluator.project).filter(({ hosted }) => hosted !== undefined);
  if (!libraries.some(({ modules }) => modules.some((module) => file.text.includes(module)))) return [];
  return file.sourceFile.statements.flatMap((statement) =>
    exportedFunctions(statement).flatMap(({ node, type }): RequestHandler[] => {
      const library = libraries.find((each) =>
        [type, node.parameters[0]?.type].some((written) => isHosted(written, each, evaluator)),
      );
      return library ? [{ node, library, registration: statement, place: undefined }] : [];
    }),
  );
}

function isHosted(type: ts.TypeNode | undefined, { modules, hosted = [] }: Library, evaluator: Evaluator): boolean {
  const value = type && valueOfTypeNode(type, evaluator.project.checker, type);
  return (
    value?.kind === 'typed' &&
    modules.includes(value.module) &&
    hosted.some((pattern) => matchesName(pattern, value.name))
  );
}

interface Exported {
  readonly node: ts.FunctionLikeDeclaration;
  readonly type: ts.TypeNode | undefined;
}

function exportedFunctions(statement: ts.Statement): readonly Exported[] {
  const isExported =
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  if (ts.isFunctionDeclaration(statement)) return [{ node: statement, type: undefined }];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ initializer, type }): Exported[] =>
    initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
      ? [{ node: initializer, type }]
      : [],
  );
}
