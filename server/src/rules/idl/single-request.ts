import { z } from 'zod';
import type { TextEdit } from '../../core/finding';
import { type IdlFile, isStructLike } from '../../idl/model/file';
import type { Field, Method, Service } from '../../idl/model/tree';
import type { IdlProject } from '../../idl/resolve/project';
import { isNameTaken } from '../../idl/resolve/rename';
import { linkedRule } from '../../idl/rule';
import { toPascalCase } from './_naming';
import { lineEndOf, onlyArgument, startWithComments } from './_requests';

/** Probes that will never take anything. */
const probePattern = /^(?:ping|pong|health|healthz|ready|readyz|live|livez|version|heartbeat|noop)$/i;
const isProbe = (name: string) => probePattern.test(name.replace(/^(?:get|is|do)_?|_?(?:check|status|info)$/gi, ''));

/** The blanks before the methods of the service, which new fields get as well. */
function indentOf(file: IdlFile, service: Service): string {
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
function wrapArguments(
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

export const rule = linkedRule({
  id: 'idl/single-request',
  group: 'convention',
  summary: { en: 'a method without exactly one struct argument', zh: '方法没有恰好一个结构体参数' },
  guide: '5.1',
  severity: 'information',
  fix: 'suggested',
  options: z.strictObject({}),
  messages: {
    none: {
      en: '"{method}" takes no request; with a struct "{expected}" it can get parameters later without a new signature',
      zh: '“{method}”没有请求参数；使用结构体“{expected}”，以后增加参数时无需修改方法签名',
    },
    many: {
      en: '"{method}" takes {count} arguments; with one struct "{expected}" a new parameter does not change the signature for every caller',
      zh: '“{method}”有 {count} 个参数；合并为一个结构体“{expected}”，以后增加参数时无需修改每个调用方',
    },
    other: {
      en: '"{method}" takes a bare "{type}"; with a struct "{expected}" it can get more parameters later without a new signature',
      zh: '“{method}”直接使用“{type}”作为参数；改用结构体“{expected}”，以后增加参数时无需修改方法签名',
    },
    wrap: {
      en: 'Wrap the arguments into "{expected}" (changes the wire and the signature)',
      zh: '将参数合并到“{expected}”（会改变线上格式与方法签名）',
    },
  },
  on: ['Service'],
  check(service, { file, scope, report }) {
    if (service.kind !== 'Service') return;
    for (const method of service.methods) {
      if (method.oneway) continue;
      const count = method.arguments.length;
      const only = onlyArgument(method);
      const real = only && scope.trueType(only.type);
      // What cannot be seen may be a struct.
      if (real?.kind === 'unknown' || (real?.kind === 'definition' && isStructLike(real.definition))) continue;
      if (count === 0 && isProbe(method.name.text)) continue;
      const expected = `${toPascalCase(method.name.text)}Request`;
      report({
        at: method.name,
        message: count === 0 ? 'none' : only ? 'other' : 'many',
        data: { method: method.name.text, count, type: only ? file.textOf(only.type) : '', expected },
        fixes: ({ file: current, project, fix }) => [
          fix('suggested', 'wrap', { expected }, wrapArguments(project, current, service, method, expected)),
        ],
      });
    }
  },
});
