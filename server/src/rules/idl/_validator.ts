import type { IdlFile } from '../../idl/model/file';
import type { Field, StructLike, Type } from '../../idl/model/tree';
import { printType } from '../../idl/query/print';
import type { Scope, TrueType } from '../../idl/resolve/scope';
import { containerKeys, validatorKeys } from '../../idl/vocabulary/annotationKeys';
import { type Category, categoryOf, keysFor } from '../../idl/vocabulary/validation';
import type { Entry } from './_annotations';
import { parseGoBool, parseGoFloat, parseGoInt, readGoString } from './_goLiterals';
import { patternProblem } from './_goPatterns';

const bits: Readonly<Record<string, bigint>> = { byte: 8n, i8: 8n, i16: 16n, i32: 32n, i64: 64n };

/** What is wrong with an entry; `code` chooses the message. */
export interface ValidatorProblem {
  readonly code:
    | 'vtKey'
    | 'vtIncomplete'
    | 'vtAlias'
    | 'vtNumber'
    | 'vtOctal'
    | 'vtInteger'
    | 'vtBool'
    | 'vtOverflow'
    | 'vtReference'
    | 'vtAssert'
    | 'vtNotNil'
    | 'vtSparse'
    | 'vtRunes'
    | 'vtEscape'
    | 'vtPattern'
    | 'vtEnum'
    | 'vtEnumDropped'
    | 'vtList'
    | 'vtRange';
  readonly entry: Entry;
  readonly data: Readonly<Record<string, string>>;
  /** Set where the generator goes on and its code compiles. */
  readonly isMild?: true;
  /** The part of the value at fault, where it is not all of it. */
  readonly part?: { readonly at: number; readonly length: number };
}

/** A number that a bound is set to, with what it bounds. */
interface Bound {
  readonly entry: Entry;
  readonly of: string;
  readonly side: 'low' | 'high';
  /** The least, or greatest, number that passes; exact for integers. */
  readonly value: bigint | number;
  readonly isOpen: boolean;
}

const boundKeys: Readonly<Record<string, { of: string; side: 'low' | 'high'; isOpen: boolean }>> = {
  gt: { of: 'value', side: 'low', isOpen: true },
  ge: { of: 'value', side: 'low', isOpen: false },
  lt: { of: 'value', side: 'high', isOpen: true },
  le: { of: 'value', side: 'high', isOpen: false },
  min_size: { of: 'size', side: 'low', isOpen: false },
  max_size: { of: 'size', side: 'high', isOpen: false },
  min_rune_size: { of: 'runes', side: 'low', isOpen: false },
  max_rune_size: { of: 'runes', side: 'high', isOpen: false },
};

function problemOf(
  code: ValidatorProblem['code'],
  entry: Entry,
  data: Readonly<Record<string, string>> = {},
): ValidatorProblem {
  return { code, entry, data: { key: entry.key, value: entry.value, ...data } };
}

function mild(problem: ValidatorProblem): ValidatorProblem {
  return { ...problem, isMild: true };
}

/** What is wrong with the value of a number; the number where it is one. */
function readNumber(entry: Entry, isInteger: boolean): bigint | number | ValidatorProblem {
  const { value } = entry;
  if (!isInteger) return parseGoFloat(value) ?? problemOf('vtNumber', entry);
  const number = parseGoInt(value);
  if (number !== undefined) return number;
  if (/^[+-]?0\d*[89]\d*$/.test(value)) return problemOf('vtOctal', entry);
  return problemOf(/^[+-]?\d*\.?\d+(?:e\d+)?$/i.test(value) ? 'vtInteger' : 'vtNumber', entry);
}

/** What is wrong with a text that is copied between double quotes of generated code. */
function checkText(entry: Entry, isPattern: boolean): ValidatorProblem | undefined {
  const read = readGoString(entry.value);
  if ('bad' in read) {
    const problem = problemOf('vtEscape', entry, { part: read.bad });
    return { ...problem, part: { at: read.at, length: read.bad.length } };
  }
  if (!isPattern) return undefined;
  const why = patternProblem(read.value);
  // Who reads the pattern without Go's escapes may be content with it.
  if (why === undefined || (read.value !== entry.value && patternProblem(entry.value) === undefined)) return undefined;
  return mild(problemOf('vtPattern', entry, { why }));
}

