import type { TextEdit } from '../../core/finding';
import { lineEndOf, startWithComments } from '../edit/lines';
import { type IdlFile, isStructLike } from '../model/file';
import type { Field, Method, Service } from '../model/tree';
import type { IdlProject } from '../resolve/project';
import { isNameTaken } from '../resolve/rename';

/** The blanks before the methods of the service, which new fields get as well. */
export function indentOf(file: IdlFile, service: Service): string {
  const { start } = file.rangeOf(service.methods[0] ?? service);
  const line = file.lines.lineRange(file.lines.positionAt(start).line);
  const blanks = file.text.slice(line.start, start);
  return /^[ \t]+$/.test(blanks) ? blanks : '    ';
}

/** The separator that structs of the file put behind their fields. */
function separatorOf(file: IdlFile): string {
  const struct = file.definitions.find((each) => isStructLike(each) && each.fields.length > 0);
  return (struct && isStructLike(struct) && struct.fields[0]?.separator?.text) || '';
}

function fieldText(file: IdlFile, argument: Field): string {
  const requiredness = argument.requiredness?.text ?? (argument.defaultValue ? 'optional' : 'required');
  const rest = file.text.slice(file.rangeOf(argument.type).start, file.rangeOf(argument).end);
  return `${argument.id?.text ?? ''}: ${requiredness} ${rest}`;
}

/** Moves the arguments of `method` into a new struct. Undefined when the name is taken, an id is missing, or a comment would be lost. */
export function wrapArguments(
  project: IdlProject,
  file: IdlFile,
  service: Service,
  method: Method,
  name: string,
): readonly TextEdit[] | undefined {
  const { start, end } = method.argumentsSpan;
  const hasComment = service.comments.some(({ span }) => span.start >= start && span.end <= end);
  if (hasComment || method.arguments.some(({ id }) => !id) || isNameTaken(project, file, name)) return undefined;
  const lineEnd = lineEndOf(file);
  const fields = method.arguments.map(
    (argument) => `${indentOf(file, service)}${fieldText(file, argument)}${separatorOf(file)}${lineEnd}`,
  );
  const at = startWithComments(file, service);
  return [
    {
      uri: file.uri,
      range: { start: at, end: at },
      newText: `struct ${name} {${lineEnd}${fields.join('')}}${lineEnd}${lineEnd}`,
    },
    { uri: file.uri, range: file.rangeOf({ in: service, span: method.argumentsSpan }), newText: `(1: ${name} req)` },
  ];
}
