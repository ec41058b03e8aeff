import { isAtLeast } from '../service/bounds/versions';
import { headerOf } from '../service/declaredClasses';
import { ts } from '../service/ts';
import { type Generator, signatureOf } from './generators';

/** A field as generated code writes it. What a declaration file does not tell is undefined. */
export interface WrittenField {
  readonly name: string;
  readonly id: number | undefined;
  /** What is written for it, in the words of `IdlField.wire`. */
  readonly wire: string | undefined;
  /** The structs that are read for it, in the words of `IdlField.structs`. */
  readonly structs: readonly string[] | undefined;
  /** Whether code without it throws; undefined where that cannot be told. */
  readonly required: boolean | undefined;
}

/** The types that a generated file has: how it writes structs, also those that only carry arguments and results, and what it calls the values of enums. */
export interface Written {
  readonly structs: ReadonlyMap<string, readonly WrittenField[]>;
  readonly enums: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The methods whose calls are surely oneway, or surely answered. */
  readonly calls: ReadonlyMap<string, 'oneway' | 'answered'>;
  /** The code itself: what it does not even name, it surely does not have. */
  readonly text: string;
}

const known = new WeakMap<ts.SourceFile, Written>();

/** What the file writes, read off the file itself. Nothing for a file that no generator wrote. */
export function writtenIn(sourceFile: ts.SourceFile): Written {
  let found = known.get(sourceFile);
  if (!found) {
    found = sourceFile.isDeclarationFile ? declaredIn(sourceFile) : codeIn(sourceFile);
    known.set(sourceFile, found);
  }
  return found;
}

/** Generators that throw when a required field is missing, since these versions. */
const requiringSince = { apache: '0.12.0', creditkarma: '3.0.0' } as const;
const unset = /^Required field[ [](\w+)\]? is unset!$/;

interface Draft {
  readonly owner: string;
  readonly fields: { name: string; id: number; wire: string[] }[];
}

function codeIn(sourceFile: ts.SourceFile): Written {
  const drafts = new Map<string, Draft | undefined>();
  const enums = new Map<string, ReadonlyMap<string, number>>();
  const calls = new Map<string, 'oneway' | 'answered'>();
  const required = new Map<string, Set<string>>();
  const read = new Map<string, ReadonlyMap<number, readonly string[]>>();
  const signature = signatureOf(headerOf(sourceFile));
  for (const statement of sourceFile.statements) {
    const owner = ownerOf(statement);
    let at: Draft | undefined;
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node)) {
        const name = unset.exec(node.text)?.[1];
        if (name !== undefined) required.set(owner, (required.get(owner) ?? new Set()).add(name));
      }
      const written = ts.isCallExpression(node) ? writingOf(node) : undefined;
      if (written?.what === 'struct') {
        at = { owner, fields: [] };
        // Two that write one name cannot be told apart.
        drafts.set(written.name, drafts.has(written.name) ? undefined : at);
      } else if (written?.what === 'field') at?.fields.push({ ...written.field });
      else if (written?.what === 'inside') at?.fields.at(-1)?.wire.push(...written.codes);
      const call = signature?.generator === 'apache' ? callIn(node) : undefined;
      if (call) calls.set(call.method, call.kind);
      ts.forEachChild(node, visit);
    };
    visit(statement);
    const structs = signature && readIn(statement, signature.generator);
    // Two that read for one owner cannot be told apart: a function that reads is assigned once.
    if (structs && structs.size > 0) read.set(owner, read.has(owner) ? new Map() : structs);
    const values = enumOf(statement);
    if (values) enums.set(values.name, values.values);
  }
  const requires =
    signature !== undefined &&
    (required.size > 0 ||
      (signature.version !== undefined && isAtLeast(signature.version, requiringSince[signature.generator])));
  const structs = new Map<string, readonly WrittenField[]>();
  for (const [name, draft] of drafts)
    if (draft)
      structs.set(
        name,
        draft.fields.map((field) => ({
          name: field.name,
          id: field.id,
          wire: field.wire.join(' '),
          structs: structsOf(field, read.get(draft.owner)),
          required: requires && draft.owner !== '' ? (required.get(draft.owner)?.has(field.name) ?? false) : undefined,
        })),
      );
  return { structs, enums, calls, text: sourceFile.text };
}

