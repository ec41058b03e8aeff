import type { IdlChange, TextEdit } from '../core/finding';
import type { IdlFile } from '../idl/model/file';
import { programName } from '../idl/model/file';
import type { Method, Service } from '../idl/model/tree';
import type { IdlProject } from '../idl/resolve/project';
import { resolveIncludes } from '../idl/resolve/scope';
import { toCamelCase } from '../idl/vocabulary/naming';

function hasException(file: IdlFile | undefined, name: string): boolean {
  return file?.named.get(name)?.some(({ kind }) => kind === 'Exception') ?? false;
}

/** How the file writes the exception's name: its own, or one of a file that it includes; undefined when it has neither. */
function writtenName(file: IdlFile, name: string, project: IdlProject): string | undefined {
  if (hasException(file, name)) return name;
  const from = resolveIncludes(file, project).filter((each) => hasException(each.file, name));
  const [only] = from;
  return only && from.length === 1 ? `${programName(only.node.path.value)}.${name}` : undefined;
}

/** The end of the arguments, where a throws clause would begin, in the file. */
function endOfArguments(method: Method, service: Service, file: IdlFile): number {
  return file.rangeOf({ in: service, span: method.argumentsSpan }).end;
}

function declareThrow(
  file: IdlFile,
  service: Service,
  method: Method,
  exception: string,
  project: IdlProject,
): TextEdit | undefined {
  const type = writtenName(file, exception, project);
  if (type === undefined) return undefined;
  const fields = method.throws?.fields ?? [];
  const name = toCamelCase(exception);
  if (fields.some((field) => field.name.text === name)) return undefined;
  const id = Math.max(0, ...fields.map((field) => Number(field.id?.value ?? 0))) + 1;
  const last = fields.at(-1);
  if (last) {
    const { end } = file.rangeOf(last);
    return { uri: file.uri, range: { start: end, end }, newText: `, ${id}: ${type} ${name}` };
  }
  if (method.throws) return undefined;
  const end = endOfArguments(method, service, file);
  return { uri: file.uri, range: { start: end, end }, newText: ` throws (1: ${type} ${name})` };
}

function annotate(file: IdlFile, service: Service, method: Method): TextEdit | undefined {
  const last = method.annotations?.items.at(-1);
  if (method.annotations && !last) return undefined;
  const text = 'idempotent = "true"';
  if (last) {
    const { end } = file.rangeOf(last);
    return { uri: file.uri, range: { start: end, end }, newText: `, ${text}` };
  }
  const end = method.throws ? file.rangeOf(method.throws).end : endOfArguments(method, service, file);
  return { uri: file.uri, range: { start: end, end }, newText: ` (${text})` };
}

/** The edit of a Thrift file, in its newest version, that a finding in code asks for; undefined where it cannot be made any more. */
export function idlEdit(change: IdlChange, project: IdlProject): TextEdit | undefined {
  const file = project.file(change.uri);
  const service = file?.named.get(change.service)?.find((each): each is Service => each.kind === 'Service');
  const methods = service?.methods.filter(({ name }) => name.text === change.method) ?? [];
  const [method] = methods;
  if (!file || !service || service.broken || !method || methods.length > 1) return undefined;
  return change.kind === 'idempotent'
    ? annotate(file, service, method)
    : declareThrow(file, service, method, change.exception, project);
}
