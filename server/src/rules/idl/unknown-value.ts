import { noOptions } from '../../core/options';
import type { IdlFile } from '../../idl/model/file';
import type { Definition, Enum, NamedDefinition } from '../../idl/model/tree';
import { initializersIn, nameUsesIn, valueOwners } from '../../idl/model/walk';
import { type ConstantUse, fitsType, isTakenByApache } from '../../idl/resolve/constantUse';
import type { Scope } from '../../idl/resolve/scope';
import { createScopes, type TypedValue, typedValuesIn } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';
import { isDisturbed, nameFixes, namesInScope, strangePrefix } from './_names';
import { suggest } from './_suggest';

function wantedEnum(typed: TypedValue): Enum | undefined {
  return typed.type.kind === 'definition' && typed.type.definition.kind === 'Enum' ? typed.type.definition : undefined;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** A name that may be meant, and whether every compiler takes it here. */
interface Meant {
  readonly name: string;
  readonly everywhere: boolean;
}

/** The names that may be meant, best first. */
function near(
  typed: TypedValue,
  name: string,
  definition: Definition,
  own: Scope,
  scopeOf: (file: IdlFile) => Scope,
): Meant[] {
  if (name.toLowerCase() === 'true' || name.toLowerCase() === 'false')
    return [{ name: name.toLowerCase(), everywhere: true }];
  const wanted = wantedEnum(typed);
  const fits = fitsType(typed.type, scopeOf);
  const items = new Map<string, ConstantUse>();
  const others = new Map<string, ConstantUse>();
  for (const { name: written, definition: each, file, alias } of namesInScope(own)) {
    if (each.kind === 'Const') {
      const use = { definition: each, item: undefined, file, alias };
      if (each !== definition && fits(use)) others.set(written, use);
    } else if (each.kind === 'Enum')
      for (const item of each.items) {
        const use = { definition: each, item, file, alias };
        // An item of another enum would not fit where this one is due.
        if (wanted ? each === wanted : fits(use)) (wanted ? items : others).set(`${written}.${item.name.text}`, use);
      }
  }
  const fitting = wanted ? suggest(lastPart(name), [...items.keys()].map(lastPart), 1) : [];
  const nearest = [...items.keys()].filter((item) => fitting.includes(lastPart(item))).slice(0, 1);
  const best = new Set([...nearest, ...suggest(name, [...items.keys(), ...others.keys()])]);
  const at = own.file.rangeOf(definition).start;
  return [...best].slice(0, 2).map((each): Meant => {
    const use = items.get(each) ?? others.get(each);
    return { name: each, everywhere: use !== undefined && isTakenByApache(typed.type, use, own.file, at) };
  });
}

function isValue(definition: NamedDefinition, rest: string, { type }: TypedValue): boolean {
  // Apache's compiler takes no constant for an enum or a struct.
  if (definition.kind === 'Const') return definition.name.text === rest && type.kind !== 'definition';
  return (
    definition.kind === 'Enum' && definition.items.some((item) => `${definition.name.text}.${item.name.text}` === rest)
  );
}

/**
 * Whether Apache's compiler takes the name although it means nothing: where an enum is due it looks at the part
 * behind the last dot alone, and below a typedef it does not even ask for a dot.
 */
function isTolerated(name: string, typed: TypedValue): boolean {
  const items = wantedEnum(typed)?.items ?? [];
  return (typed.aliased || name.includes('.')) && items.some((item) => item.name.text === lastPart(name));
}

/**
 * Whether the name is an item behind an include with a dot in its name (`a.b.thrift`). Apache's compiler takes no prefix there and others want one,
 * so no spelling pleases all.
 */
function hasNoCommonSpelling(best: string | undefined, scope: Scope): boolean {
  return scope.includes.some(({ alias }) => alias.includes('.') && best?.startsWith(`${alias}.`));
}

export const rule = linkedRule({
  id: 'idl/unknown-value',
  group: 'language',
  summary: { en: 'a constant or enum item that is defined nowhere', zh: '没有定义的常量或枚举项' },
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  brokenToo: true,
  messages: {
    unknown: {
      en: '"{name}" is no constant and no enum item; code cannot be generated',
      zh: '“{name}”既不是常量也不是枚举项，无法生成代码',
    },
    unknownNear: {
      en: '"{name}" is no constant and no enum item; did you mean "{best}"?',
      zh: '“{name}”既不是常量也不是枚举项，是否想写“{best}”？',
    },
    notThere: { en: '"{path}" defines no value "{rest}"', zh: '“{path}”中没有定义值“{rest}”' },
    notThereNear: {
      en: '"{path}" defines no value "{rest}"; did you mean "{best}"?',
      zh: '“{path}”中没有定义值“{rest}”，是否想写“{best}”？',
    },
    noItem: { en: 'enum "{owner}" has no item "{item}"', zh: '枚举“{owner}”中没有“{item}”这一项' },
    noItemNear: {
      en: 'enum "{owner}" has no item "{item}"; did you mean "{best}"?',
      zh: '枚举“{owner}”中没有“{item}”这一项，是否想写“{best}”？',
    },
    noInclude: {
      en: 'no include and no enum is called "{prefix}", so "{name}" is not defined',
      zh: '没有名为“{prefix}”的 include 或枚举，“{name}”因此没有定义',
    },
    noIncludeNear: {
      en: 'no include and no enum is called "{prefix}", so "{name}" is not defined; did you mean "{best}"?',
      zh: '没有名为“{prefix}”的 include 或枚举，“{name}”因此没有定义，是否想写“{best}”？',
    },
    type: { en: '"{name}" is a type or service and has no value', zh: '“{name}”是类型或服务，不是值' },
    itself: {
      en: 'constant "{name}" is defined by itself and has no value',
      zh: '常量“{name}”用自己来定义，没有值',
    },
    definedHere: { en: '"{name}" is defined here', zh: '“{name}”定义在这里' },
    change: { en: 'Change to "{best}"', zh: '改为“{best}”' },
    addInclude: { en: 'Include "{path}" and use "{best}"', zh: '引入“{path}”并使用“{best}”' },
  },
  on: valueOwners,
  check(definition, { report, file, scope, project }) {
    if (initializersIn(definition).length === 0 || file.document.fbthrift) return;
    const scopeOf = createScopes(scope, project);
    const doubtful = nameUsesIn(definition).some((use) => {
      if (use.kind !== 'value') return false;
      const found = scope.value(use.name.text);
      if (found.kind === 'found') return found.definition === definition;
      return found.kind !== 'unreadable';
    });
    if (!doubtful) return;
    for (const typed of typedValuesIn(definition, scope, scopeOf)) {
      const { value } = typed;
      if (value.kind !== 'ValueReference' || value.name.text === 'true' || value.name.text === 'false') continue;
      const { name } = value;
      const found = scope.value(name.text);
      if (found.kind === 'found' && found.definition === definition) {
        report({ at: name, message: 'itself', data: { name: name.text } });
        continue;
      }
      if (found.kind === 'found' || found.kind === 'unreadable' || isDisturbed(file, name)) continue;
      const severity = isTolerated(name.text, typed) ? 'warning' : 'error';
      if (found.kind === 'wrong-kind') {
        report({
          at: name,
          severity,
          message: 'type',
          data: { name: name.text },
          related: [{ at: found.definition.name, file: found.file, message: 'definedHere', data: { name: name.text } }],
        });
        continue;
      }
      const best = near(typed, name.text, definition, scope, scopeOf);
      if (severity === 'warning' && hasNoCommonSpelling(best[0]?.name, scope)) continue;
      const { include } = found;
      const prefix = strangePrefix(name.text, scope);
      const owner = name.text.slice(0, Math.max(0, name.text.lastIndexOf('.')));
      const ofEnum = owner !== '' && isEnum(owner, scope);
      const key = ofEnum ? 'noItem' : include ? 'notThere' : prefix === undefined ? 'unknown' : 'noInclude';
      report({
        at: name,
        severity,
        message: best.length > 0 ? `${key}Near` : key,
        data: {
          name: name.text,
          best: best[0]?.name ?? '',
          prefix: prefix ?? '',
          owner,
          item: lastPart(name.text),
          path: include?.node.path.value ?? '',
          rest: include ? name.text.slice(include.alias.length + 1) : '',
        },
        fixes: (tools) => {
          const sure = best.filter(({ everywhere }) => everywhere).map((each) => each.name);
          return nameFixes(tools, name, sure, (each, rest) => isValue(each, rest, typed));
        },
      });
    }
  },
});

function isEnum(name: string, scope: Scope): boolean {
  const found = scope.type(name);
  return found.kind === 'found' && found.definition.kind === 'Enum';
}