const receiving = 'recv_';

/**
 * What a node tells of a method's calls: `writeMessageBegin('log', Thrift.MessageType.ONEWAY, ...)`, or what takes the answer in, `recv_getUser`. Old compilers
 * write `CALL` for both, and CreditKarma's generator takes in answers of either.
 */
function callIn(node: ts.Node): { readonly method: string; readonly kind: 'oneway' | 'answered' } | undefined {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [method, type] = node.arguments;
    const isOneway =
      node.expression.name.text === 'writeMessageBegin' &&
      type !== undefined &&
      ts.isPropertyAccessExpression(type) &&
      type.name.text === 'ONEWAY';
    return isOneway && method && ts.isStringLiteral(method) ? { method: method.text, kind: 'oneway' } : undefined;
  }
  const isMethod = ts.isMethodDeclaration(node);
  const isAssigned =
    ts.isBinaryExpression(node) && ts.isPropertyAccessExpression(node.left) && ts.isFunctionExpression(node.right);
  const name = isMethod ? node.name : isAssigned ? (node.left as ts.PropertyAccessExpression).name : undefined;
  return name && ts.isIdentifier(name) && name.text.startsWith(receiving)
    ? { method: name.text.slice(receiving.length), kind: 'answered' }
    : undefined;
}

/** What reads tell of a field that holds structs; what holds none reads none. */
function structsOf(
  { id, wire }: Draft['fields'][number],
  read: ReadonlyMap<number, readonly string[]> | undefined,
): readonly string[] | undefined {
  return wire.includes('STRUCT') ? read?.get(id) : [];
}

/** The structs that a statement reads for each field, by the field's id: what stands in `case 3:` of `switch (fid)`. */
function readIn(statement: ts.Statement, generator: Generator): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, readonly string[]>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isSwitchStatement(node) &&
      ts.isIdentifier(node.expression) &&
      /^(?:fid|fieldId)$/.test(node.expression.text)
    )
      for (const clause of node.caseBlock.clauses) {
        if (!ts.isCaseClause(clause) || !ts.isNumericLiteral(clause.expression)) continue;
        const names: string[] = [];
        const look = (at: ts.Node): void => {
          const name = readStruct(at, generator);
          if (name !== undefined) names.push(name);
          ts.forEachChild(at, look);
        };
        for (const each of clause.statements) look(each);
        found.set(Number(clause.expression.text), names);
      }
    else ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/** `new ttypes.User()`; `UserCodec.decode(input)`, `User.read(input)`. */
function readStruct(node: ts.Node, generator: Generator): string | undefined {
  if (generator === 'apache')
    return ts.isNewExpression(node) && !node.arguments?.length ? lastName(node.expression) : undefined;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: of, name } = node.expression;
  if (name.text === 'decode') return lastName(of)?.replace(/Codec$/, '');
  return name.text === 'read' ? lastName(of) : undefined;
}

function lastName(node: ts.Expression): string | undefined {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return ts.isIdentifier(name) ? name.text : undefined;
}

type Writing =
  | { readonly what: 'struct'; readonly name: string }
  | { readonly what: 'field'; readonly field: { name: string; id: number; wire: string[] } }
  | { readonly what: 'inside'; readonly codes: readonly string[] };

/** `Thrift.Type.I64`, `thrift.TType.I64`. */
function codeOf(node: ts.Expression | undefined): string | undefined {
  if (!node || !ts.isPropertyAccessExpression(node) || !ts.isPropertyAccessExpression(node.expression))
    return undefined;
  return /^T?Type$/.test(node.expression.name.text) ? node.name.text : undefined;
}

