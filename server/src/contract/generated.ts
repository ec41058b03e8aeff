import { headerOf } from '../service/declaredClasses';
import { ts } from '../service/ts';
import { type Generator, signatureOf } from './generators';

/** A method as generated code has it. */
export interface GeneratedMethod {
  readonly name: string;
  /** How many arguments of the IDL it takes; undefined where that cannot be read off. */
  readonly parameters: number | undefined;
}

/** A file that a generator wrote for one service. */
export interface GeneratedFile {
  readonly sourceFile: ts.SourceFile;
  readonly generator: Generator;
  /** Whether it runs on Apache's package, for which both generators write. */
  readonly onApache: boolean;
  /** Of the generator, as its header says: `0.17.0`. */
  readonly version: string | undefined;
  /** The service's name. */
  readonly name: string;
  /** Whether clients return promises only (`es6`, CreditKarma), or take a callback, too; undefined where that cannot be told. */
  readonly promisesOnly: boolean | undefined;
  /** The service's own methods; those of its base are in another file. */
  readonly methods: ReadonlyMap<string, GeneratedMethod>;
}

const known = new WeakMap<ts.SourceFile, { readonly file: GeneratedFile | undefined }>();

/** What a generator wrote for a service into this file; undefined for all other files. */
export function generatedFile(sourceFile: ts.SourceFile): GeneratedFile | undefined {
  let found = known.get(sourceFile);
  if (!found) {
    found = { file: read(sourceFile) };
    known.set(sourceFile, found);
  }
  return found.file;
}

/**
 * The same for a declaration file that somebody, or another tool, wrote for generated JavaScript that has none: what its code is tells the JavaScript
 * beside it.
 */
export function generatedBeside(
  sourceFile: ts.SourceFile,
  textOf: (path: string) => string | undefined,
): GeneratedFile | undefined {
  const declaresClient = sourceFile.statements.some(
    (each) => ts.isClassDeclaration(each) && each.name?.text === 'Client',
  );
  if (!sourceFile.isDeclarationFile || !declaresClient || signatureOf(headerOf(sourceFile))) return undefined;
  const path = sourceFile.fileName.replace(/\.d\.ts$/, '.js');
  const text = textOf(path);
  if (text === undefined || signatureOf(text) === undefined) return undefined;
  const code = read(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS));
  return code && { ...code, sourceFile };
}

/** The methods of a class, or of a function's prototype, with the numbers of their parameters. */
interface Members {
  readonly methods: Map<string, ts.SignatureDeclaration[]>;
}

/** Everything named `Client` or `Processor` in a generated file, by that name. */
type Classes = ReadonlyMap<'Client' | 'Processor', Members>;

function roleOf(name: string): 'Client' | 'Processor' | undefined {
  return /Client$/.test(name) ? 'Client' : /Processor$/.test(name) ? 'Processor' : undefined;
}

/** `Client` of `exports.Client = ...` and of `var XClient = exports.Client = ...`. */
function exportedName(node: ts.Expression): string | undefined {
  return ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'exports'
    ? node.name.text
    : undefined;
}

