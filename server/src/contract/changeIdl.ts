import type { IdlChange, TextEdit } from '../core/finding';
import { insertInclude, providersOf } from '../idl/edit/includes';
import { lineEndOf, startWithComments } from '../idl/edit/lines';
import type { IdlFile } from '../idl/model/file';
import { programName } from '../idl/model/file';
import type { Field, Method, Service } from '../idl/model/tree';
import { linesOf, removalOf } from '../idl/refactor/movedText';
import type { IdlProject } from '../idl/resolve/project';
import { resolveIncludes } from '../idl/resolve/scope';
import { toCamelCase } from '../idl/vocabulary/naming';

function hasException(file: IdlFile | undefined, name: string): boolean {
  return file?.named.get(name)?.some(({ kind }) => kind === 'Exception') ?? false;
}

/** How the file writes a name, and what has to be included for it. */
interface WrittenName {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/** Puts an exception that stands below the service above it: Apache's compiler knows no other in a throws clause. Undefined where it shares a line. */
function putAbove(file: IdlFile, name: string, service: Service): readonly TextEdit[] | undefined {
  const exception = file.named.get(name)?.find(({ kind }) => kind === 'Exception');
  if (!exception || file.rangeOf(exception).start < file.rangeOf(service).start) return [];
  const lines = linesOf(file, exception);
  if (!lines) return undefined;
  const start = startWithComments(file, service);
  const eol = lineEndOf(file);
  const newText = file.text.slice(lines.start, lines.end) + eol + eol;
  return [
    { uri: file.uri, range: { start, end: start }, newText },
    { uri: file.uri, range: removalOf(file, lines), newText: '' },
  ];
}

/** How the file writes the exception's name: its own, or one of a file that it includes or could include; undefined where there is not one such file. */
function writtenName(file: IdlFile, name: string, service: Service, project: IdlProject): WrittenName | undefined {
  if (hasException(file, name)) {
    const edits = putAbove(file, name, service);
    return edits && { text: name, edits };
  }
  const from = resolveIncludes(file, project).filter((each) => hasException(each.file, name));
  const [only] = from;
  if (only) return from.length === 1 ? { text: `${programName(only.node.path.value)}.${name}`, edits: [] } : undefined;
  const providers = providersOf(name, file, project, ({ kind }) => kind === 'Exception');
  const [provider] = providers;
  return provider && providers.length === 1
    ? { text: provider.name, edits: [insertInclude(file, provider.path)] }
    : undefined;
}

/** The end of the arguments, where a throws clause would begin, in the file. */
function endOfArguments(method: Method, service: Service, file: IdlFile): number {
  return file.rangeOf({ in: service, span: method.argumentsSpan }).end;
}

/** What may stand behind the last entry of its line: its separator, and a comment. */
const restOfLine = /^[ \t]*([,;]?)[ \t]*(?:(?:\/\/|#).*|\/\*(?:(?!\*\/).)*\*\/[ \t]*)?$/;

/** One more entry behind the last one of a throws clause: on a line of its own where the last one has one. */
function addEntry(file: IdlFile, fields: readonly Field[], last: Field, text: string): TextEdit {
  const { start, end } = file.rangeOf(last);
  const edit = (to: number, newText: string): TextEdit => ({ uri: file.uri, range: { start: end, end: to }, newText });
  const line = file.lines.lineRange(file.lines.positionAt(end).line);
  const indent = file.text.slice(file.lines.lineRange(file.lines.positionAt(start).line).start, start);
  const rest = file.text.slice(end, line.end);
  const separator = restOfLine.exec(rest)?.[1];
  if (indent.trim() !== '' || separator === undefined) return edit(end, `, ${text}`);
  const between = separator === '' ? (fields.at(-2)?.separator?.text ?? (fields.length === 1 ? ',' : '')) : '';
  return edit(line.end, `${between}${rest}${lineEndOf(file)}${indent}${text}${separator}`);
}

/** A name that no other entry has: the exception's, in small letters at its beginning. */
function freeName(exception: string, fields: readonly Field[]): string {
  const wanted = toCamelCase(exception);
  const isTaken = (name: string) => fields.some((field) => field.name.text === name);
  let name = wanted;
  for (let i = 2; isTaken(name); i++) name = `${wanted}${i}`;
  return name;
}

function declareThrow(
  file: IdlFile,
  service: Service,
  method: Method,
  exception: string,
  project: IdlProject,
): readonly TextEdit[] {
  const type = writtenName(file, exception, service, project);
  if (type === undefined) return [];
  const fields = method.throws?.fields ?? [];
  const id = Math.max(0, ...fields.map((field) => Number(field.id?.value ?? 0))) + 1;
  const text = `${id}: ${type.text} ${freeName(exception, fields)}`;
  const last = fields.at(-1);
  if (last) return [...type.edits, addEntry(file, fields, last, text)];
  if (method.throws) return [];
  const end = endOfArguments(method, service, file);
  return [...type.edits, { uri: file.uri, range: { start: end, end }, newText: ` throws (${text})` }];
}

function annotate(file: IdlFile, service: Service, method: Method): readonly TextEdit[] {
  const last = method.annotations?.items.at(-1);
  if (method.annotations && !last) return [];
  const text = 'idempotent = "true"';
  if (last) {
    const { end } = file.rangeOf(last);
    return [{ uri: file.uri, range: { start: end, end }, newText: `, ${text}` }];
  }
  const end = method.throws ? file.rangeOf(method.throws).end : endOfArguments(method, service, file);
  return [{ uri: file.uri, range: { start: end, end }, newText: ` (${text})` }];
}

/** The edits of a Thrift file, in its newest version, that a finding in code asks for; none where they cannot be made any more. */
export function idlEdits(change: IdlChange, project: IdlProject): readonly TextEdit[] {
  const file = project.file(change.uri);
  const service = file?.named.get(change.service)?.find((each): each is Service => each.kind === 'Service');
  const methods = service?.methods.filter(({ name }) => name.text === change.method) ?? [];
  const [method] = methods;
  if (!file || !service || service.broken || !method || methods.length > 1) return [];
  return change.kind === 'idempotent'
    ? annotate(file, service, method)
    : declareThrow(file, service, method, change.exception, project);
}
