import type { ts } from '../ts';

/** What a parameter stands for inside of one call: values of arguments, and `this`. */
export interface Environment {
  readonly parameters: ReadonlyMap<ts.Node, Value>;
  readonly self: Value | undefined;
  /** How many calls deep; evaluation gives up when it gets too deep. */
  readonly depth: number;
}

export const noEnvironment: Environment = { parameters: new Map(), self: undefined, depth: 0 };

export type Primitive = string | number | boolean | null | undefined;

/** A value that is written out, or was computed from such. */
export interface Constant {
  readonly kind: 'constant';
  readonly value: Primitive;
  readonly node: ts.Node;
}

/** An object literal; its members are evaluated when asked for. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly node: ts.ObjectLiteralExpression;
  readonly env: Environment;
  /** Properties that were taken out: of `{ id, ...rest }` the rest is the object without `id`. */
  readonly without?: readonly string[];
}

export interface ArrayValue {
  readonly kind: 'array';
  readonly node: ts.ArrayLiteralExpression;
  readonly env: Environment;
}

/**
 * Something that a package, a Node module or the global scope gives: `module` is the package's name, `node:http`, or `global`;
 * `path` leads from its exports to it, `default` left out (`axios.create` is `['create']` however axios was imported).
 */
export interface External {
  readonly kind: 'external';
  readonly module: string;
  /** What stands behind the package's name in the import, such as `promises` of `dns/promises`; mostly empty. */
  readonly subpath: string;
  readonly path: readonly string[];
  readonly node: ts.Node;
}

/** What calling (or constructing with) something that is not our own code gave. */
export interface Made {
  readonly kind: 'made';
  readonly callee: Value;
  readonly node: ts.CallExpression | ts.NewExpression;
  /** In which the arguments are to be evaluated. */
  readonly env: Environment;
}

/** A member of something that is not our own code. */
export interface Member {
  readonly kind: 'member';
  readonly of: Value;
  readonly name: string;
  readonly node: ts.Node;
}

/** Something of which only the type is known: a type that a package declares. */
export interface Typed {
  readonly kind: 'typed';
  readonly module: string;
  readonly name: string;
  /** The object of our own class that it is the base of. */
  readonly within?: Instance;
  readonly node: ts.Node;
}

/** A function whose body is our own code. */
export interface FunctionValue {
  readonly kind: 'function';
  readonly node: ts.FunctionLikeDeclaration;
  readonly env: Environment;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly node: ts.ClassLikeDeclaration;
}

/** An object of one of our own classes; `creation` only where it is known which `new` made it. */
export interface Instance {
  readonly kind: 'instance';
  readonly node: ts.ClassLikeDeclaration;
  readonly creation: ts.NewExpression | undefined;
  readonly env: Environment;
}

/** A module of our own. */
export interface Namespace {
  readonly kind: 'namespace';
  readonly node: ts.SourceFile;
}

/** Something of a known sort whose value is decided when the program runs: an environment variable, a computed number. */
export interface Computed {
  readonly kind: 'computed';
  readonly type: 'number' | 'string' | 'boolean' | 'signal' | 'object';
  /** What it is when nothing else is given, as in `Number(process.env.X ?? 3000)`. */
  readonly fallback: Primitive;
  /** Whether it may also be missing. */
  readonly optional: boolean;
  readonly node: ts.Node;
}

/** One of several, as after a condition or several assignments. */
export interface Union {
  readonly kind: 'union';
  readonly values: readonly Value[];
  readonly node: ts.Node;
}

export interface Unknown {
  readonly kind: 'unknown';
  readonly why: UnknownReason;
  readonly node: ts.Node;
}

export type UnknownReason = 'parameter' | 'too-deep' | 'not-followed' | 'reassigned' | 'spread' | 'unresolved';

export type Value =
  | Constant
  | ObjectValue
  | ArrayValue
  | External
  | Made
  | Member
  | Typed
  | FunctionValue
  | ClassValue
  | Instance
  | Namespace
  | Computed
  | Union
  | Unknown;

function isEqual(one: Value, other: Value): boolean {
  return (
    other === one ||
    (other.kind === one.kind &&
      other.node === one.node &&
      (!('env' in other) || !('env' in one) || other.env === one.env))
  );
}

/** The first of each of the values that are equal. Equal ones have one node. */
function withoutEqual(values: readonly Value[]): readonly Value[] {
  const byNode = new Map<ts.Node, Value[]>();
  return values.filter((value) => {
    const before = byNode.get(value.node);
    if (!before) byNode.set(value.node, [value]);
    else if (before.some((other) => isEqual(value, other))) return false;
    else before.push(value);
    return true;
  });
}

/** One value, or a union of several; unions are flattened, equal parts dropped. */
export function unionOf(values: readonly Value[], node: ts.Node): Value {
  const [single] = values;
  if (values.length === 1 && single && single.kind !== 'union') return single;
  const flat = values.flatMap((value) => (value.kind === 'union' ? value.values : [value]));
  const distinct = flat.length > 1 ? withoutEqual(flat) : flat;
  const [only] = distinct;
  return distinct.length === 1 && only ? only : { kind: 'union', values: distinct, node };
}

/** The alternatives of a value: itself, or the members of a union. */
export function alternatives(value: Value): readonly Value[] {
  return value.kind === 'union' ? value.values : [value];
}
