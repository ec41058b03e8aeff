import { noOptions } from '../../core/options';
import type { IdlFile } from '../../idl/model/file';
import type { NamedDefinition, Service } from '../../idl/model/tree';
import type { Scope } from '../../idl/resolve/scope';
import { createScopes } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';
import { isDisturbed, nameFixes, namesInScope, strangePrefix } from './_names';
import { suggest } from './_suggest';

const isService = (definition: NamedDefinition): boolean => definition.kind === 'Service';

/** The services between `service` and itself when extending leads back to it; undefined when it does not. */
function wayBack(service: Service, own: Scope, scopeOf: (file: IdlFile) => Scope): Service[] | undefined {
  const passed: Service[] = [];
  let scope = own;
  for (let at = service; at.extends; ) {
    const found = scope.service(at.extends.text);
    if (found.kind !== 'found' || passed.includes(found.definition)) return undefined;
    if (found.definition === service) return passed;
    passed.push(found.definition);
    at = found.definition;
    scope = scopeOf(found.file);
  }
  return undefined;
}

export const rule = linkedRule({
  id: 'idl/unknown-service',
  group: 'language',
  summary: { en: 'a service extends one that is defined nowhere', zh: '继承的服务没有定义' },
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  brokenToo: true,
  messages: {
    unknown: {
      en: 'service "{name}" is not defined; code cannot be generated',
      zh: '服务“{name}”没有定义，无法生成代码',
    },
    unknownNear: {
      en: 'service "{name}" is not defined; did you mean "{best}"?',
      zh: '服务“{name}”没有定义，是否想写“{best}”？',
    },
    notThere: { en: '"{path}" defines no service "{rest}"', zh: '“{path}”中没有定义服务“{rest}”' },
    notThereNear: {
      en: '"{path}" defines no service "{rest}"; did you mean "{best}"?',
      zh: '“{path}”中没有定义服务“{rest}”，是否想写“{best}”？',
    },
    noInclude: {
      en: 'no include provides "{prefix}", so the service "{name}" is not defined',
      zh: '没有任何 include 提供“{prefix}”，服务“{name}”因此没有定义',
    },
    noIncludeNear: {
      en: 'no include provides "{prefix}", so the service "{name}" is not defined; did you mean "{best}"?',
      zh: '没有任何 include 提供“{prefix}”，服务“{name}”因此没有定义，是否想写“{best}”？',
    },
    self: { en: 'service "{name}" extends itself', zh: '服务“{name}”继承了自己' },
    cycle: {
      en: 'service "{name}" extends itself by way of {path}',
      zh: '服务“{name}”经由 {path} 继承了自己',
    },
    wrongKind: { en: '"{name}" is not a service and cannot be extended', zh: '“{name}”不是服务，不能被继承' },
    definedHere: { en: '"{name}" is defined here', zh: '“{name}”定义在这里' },
    change: { en: 'Change to "{best}"', zh: '改为“{best}”' },
    addInclude: { en: 'Include "{path}" and extend "{best}"', zh: '引入“{path}”并继承“{best}”' },
  },
  on: ['Service'],
  check(definition, { report, file, scope, project }) {
    if (file.document.fbthrift) return;
    const scopeOf = createScopes(scope, project);
    if (definition.kind !== 'Service' || !definition.extends) return;
    const name = definition.extends;
    const found = scope.service(name.text);
    if (found.kind === 'unreadable' || isDisturbed(file, name)) return;
    if (found.kind === 'found') {
      const path = wayBack(definition, scope, scopeOf);
      if (path?.length === 0) report({ at: name, message: 'self', data: { name: name.text } });
      else if (path) {
        const data = { name: definition.name.text, path: path.map((each) => `"${each.name.text}"`).join(', ') };
        report({ at: name, message: 'cycle', data });
      }
      return;
    }
    if (found.kind === 'wrong-kind') {
      report({
        at: name,
        message: 'wrongKind',
        data: { name: name.text },
        related: [{ at: found.definition.name, file: found.file, message: 'definedHere', data: { name: name.text } }],
      });
      return;
    }
    const candidates = [...namesInScope(scope)].filter((each) => isService(each.definition));
    const best = suggest(
      name.text,
      candidates.filter((each) => each.definition !== definition).map((each) => each.name),
    );
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
      fixes: (tools) => nameFixes(tools, name, best, isService),
    });
  },
});
