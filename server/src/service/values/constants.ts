import { ts } from '../ts';
import type { Computed, Primitive, Value } from './value';

/** A value of a known sort that is decided at run time; `fallback` is what it is when nothing is configured. */
export function computed(type: Computed['type'], node: ts.Node, fallback?: Primitive, optional = false): Computed {
  return { kind: 'computed', type, fallback, optional, node };
}

function isNumeric(value: Value): boolean {
  return (
    (value.kind === 'constant' && typeof value.value === 'number') ||
    (value.kind === 'computed' && value.type === 'number')
  );
}

function knownNumber(value: Value): number | undefined {
  if (value.kind === 'constant' && typeof value.value === 'number') return value.value;
  return value.kind === 'computed' && typeof value.fallback === 'number' ? value.fallback : undefined;
}

function calculate(operator: ts.SyntaxKind, a: number, b: number): number | undefined {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return a + b;
    case ts.SyntaxKind.MinusToken:
      return a - b;
    case ts.SyntaxKind.AsteriskToken:
      return a * b;
    case ts.SyntaxKind.SlashToken:
      return a / b;
    case ts.SyntaxKind.PercentToken:
      return a % b;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return a ** b;
    case ts.SyntaxKind.LessThanLessThanToken:
      return a << b;
    default:
      return undefined;
  }
}

/** `5 * SECOND`, `base + 100`, `'a' + b`. */
export function foldBinary(node: ts.BinaryExpression, left: Value, right: Value): Value {
  const operator = node.operatorToken.kind;
  if (left.kind === 'constant' && right.kind === 'constant') {
    if (typeof left.value === 'number' && typeof right.value === 'number') {
      const value = calculate(operator, left.value, right.value);
      if (value !== undefined) return { kind: 'constant', value, node };
    }
    if (operator === ts.SyntaxKind.PlusToken && (typeof left.value === 'string' || typeof right.value === 'string'))
      return { kind: 'constant', value: `${left.value}${right.value}`, node };
  }
  const [a, b] = [knownNumber(left), knownNumber(right)];
  if (isNumeric(left) && isNumeric(right))
    return computed('number', node, a !== undefined && b !== undefined ? calculate(operator, a, b) : undefined);
  switch (operator) {
    // Whatever stands beside these, a number comes out.
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.AsteriskToken:
    case ts.SyntaxKind.SlashToken:
    case ts.SyntaxKind.PercentToken:
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return computed('number', node);
  }
  return { kind: 'unknown', why: 'not-followed', node };
}

export function foldPrefix(node: ts.PrefixUnaryExpression, evaluate: (node: ts.Expression) => Value): Value {
  const value = evaluate(node.operand);
  const known = value.kind === 'constant' ? value.value : undefined;
  switch (node.operator) {
    case ts.SyntaxKind.MinusToken:
      if (typeof known === 'number') return { kind: 'constant', value: -known, node };
      return computed('number', node);
    case ts.SyntaxKind.PlusToken:
      return toNumber(value, node);
    case ts.SyntaxKind.ExclamationToken:
      return value.kind === 'constant' ? { kind: 'constant', value: !known, node } : computed('boolean', node);
  }
  return { kind: 'unknown', why: 'not-followed', node };
}

export function foldTemplate(node: ts.TemplateExpression, evaluate: (node: ts.Expression) => Value): Value {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const value = evaluate(span.expression);
    if (value.kind !== 'constant') return computed('string', node);
    text += `${value.value}${span.literal.text}`;
  }
  return { kind: 'constant', value: text, node };
}

/** What `Number(value)` gives. */
export function toNumber(value: Value, node: ts.Node): Value {
  if (value.kind === 'constant') {
    const number = Number(value.value);
    return { kind: 'constant', value: number, node };
  }
  const fallback = value.kind === 'computed' && value.fallback !== undefined ? Number(value.fallback) : undefined;
  // `Number(undefined)` is NaN: whether a bound is set then cannot be told.
  const optional = value.kind === 'computed' ? value.optional : false;
  return computed('number', node, fallback, optional);
}