/** Whether the Go field of a base type is a pointer. Every field of a union is optional. */
function isPointer(struct: StructLike, field: Field): boolean {
  return (struct.kind === 'Union' || field.requiredness?.text === 'optional') && !field.defaultValue;
}

/** Where in a field's type an entry belongs: its key with the parts that led there taken off. */
interface Step {
  readonly entry: Entry;
  readonly rest: readonly string[];
}

/** What thrift-gen-validator makes of the `vt.*` entries of a field. `entries` holds no others. Misspelt keys are left to another rule. */
export function checkValidation(
  struct: StructLike,
  field: Field,
  entries: readonly Entry[],
  scope: Scope,
  scopeOf: (file: IdlFile) => Scope,
): readonly ValidatorProblem[] {
  const problems: ValidatorProblem[] = [];

  function checkValue(
    entry: Entry,
    key: string,
    category: Category,
    type: TrueType,
    isInside: boolean,
  ): Bound | undefined {
    const add = (problem: ValidatorProblem | undefined) => {
      if (problem) problems.push(problem);
    };
    const { value } = entry;
    if (value.startsWith('@')) return undefined;
    if (value.startsWith('$')) {
      const name = value.slice(1);
      if (!struct.fields.some((each) => each.name.text === name))
        add(problemOf('vtReference', entry, { name, struct: struct.name.text }));
      return undefined;
    }
    if (key === 'not_nil' || category === 'bool' || key === 'defined_only' || key === 'no_sparse' || key === 'skip') {
      const flag = parseGoBool(value);
      if (flag === undefined) add(problemOf('vtBool', entry));
      else if (
        key === 'not_nil' &&
        flag &&
        category !== 'struct' &&
        !isBinary(type) &&
        (isInside || !isPointer(struct, field))
      )
        add(problemOf('vtNotNil', entry, { field: field.name.text }));
      return undefined;
    }
    // Apache's own validator reads lists here.
    if ((key === 'in' || key === 'not_in') && category !== 'text' && /^\[.*\]$/.test(value)) {
      const problem = problemOf('vtList', entry);
      add(category === 'enum' ? mild(problem) : problem);
      return undefined;
    }
    const bound = boundKeys[key];
    if (bound || category === 'int' || category === 'double') {
      const isInteger = category !== 'double';
      const number = readNumber(entry, isInteger);
      if (typeof number === 'object') {
        add(number);
        return undefined;
      }
      if (category === 'int' && typeof number === 'bigint' && type.kind === 'type' && type.type.kind === 'BaseType') {
        const limit = 2n ** ((bits[type.type.name] ?? 64n) - 1n);
        if (number < -limit || number >= limit) {
          add(problemOf('vtOverflow', entry, { type: type.type.name }));
          return undefined;
        }
      }
      return bound && { entry, ...bound, value: number };
    }
    if (category === 'enum') add(checkEnum(entry, key));
    else add(checkText(entry, key === 'pattern'));
    return undefined;
  }

  function checkEnum(entry: Entry, key: string): ValidatorProblem | undefined {
    const found = scope.value(entry.value);
    if (found.kind !== 'unknown' && found.kind !== 'wrong-kind') return undefined;
    return key === 'const' ? problemOf('vtEnum', entry) : mild(problemOf('vtEnumDropped', entry));
  }

  function visit(type: Type, where: Scope, steps: readonly Step[], isInside: boolean): void {
    const found = where.trueType(type);
    const category = categoryOf(found);
    if (!category || found.kind === 'unknown') return;
    const inner = new Map<string, Step[]>();
    const bounds: Bound[] = [];
    for (const { entry, rest } of steps) {
      const [key, ...more] = rest;
      if (key === undefined) {
        problems.push(problemOf('vtIncomplete', entry));
        continue;
      }
      if (!validatorKeys.includes(key) && !containerKeys.includes(key)) continue;
      if (!keysFor[category].includes(key)) {
        problems.push(
          problemOf('vtKey', entry, { part: key, type: printType(type), fits: keysFor[category].join(', ') }),
        );
        continue;
      }
      if (key.endsWith('_rune_size') && (category === 'map' || isBinary(found))) {
        problems.push(problemOf('vtRunes', entry, { type: printType(type) }));
        continue;
      }
      if (key === 'no_sparse' && parseGoBool(entry.value) === true && hasPlainValues(found)) {
        problems.push(problemOf('vtSparse', entry, { type: printType(type) }));
        continue;
      }
      if (!containerKeys.includes(key)) {
        const bound = checkValue(entry, key, category, found, isInside);
        if (bound) bounds.push(bound);
      } else if (type.kind === 'NamedType') problems.push(problemOf('vtAlias', entry, { type: printType(type) }));
      else inner.set(key, [...(inner.get(key) ?? []), { entry, rest: more }]);
    }
    checkBounds(bounds, category === 'double');
    if (type.kind === 'NamedType' || found.kind !== 'type') return;
    const next = scopeOf(found.file);
    if (type.kind === 'ListType' || type.kind === 'SetType') visit(type.element, next, inner.get('elem') ?? [], true);
    else if (type.kind === 'MapType') {
      visit(type.key, next, inner.get('key') ?? [], true);
      visit(type.value, next, inner.get('value') ?? [], true);
    }
  }

  /** Whether a map's values are numbers, text, truth values or enum items, none of which Go compares with nil. */
  function hasPlainValues(found: TrueType): boolean {
    if (found.kind !== 'type' || found.type.kind !== 'MapType') return false;
    const value = scopeOf(found.file).trueType(found.type.value);
    const category = categoryOf(value);
    return category !== undefined && !['struct', 'list', 'map'].includes(category) && !isBinary(value);
  }

  /** Lower bounds above upper ones: nothing passes. */
  function checkBounds(bounds: readonly Bound[], isDouble: boolean): void {
    for (const low of bounds.filter(({ side }) => side === 'low')) {
      for (const high of bounds.filter(({ side, of }) => side === 'high' && of === low.of)) {
        if (isDouble ? !isCrossed(low, high) : least(low) <= greatest(high)) continue;
        problems.push(
          mild(
            problemOf('vtRange', high.entry, {
              low: `${low.entry.key} = "${low.entry.value}"`,
              high: `${high.entry.key} = "${high.entry.value}"`,
            }),
          ),
        );
      }
    }
  }

  const steps = entries.map((entry) => ({ entry, rest: entry.key.split('.').slice(1) }));
  if (steps.length > 0) visit(field.type, scope, steps, false);
  return problems;
}

