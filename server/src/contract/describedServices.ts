import { ts } from '../service/ts';
import { describerOf } from './generators';

/** Something that a generator wrote for one service without code that runs on a Thrift runtime: an interface, a class of calls, functions. */
export interface DescribedService {
  /** Undefined where the code does not tell, but `schema` does. */
  readonly name: string | undefined;
  /** Such as `acme.users`; undefined where it is not written. */
  readonly namespace: string | undefined;
  /** The path of the Thrift file without its ending, slashes as `_`, where the code tells it. */
  readonly schema: string | undefined;
  /** The interface itself, which code of our own may implement. */
  readonly node: ts.InterfaceDeclaration | undefined;
  /** What declares each method, by its name. */
  readonly methods: ReadonlyMap<string, ts.Declaration>;
}

const known = new WeakMap<ts.SourceFile, readonly DescribedService[]>();

/** The services that a generator described in a file; none in files that none of these generators wrote. */
export function describedServices(sourceFile: ts.SourceFile): readonly DescribedService[] {
  let found = known.get(sourceFile);
  if (!found) {
    found = read(sourceFile);
    known.set(sourceFile, found);
  }
  return found;
}

function read(sourceFile: ts.SourceFile): readonly DescribedService[] {
  switch (describerOf(sourceFile.text)) {
    case 'dts-from-thrift':
      return namespacedInterfaces(sourceFile);
    case 'thrift2ts':
      return [...clientClasses(sourceFile), ...requestFunctions(sourceFile)];
    case 'idl2ts':
      return apiConstants(sourceFile);
    default:
      return [];
  }
}

/** `declare namespace acme.users { export interface UserService { GetUser(id: Int64): Promise<User>; } }` */
function namespacedInterfaces(sourceFile: ts.SourceFile): DescribedService[] {
  const found: DescribedService[] = [];
  const visit = (statement: ts.Node, namespace: readonly string[]): void => {
    if (ts.isModuleDeclaration(statement)) {
      const inner = [...namespace, statement.name.text];
      const { body } = statement;
      if (body && ts.isModuleBlock(body)) for (const each of body.statements) visit(each, inner);
      else if (body) visit(body, inner);
    } else if (ts.isInterfaceDeclaration(statement)) {
      const methods = new Map<string, ts.Declaration>();
      for (const member of statement.members)
        if (ts.isMethodSignature(member) && ts.isIdentifier(member.name)) methods.set(member.name.text, member);
      // Structs have fields alone.
      if (methods.size === 0 || methods.size < statement.members.length) return;
      const name = statement.name.text;
      found.push({ name, namespace: namespace.join('.'), schema: undefined, node: statement, methods });
    }
  };
  for (const statement of sourceFile.statements) visit(statement, []);
  return found;
}

const clientEnding = 'Client';

/** `export class UserServiceClient { GetUser = (id, callback) => ...; send_GetUser = ...; }` */
function clientClasses(sourceFile: ts.SourceFile): DescribedService[] {
  return sourceFile.statements.filter(ts.isClassDeclaration).flatMap(({ name, members }): DescribedService[] => {
    if (!name?.text.endsWith(clientEnding)) return [];
    const properties = members.filter(ts.isPropertyDeclaration);
    const names = new Set(properties.map((each) => (ts.isIdentifier(each.name) ? each.name.text : '')));
    const methods = new Map<string, ts.Declaration>();
    for (const each of properties)
      if (ts.isIdentifier(each.name) && names.has(`send_${each.name.text}`)) methods.set(each.name.text, each);
    if (methods.size === 0) return [];
    const of = name.text.slice(0, -clientEnding.length);
    return [{ name: of, namespace: undefined, schema: undefined, node: undefined, methods }];
  });
}

/** `export function GetUser(id: number): Promise<User> { return Request<User>("UserService.GetUser", { id }); }` */
function requestFunctions(sourceFile: ts.SourceFile): DescribedService[] {
  const byService = new Map<string, Map<string, ts.Declaration>>();
  for (const statement of sourceFile.statements) {
    if (!ts.isFunctionDeclaration(statement) || !statement.name) continue;
    const [only] = statement.body?.statements ?? [];
    const asked = only && ts.isReturnStatement(only) ? only.expression : undefined;
    const [path] = asked && ts.isCallExpression(asked) ? asked.arguments : [];
    const [service, method] = path && ts.isStringLiteral(path) ? path.text.split('.') : [];
    if (service === undefined || method !== statement.name.text) continue;
    const methods = byService.get(service) ?? new Map<string, ts.Declaration>();
    byService.set(service, methods.set(method, statement));
  }
  return [...byService].map(([name, methods]) => ({
    name,
    namespace: undefined,
    schema: undefined,
    node: undefined,
    methods,
  }));
}

const schemaStart = 'api://schemas/';

function stringOf(properties: ts.ObjectLiteralExpression['properties'], wanted: string): string | undefined {
  for (const each of properties)
    if (ts.isPropertyAssignment(each) && (ts.isStringLiteral(each.name) || ts.isIdentifier(each.name)))
      if (each.name.text === wanted && ts.isStringLiteral(each.initializer)) return each.initializer.text;
  return undefined;
}

/** `export const GetUser = createAPI<...>({ "name": "GetUser", ..., "schemaRoot": "api://schemas/idl_users", "service": "users" });` */
function apiConstants(sourceFile: ts.SourceFile): DescribedService[] {
  const bySchema = new Map<string, Map<string, ts.Declaration>>();
  for (const statement of sourceFile.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      const { name, initializer } = declaration;
      const [meta] = initializer && ts.isCallExpression(initializer) ? initializer.arguments : [];
      if (!ts.isIdentifier(name) || !meta || !ts.isObjectLiteralExpression(meta)) continue;
      const root = stringOf(meta.properties, 'schemaRoot');
      if (!root?.startsWith(schemaStart) || stringOf(meta.properties, 'name') !== name.text) continue;
      const schema = root.slice(schemaStart.length);
      bySchema.set(schema, (bySchema.get(schema) ?? new Map()).set(name.text, declaration));
    }
  }
  return [...bySchema].map(([schema, methods]) => ({
    name: undefined,
    namespace: undefined,
    schema,
    node: undefined,
    methods,
  }));
}
