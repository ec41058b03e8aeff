import { ts } from './ts';

/**
 * The index of the last parameter that a call could give, by the declared types; undefined where they do not tell: no types, a rest parameter, overloads of
 * which a shorter one is no beginning of the longest.
 */
export function lastParameter(node: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): number | undefined {
  const type = checker.getTypeAtLocation(node.expression);
  const signatures = ts.isNewExpression(node) ? type.getConstructSignatures() : type.getCallSignatures();
  const [longest, ...shorter] = [...signatures].sort((a, b) => b.parameters.length - a.parameters.length);
  if (!longest || longest.parameters.length === 0) return undefined;
  const declared = signatures.flatMap(({ declaration }) => declaration?.parameters.filter(ts.isParameter) ?? []);
  if (declared.some(({ dotDotDotToken }) => dotDotDotToken)) return undefined;
  const typeOf = (signature: ts.Signature, i: number) => {
    const parameter = signature.parameters[i];
    return parameter && checker.getTypeOfSymbolAtLocation(parameter, node);
  };
  const isBeginning = (signature: ts.Signature) =>
    signature.parameters.length === longest.parameters.length ||
    signature.parameters.every((_, i) => typeOf(signature, i) === typeOf(longest, i));
  return shorter.every(isBeginning) ? longest.parameters.length - 1 : undefined;
}