function isBinary(type: TrueType): boolean {
  return type.kind === 'type' && type.type.kind === 'BaseType' && type.type.name === 'binary';
}

function isCrossed(low: Bound, high: Bound): boolean {
  return low.value > high.value || (low.value === high.value && (low.isOpen || high.isOpen));
}

function least({ isOpen, value }: Bound): bigint {
  return BigInt(value) + (isOpen ? 1n : 0n);
}

function greatest({ isOpen, value }: Bound): bigint {
  return BigInt(value) - (isOpen ? 1n : 0n);
}

/** What thrift-gen-validator makes of the `vt.*` entries of a struct itself: `vt.assert` with a function. */
export function checkAssertions(struct: StructLike, entries: readonly Entry[]): ValidatorProblem[] {
  const problems: ValidatorProblem[] = [];
  for (const entry of entries) {
    if (!entry.key.startsWith('vt.')) continue;
    const key = entry.key.split('.')[1] ?? '';
    if (key === 'assert') {
      if (!entry.value.startsWith('@')) problems.push(problemOf('vtAssert', entry));
    } else if (validatorKeys.includes(key) || containerKeys.includes(key))
      problems.push(problemOf('vtKey', entry, { part: key, type: struct.keyword.text, fits: 'assert' }));
  }
  return problems;
}