/** What a call of a protocol writes: `output.writeFieldBegin('id', Thrift.Type.I64, 1)`. */
function writingOf({ expression, arguments: args }: ts.CallExpression): Writing | undefined {
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const [first, second, third] = args;
  switch (expression.name.text) {
    case 'writeStructBegin':
      return first && ts.isStringLiteral(first) ? { what: 'struct', name: first.text } : undefined;
    case 'writeFieldBegin': {
      const code = codeOf(second);
      if (!first || !ts.isStringLiteral(first) || code === undefined) return undefined;
      const id = third && ts.isNumericLiteral(third) ? Number(third.text) : Number.NaN;
      return Number.isNaN(id) ? undefined : { what: 'field', field: { name: first.text, id, wire: [code] } };
    }
    case 'writeListBegin':
    case 'writeSetBegin':
      return { what: 'inside', codes: [codeOf(first) ?? '?'] };
    case 'writeMapBegin':
      return { what: 'inside', codes: [codeOf(first) ?? '?', codeOf(second) ?? '?'] };
    default:
      return undefined;
  }
}

/** The text of a name, in quotes or not. Declaration files have no parents, which `getText` would look for. */
function textOf(node: ts.Node | undefined): string {
  return node && (ts.isIdentifier(node) || ts.isStringLiteral(node) || ts.isNumericLiteral(node)) ? node.text : '';
}

/** What a statement makes or adds to: `User` of a class, of `const User = ...` and of `User.prototype.write = ...`. */
function ownerOf(statement: ts.Statement): string {
  if (ts.isClassDeclaration(statement)) return statement.name?.text ?? '';
  if (ts.isVariableStatement(statement)) return textOf(statement.declarationList.declarations[0]?.name);
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return '';
  const { left } = statement.expression;
  // Old compilers write `User = module.exports.User = function(args) {...}`.
  if (!ts.isPropertyAccessExpression(left)) return textOf(left);
  const { expression: target, name } = left;
  return ts.isPropertyAccessExpression(target) && target.name.text === 'prototype'
    ? textOf(target.expression)
    : name.text;
}

function enumOf(
  statement: ts.Statement,
): { readonly name: string; readonly values: ReadonlyMap<string, number> } | undefined {
  if (ts.isEnumDeclaration(statement)) {
    const values = new Map<string, number>();
    for (const { name, initializer } of statement.members) {
      const value = numberOf(initializer);
      if (value === undefined || ts.isComputedPropertyName(name)) return undefined;
      values.set(textOf(name), value);
    }
    return { name: statement.name.text, values };
  }
  // `ttypes.Role = { 'ADMIN' : 1 }`
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return undefined;
  const { left, right } = statement.expression;
  if (!ts.isPropertyAccessExpression(left) || textOf(left.expression) !== 'ttypes') return undefined;
  if (!ts.isObjectLiteralExpression(right)) return undefined;
  const values = new Map<string, number>();
  for (const property of right.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const value = numberOf(property.initializer);
    // Constants are objects, too, and some versions also lead from numbers to names.
    if (value === undefined && ts.isStringLiteral(property.initializer) && /^-?\d/.test(textOf(property.name)))
      continue;
    if (value === undefined || !(ts.isStringLiteral(property.name) || ts.isIdentifier(property.name))) return undefined;
    values.set(property.name.text, value);
  }
  return { name: left.name.text, values };
}

function numberOf(node: ts.Expression | undefined): number | undefined {
  if (node && ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = numberOf(node.operand);
    return value === undefined ? undefined : -value;
  }
  return node && ts.isNumericLiteral(node) ? Number(node.text) : undefined;
}

/** What Apache's declarations tell alone: names, and what may be left out for sure. */
function declaredIn(sourceFile: ts.SourceFile): Written {
  const structs = new Map<string, readonly WrittenField[]>();
  const enums = new Map<string, ReadonlyMap<string, number>>();
  for (const statement of sourceFile.statements) {
    const values = enumOf(statement);
    if (values) enums.set(values.name, values.values);
    if (!ts.isClassDeclaration(statement) || !statement.name) continue;
    const fields = statement.members.filter(ts.isPropertyDeclaration).map(({ name, questionToken }) => ({
      name: textOf(name),
      id: undefined,
      wire: undefined,
      structs: undefined,
      required: questionToken ? false : undefined,
    }));
    structs.set(statement.name.text, fields);
  }
  return { structs, enums, calls: new Map(), text: sourceFile.text };
}
