import { noOptions } from '../../core/options';
import { column } from '../../idl/model/column';
import type { IdlFile } from '../../idl/model/file';
import { isNamed } from '../../idl/model/file';
import type { Definition, Identifier, Method, NamedDefinition, Service } from '../../idl/model/tree';
import type { IdlProject } from '../../idl/resolve/project';
import { createScope, type Scope } from '../../idl/resolve/scope';
import { fileRule } from '../../idl/rule';

type MemberKind = 'field' | 'argument' | 'throws' | 'item' | 'method';

interface Twice {
  readonly kind: MemberKind;
  readonly name: Identifier;
  readonly first: Identifier;
  /** What holds both. */
  readonly owner: string;
}

function addTwice(
  found: Twice[],
  kind: MemberKind,
  owner: string,
  members: readonly { readonly name: Identifier }[],
): void {
  if (members.length < 2) return;
  const seen = new Map<string, Identifier>();
  for (const { name } of members) {
    const first = seen.get(name.text);
    if (first) found.push({ kind, name, first, owner });
    else seen.set(name.text, name);
  }
}

function findTwice(definition: Definition): readonly Twice[] {
  const found: Twice[] = [];
  switch (definition.kind) {
    case 'Struct':
    case 'Union':
    case 'Exception':
      addTwice(found, 'field', definition.name.text, definition.fields);
      break;
    case 'Enum':
      addTwice(found, 'item', definition.name.text, definition.items);
      break;
    case 'Service':
      addTwice(found, 'method', definition.name.text, definition.methods);
      for (const method of definition.methods) {
        addTwice(found, 'argument', method.name.text, method.arguments);
        if (method.throws) addTwice(found, 'throws', method.name.text, method.throws.fields);
      }
      break;
  }
  return found;
}

/** The names given twice within one definition. */
const twiceIn = column((definition): readonly Twice[] | undefined => {
  const found = definition.broken || !isNamed(definition) ? undefined : findTwice(definition);
  return found && found.length > 0 ? found : undefined;
});

/** The services with methods that are not their own. */
const heirs = column((definition) => (definition.kind === 'Service' && definition.extends ? definition : undefined));

interface Inherited {
  readonly file: IdlFile;
  readonly service: Service;
  readonly method: Method;
}

/** The methods of all ancestors of `service`, the nearest first. Ends at a cycle and at what cannot be resolved. */
function inheritedBy(service: Service, start: Scope, project: IdlProject): ReadonlyMap<string, Inherited> {
  const methods = new Map<string, Inherited>();
  const seen = new Set<Service>([service]);
  let scope = start;
  let at = service;
  while (at.extends) {
    const found = scope.service(at.extends.text);
    if (found.kind !== 'found' || seen.has(found.definition)) break;
    at = found.definition;
    seen.add(at);
    for (const method of at.methods) {
      if (!methods.has(method.name.text)) methods.set(method.name.text, { file: found.file, service: at, method });
    }
    if (found.file !== scope.file) scope = createScope(found.file, project);
  }
  return methods;
}

/** Whether compilers disagree on the pair: Apache keeps constants apart from types and services, thriftgo does not. */
function isConstAgainstType(a: NamedDefinition, b: NamedDefinition): boolean {
  return (a.kind === 'Const') !== (b.kind === 'Const');
}

export const rule = fileRule({
  id: 'idl/duplicate-name',
  group: 'language',
  summary: {
    en: 'a name given twice: fields, arguments, throws, enum items, methods (inherited ones too), definitions',
    zh: '重复的名称：字段、参数、throws、枚举项、方法（含继承的）、顶层定义',
  },
  severity: 'error',
  options: noOptions,
  messages: {
    field: { en: '"{owner}" has a field "{name}" already', zh: '“{owner}”已有字段“{name}”' },
    argument: { en: '"{owner}" has an argument "{name}" already', zh: '“{owner}”已有参数“{name}”' },
    throws: { en: 'the throws clause of "{owner}" has a "{name}" already', zh: '“{owner}”的 throws 中已有“{name}”' },
    item: { en: '"{owner}" has an item "{name}" already', zh: '“{owner}”已有枚举项“{name}”' },
    method: { en: '"{owner}" has a method "{name}" already', zh: '“{owner}”已有方法“{name}”' },
    inherited: {
      en: '"{owner}" inherits a method "{name}" from "{ancestor}"; Thrift has neither overriding nor overloading, so give this one another name',
      zh: '“{owner}”已从“{ancestor}”继承了方法“{name}”；Thrift 没有覆盖和重载，请改用其他名称',
    },
    definition: {
      en: '"{name}" is defined already in this file; types, services and constants share one set of names',
      zh: '“{name}”在本文件中已有定义；类型、服务和常量共用同一套名称',
    },
    constant: {
      en: '"{name}" is defined already in this file as something else; Kitex refuses a constant with the name of a type or service, and other generated code mixes the two up',
      zh: '“{name}”在本文件中已有其他定义；Kitex 不接受与类型或服务同名的常量，其他语言的生成代码也会混淆两者',
    },
    first: { en: 'the first "{name}"', zh: '第一个“{name}”' },
  },
  check(file, { project, scope, report }) {
    for (const definitions of file.named.repeated) {
      const [first, ...others] = definitions;
      const name = first?.name.text ?? '';
      if (!first || name === '') continue;
      for (const other of others) {
        report({
          at: other.name,
          message: isConstAgainstType(first, other) ? 'constant' : 'definition',
          data: { name },
          related: [{ at: first.name, message: 'first', data: { name } }],
        });
      }
    }
    for (const twice of twiceIn.of(file)) {
      for (const { kind, name, first, owner } of twice) {
        const data = { name: name.text, owner };
        report({ at: name, message: kind, data, related: [{ at: first, message: 'first', data }] });
      }
    }
    for (const definition of heirs.of(file)) {
      const inherited = inheritedBy(definition, scope, project);
      for (const { name } of definition.methods) {
        const from = inherited.get(name.text);
        if (!from) continue;
        report({
          at: name,
          message: 'inherited',
          data: { name: name.text, owner: definition.name.text, ancestor: from.service.name.text },
          related: [{ at: from.method.name, file: from.file, message: 'first', data: { name: name.text } }],
        });
      }
    }
  },
});
