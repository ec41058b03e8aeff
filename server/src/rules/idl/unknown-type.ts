import { noOptions } from '../../core/options';
import { baseTypeNames } from '../../idl/model/tree';
import { nameUsesIn, typeOwners } from '../../idl/model/walk';
import { isTypeDefinition, type Scope } from '../../idl/resolve/scope';
import { linkedRule } from '../../idl/rule';
import { isDisturbed, nameFixes, namesInScope, strangePrefix } from './_names';
import { suggest } from './_suggest';

/** What other languages call Thrift's base types. */
const foreignNames: ReadonlyMap<string, string> = new Map([
  ['int', 'i32'],
  ['integer', 'i32'],
  ['int8', 'i8'],
  ['int16', 'i16'],
  ['int32', 'i32'],
  ['int64', 'i64'],
  ['short', 'i16'],
  ['long', 'i64'],
  ['float', 'double'],
  ['float32', 'double'],
  ['float64', 'double'],
  ['number', 'double'],
  ['boolean', 'bool'],
  ['str', 'string'],
  ['text', 'string'],
  ['bytes', 'binary'],
]);

function near(name: string, scope: Scope): string[] {
  const foreign = foreignNames.get(name.toLowerCase());
  if (foreign) return [foreign];
  const candidates: string[] = [...baseTypeNames];
  for (const { name: written, definition } of namesInScope(scope))
    if (isTypeDefinition(definition)) candidates.push(written);
  return suggest(name, candidates);
}

export const rule = linkedRule({
  id: 'idl/unknown-type',
  group: 'language',
  summary: { en: 'a type that is defined nowhere', zh: '没有定义的类型' },
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  brokenToo: true,
  messages: {
    unknown: {
      en: 'type "{name}" is not defined; code cannot be generated',
      zh: '类型“{name}”没有定义，无法生成代码',
    },
    unknownNear: {
      en: 'type "{name}" is not defined; did you mean "{best}"?',
      zh: '类型“{name}”没有定义，是否想写“{best}”？',
    },
    notThere: { en: '"{path}" defines no type "{rest}"', zh: '“{path}”中没有定义类型“{rest}”' },
    notThereNear: {
      en: '"{path}" defines no type "{rest}"; did you mean "{best}"?',
      zh: '“{path}”中没有定义类型“{rest}”，是否想写“{best}”？',
    },
    noInclude: {
      en: 'no include provides "{prefix}", so "{name}" is not defined',
      zh: '没有任何 include 提供“{prefix}”，“{name}”因此没有定义',
    },
    noIncludeNear: {
      en: 'no include provides "{prefix}", so "{name}" is not defined; did you mean "{best}"?',
      zh: '没有任何 include 提供“{prefix}”，“{name}”因此没有定义，是否想写“{best}”？',
    },
    constant: { en: '"{name}" is a constant and cannot be used as a type', zh: '“{name}”是常量，不能用作类型' },
    service: { en: '"{name}" is a service and cannot be used as a type', zh: '“{name}”是服务，不能用作类型' },
    definedHere: { en: '"{name}" is defined here', zh: '“{name}”定义在这里' },
    change: { en: 'Change to "{best}"', zh: '改为“{best}”' },
    addInclude: { en: 'Include "{path}" and use "{best}"', zh: '引入“{path}”并使用“{best}”' },
  },
  on: typeOwners,
  check(definition, { report, file, scope }) {
    if (file.document.fbthrift) return;
    for (const use of nameUsesIn(definition)) {
      if (use.kind !== 'type') continue;
      const { name } = use;
      const found = scope.type(name.text);
      if (found.kind === 'found' || found.kind === 'unreadable' || isDisturbed(file, name)) continue;
      if (found.kind === 'wrong-kind') {
        report({
          at: name,
          message: found.definition.kind === 'Const' ? 'constant' : 'service',
          data: { name: name.text },
          related: [{ at: found.definition.name, file: found.file, message: 'definedHere', data: { name: name.text } }],
        });
        continue;
      }
      const own = definition.kind === 'Typedef' ? definition.name.text : undefined;
      const best = near(name.text, scope).filter((each) => each !== own);
      const { include } = found;
      const prefix = strangePrefix(name.text, scope);
      const key = include ? 'notThere' : prefix === undefined ? 'unknown' : 'noInclude';
      report({
        at: name,
        message: best.length > 0 ? `${key}Near` : key,
        data: {
          name: name.text,
          best: best[0] ?? '',
          prefix: prefix ?? '',
          path: include?.node.path.value ?? '',
          rest: include ? name.text.slice(include.alias.length + 1) : '',
        },
        fixes: (tools) => nameFixes(tools, name, best, isTypeDefinition),
      });
    }
  },
});
