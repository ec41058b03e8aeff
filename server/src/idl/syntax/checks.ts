import type { SyntaxProblem } from '../model/document';
import type { Definition, Identifier } from '../model/tree';
import { Code } from './codes';
import { integerValue } from './convert';
import type { Tape } from './lexer';
import { dropped } from './walk';

const largest = 2n ** 63n - 1n;
const smallest = -(2n ** 63n);
/** Texts of up to this length fit into 64 bits whatever they say. */
export const surelyFits = 16;

export function isInt64(value: bigint): boolean {
  return value <= largest && value >= smallest;
}

/** Whole numbers beyond 64 bits and names with a dot too many: the grammar takes both. `marks` tells which tokens it saw. */
export function checkTokens(tape: Tape, marks: ReadonlyMap<number, number>): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const { text, codes, starts, ends } = tape;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code !== Code.Integer && code !== Code.Identifier) continue;
    if (marks.get(i) === dropped) continue;
    const start = starts[i] ?? 0;
    const end = ends[i] ?? 0;
    if (code === Code.Integer) {
      if (end - start <= surelyFits) continue;
      const found = text.slice(start, end);
      const value = integerValue(found);
      if (!isInt64(value)) problems.push({ code: 'bad-number', span: { start, end }, data: { found } });
    } else if (text.charCodeAt(end - 1) === 46 || hasDoubleDot(text, start, end))
      problems.push({ code: 'bad-name', span: { start, end }, data: { found: text.slice(start, end) } });
  }
  return problems;
}

function hasDoubleDot(text: string, start: number, end: number): boolean {
  for (let i = start + 1; i + 1 < end; i++) if (text.charCodeAt(i) === 46 && text.charCodeAt(i + 1) === 46) return true;
  return false;
}

/** Names that are declared with a dot in them, other than those that `checkTokens` reports. */
export function checkNames(definition: Definition): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  const check = ({ name: { text, span } }: { readonly name: Identifier }): void => {
    if (!text.includes('.') || text.endsWith('.') || text.includes('..')) return;
    problems.push({ code: 'bad-name', span, data: { found: text } });
  };
  switch (definition.kind) {
    case 'Include':
    case 'CppInclude':
    case 'Namespace':
    case 'Unknown':
      return problems;
    case 'Enum':
      for (const item of definition.items) check(item);
      break;
    case 'Struct':
    case 'Union':
    case 'Exception':
      for (const field of definition.fields) check(field);
      break;
    case 'Service':
      for (const method of definition.methods) {
        check(method);
        for (const argument of method.arguments) check(argument);
        for (const field of method.throws?.fields ?? []) check(field);
      }
  }
  check(definition);
  return problems;
}