function classesOf(sourceFile: ts.SourceFile): Classes {
  const found = new Map<'Client' | 'Processor', Members>();
  const membersOf = (role: 'Client' | 'Processor'): Members => {
    const members = found.get(role) ?? { methods: new Map() };
    found.set(role, members);
    return members;
  };
  const add = (role: 'Client' | 'Processor', name: string, node: ts.SignatureDeclaration) => {
    const { methods } = membersOf(role);
    methods.set(name, [...(methods.get(name) ?? []), node]);
  };
  const addClass = (role: 'Client' | 'Processor', node: ts.ClassLikeDeclaration) => {
    membersOf(role);
    for (const member of node.members)
      if (ts.isMethodDeclaration(member) && ts.isIdentifier(member.name)) add(role, member.name.text, member);
  };
  /** `exports.Client = class ...`, `exports.Client = function ...`, `XClient.prototype.getUser = function ...`. */
  const assigned = (node: ts.Expression): void => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    const { left, right } = node;
    const exported = exportedName(left);
    const role = exported === undefined ? undefined : roleOf(exported);
    if (role && ts.isClassExpression(right)) addClass(role, right);
    else if (role && ts.isFunctionExpression(right)) membersOf(role);
    if (!ts.isPropertyAccessExpression(left) || !ts.isPropertyAccessExpression(left.expression)) return;
    const { expression: owner, name } = left.expression;
    if (name.text !== 'prototype' || !ts.isIdentifier(owner) || !ts.isFunctionExpression(right)) return;
    const of = roleOf(owner.text);
    if (of) add(of, left.name.text, right);
  };
  for (const statement of sourceFile.statements) {
    if (ts.isClassDeclaration(statement)) {
      const role = statement.name && (statement.name.text === 'Client' || statement.name.text === 'Processor');
      if (role) addClass(statement.name.text as 'Client' | 'Processor', statement);
    } else if (ts.isExpressionStatement(statement)) assigned(statement.expression);
    else if (ts.isVariableStatement(statement))
      for (const { initializer } of statement.declarationList.declarations) if (initializer) assigned(initializer);
  }
  return found;
}

const handling = 'process_';

/** What a generator adds behind the arguments of the IDL. An argument may have the name that the other one uses. */
const added: Readonly<Record<Generator, string>> = { apache: 'callback', creditkarma: 'context' };

function isNamed({ name }: ts.ParameterDeclaration, wanted: string): boolean {
  return ts.isIdentifier(name) && name.text === wanted;
}

/** The numbers of arguments that signatures take besides what the generator adds behind them, when they agree. */
function parametersOf(signatures: readonly ts.SignatureDeclaration[], generator: Generator): number | undefined {
  const counts = new Set(
    signatures.map(({ parameters }) => {
      const last = parameters.at(-1);
      return last && isNamed(last, added[generator]) ? parameters.length - 1 : parameters.length;
    }),
  );
  const [only] = counts;
  return counts.size === 1 ? only : undefined;
}

function returnsPromises(client: Members, sourceFile: ts.SourceFile, names: readonly string[]): boolean | undefined {
  const signatures = names.flatMap((name) => client.methods.get(name) ?? []);
  if (signatures.length === 0) return undefined;
  if (sourceFile.isDeclarationFile || !/\.[cm]?js$/.test(sourceFile.fileName))
    return signatures.some(({ type }) => type !== undefined && /^Promise\s*</.test(type.getText(sourceFile)));
  return !signatures.some(({ parameters }) => parameters.some((each) => isNamed(each, added.apache)));
}

/** Far enough for the imports that generated code begins with. */
const importsLength = 4000;

function read(sourceFile: ts.SourceFile): GeneratedFile | undefined {
  const signature = signatureOf(headerOf(sourceFile));
  if (!signature) return undefined;
  const { generator, version } = signature;
  const classes = classesOf(sourceFile);
  const client = classes.get('Client');
  const processor = classes.get('Processor');
  if (!client || !processor) return undefined;
  const names = [...processor.methods.keys()].flatMap((name) =>
    name.startsWith(handling) ? [name.slice(handling.length)] : [],
  );
  const methods = new Map(
    names.map((name) => [name, { name, parameters: parametersOf(client.methods.get(name) ?? [], generator) }] as const),
  );
  const base = sourceFile.fileName.slice(sourceFile.fileName.lastIndexOf('/') + 1);
  return {
    sourceFile,
    generator,
    onApache: generator === 'apache' || /from ["']thrift["']/.test(sourceFile.text.slice(0, importsLength)),
    version,
    name: base.replace(/(?:\.d)?\.[cm]?[jt]s$/, ''),
    promisesOnly: returnsPromises(client, sourceFile, names),
    methods,
  };
}
