import type { Fix, TextEdit } from '../../core/finding';
import { lineEndOf, startWithComments } from '../../idl/edit/lines';
import { type IdlFile, isStructLike } from '../../idl/model/file';
import type { Method, NamedType, Service, StructLike, Type } from '../../idl/model/tree';
import type { IdlProject } from '../../idl/resolve/project';
import { referencesTo } from '../../idl/resolve/references';
import { isNameTaken, renameDefinition } from '../../idl/resolve/rename';
import type { Scope, TypeDefinition } from '../../idl/resolve/scope';
import type { FixTools, MessageData } from '../../idl/rule';
import { bareName, toPascalCase, wordsOf } from '../../idl/vocabulary/naming';

/** A struct as the request or the response of a method. */
export interface Message {
  readonly type: NamedType;
  /** Where `target` is declared. */
  readonly file: IdlFile;
  /** What the written name leads to: the struct, or a typedef of it. */
  readonly target: TypeDefinition;
  readonly struct: StructLike;
}

/** The struct or union that `type` names, perhaps through typedefs; undefined for anything else and for what cannot be seen. */
export function messageOf(scope: Scope, type: Type): Message | undefined {
  if (type.kind !== 'NamedType') return undefined;
  const found = scope.type(type.name.text);
  const real = scope.trueType(type);
  if (found.kind !== 'found' || real.kind !== 'definition' || !isStructLike(real.definition)) return undefined;
  if (real.definition.kind === 'Exception') return undefined;
  return { type, file: found.file, target: found.definition, struct: real.definition };
}

/** The only argument of a method. */
export function onlyArgument(method: Method): Method['arguments'][number] | undefined {
  return method.arguments.length === 1 ? method.arguments[0] : undefined;
}

/** The last part of a name with an include's prefix. */
export function ownName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const emptyWords = new Set(['empty', 'void', 'null', 'none', 'nil', 'no']);
const messageWords = new Set([
  'request',
  'req',
  'response',
  'resp',
  'rsp',
  'reply',
  'result',
  'args',
  'params',
  'message',
]);

/** `Empty`, `common.EmptyRequest`, `NoArgs`: a stand-in for nothing that methods share on purpose. */
export function isEmptyMessage(name: string): boolean {
  const [first = '', ...rest] = wordsOf(ownName(name)).map((word) => word.toLowerCase());
  return emptyWords.has(first) && rest.every((word) => messageWords.has(word));
}

const messageEndings = new Set([
  ...messageWords,
  ...['input', 'query', 'param', 'arg', 'arguments', 'parameters', 'parameter', 'options', 'form', 'body', 'payload'],
  ...['results', 'output', 'answer', 'ret', 'return'],
]);

/** Whether the name says that the struct is a request or a response, rather than a thing that methods take and give. */
export function isCalledMessage(name: string): boolean {
  const last = wordsOf(ownName(name).replace(/_*[vV]?\d+$/, '')).at(-1);
  return last !== undefined && messageEndings.has(last.toLowerCase());
}

/** The name without the `T` that Hive, Impala and others put before each of theirs. */
function withoutMark(name: string): string {
  return name.replace(/^T(?=[A-Z][A-Za-z])/, '');
}

/** Without a version at its end: `GetUser` for `GetUserV2`. */
function withoutVersion(bare: string): string {
  return bare.replace(/v\d+$/, '');
}

/** Whether the name is the method's with one of the suffixes behind it, as written. A number at its end may be a version. */
function isPlainMessageOf(name: string, method: Method, suffixes: readonly string[]): boolean {
  const { text } = method.name;
  if (!name.startsWith(text) || /\d_*$/.test(name)) return false;
  for (const suffix of suffixes) if (name.length === text.length + suffix.length && name.endsWith(suffix)) return true;
  return false;
}

/**
 * Whether `name` is a message name of the method: `GetUserRequest`, with the service before the method (`UserGetRequest`)
 * or what it serves behind it (`GetUserRequest` of `UserService.Get`), a version anywhere at an end, `T` before it all.
 */
export function isMessageOf(name: string, service: Service, method: Method, suffixes: readonly string[]): boolean {
  // Nearly all are, to the letter.
  if (isPlainMessageOf(name, method, suffixes)) return true;
  const bareNames = [ownName(name), withoutMark(ownName(name))].map((each) => withoutVersion(bareName(each)));
  const own = bareName(method.name.text);
  const owner = bareName(service.name.text);
  const served = owner.replace(/(?:service|svc|server|api|handler)$/, '');
  return suffixes.some((suffix) => {
    const bare = bareName(suffix);
    const subjects = [own, withoutVersion(own)].flatMap((each) => [each, owner + each, served + each, each + served]);
    return subjects.some((subject) => bareNames.includes(subject + bare));
  });
}

/** The name that the convention gives, with the suffix that the written name has already if that is one of `suffixes`. */
export function messageName(method: Method, written: string, suffixes: readonly string[]): string {
  const bare = bareName(ownName(written));
  const suffix = suffixes.find((each) => bare.endsWith(bareName(each))) ?? suffixes[0] ?? '';
  return toPascalCase(method.name.text) + suffix;
}

/** Renames what `message` names; undefined when anything but this one place uses it or the name is taken. */
function renameMessage(project: IdlProject, message: Message, newName: string): readonly TextEdit[] | undefined {
  let uses = 0;
  for (const _ of referencesTo(project, message.file, message.target)) {
    uses++;
    if (uses > 1) return undefined;
  }
  return renameDefinition(project, message.file, message.target, newName);
}

/**
 * Puts a copy of the message's struct before `service` under a new name and uses it at `message.type`. The fields and ids are
 * the same, so the wire is. Undefined when the name is taken, or the struct lies in another file, where its text means other things.
 */
function copyMessage(
  project: IdlProject,
  file: IdlFile,
  service: Service,
  message: Message,
  newName: string,
): readonly TextEdit[] | undefined {
  const { struct, target, type } = message;
  if (message.file !== file || target !== struct || struct.broken || isNameTaken(project, file, newName))
    return undefined;
  const end = lineEndOf(file);
  const body = file.text.slice(file.rangeOf(struct.name).end, file.rangeOf(struct).end);
  const at = startWithComments(file, service);
  return [
    {
      uri: file.uri,
      range: { start: at, end: at },
      newText: `${struct.keyword.text} ${newName}${body}${end}${end}`,
    },
    { uri: file.uri, range: file.rangeOf(type.name), newText: newName },
  ];
}

/**
 * The fix of a message that is not named after its method: rename it (title `rename`) where this method alone uses it, else
 * copy it (title `create`). Resolves the type anew, since other definitions may have changed after the report.
 */
export function fixMessage(
  { file, project, scope, fix }: FixTools<'rename' | 'create'>,
  service: Service,
  type: Type,
  data: MessageData & { readonly expected: string },
): readonly (Fix | undefined)[] {
  const message = messageOf(scope, type);
  if (!message) return [];
  const renamed = renameMessage(project, message, data.expected);
  if (renamed) return [fix('suggested', 'rename', data, renamed)];
  return [fix('suggested', 'create', data, copyMessage(project, file, service, message, data.expected))];
}
