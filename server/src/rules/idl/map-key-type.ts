import { noOptions } from '../../core/options';
import type { Definition, Type } from '../../idl/model/tree';
import { allTypesIn, typeOwners } from '../../idl/model/walk';
import { printType } from '../../idl/query/print';
import type { Scope } from '../../idl/resolve/scope';
import { linkedRule } from '../../idl/rule';

interface KeyUse {
  readonly place: 'key' | 'element';
  readonly type: Exclude<Type, { kind: 'BaseType' }>;
}

const none: readonly KeyUse[] = [];

/** The keys and elements of a definition that are not plainly of a base type. */
function usesIn(definition: Definition): readonly KeyUse[] {
  let uses: KeyUse[] | undefined;
  const add = (use: KeyUse): void => {
    uses ??= [];
    uses.push(use);
  };
  for (const type of allTypesIn(definition)) {
    if (type.kind === 'MapType' && type.key.kind !== 'BaseType') add({ place: 'key', type: type.key });
    if (type.kind === 'SetType' && type.element.kind !== 'BaseType') add({ place: 'element', type: type.element });
  }
  return uses ?? none;
}

function kindOf(type: KeyUse['type'], scope: Scope): 'struct' | 'container' | undefined {
  if (type.kind !== 'NamedType') return 'container';
  const found = scope.trueType(type);
  if (found.kind === 'definition') return 'fields' in found.definition ? 'struct' : undefined;
  return found.kind === 'type' && found.type.kind !== 'BaseType' ? 'container' : undefined;
}

export const rule = linkedRule({
  id: 'idl/map-key-type',
  group: 'convention',
  summary: {
    en: 'a struct or a container as a map key or set element',
    zh: '以结构体或容器作为 map 的键或 set 的元素',
  },
  guide: '5.1',
  severity: 'warning',
  options: noOptions,
  thriftcheck: ['map.key.type', 'set.value.type'],
  messages: {
    structKey: {
      en: 'a struct ("{type}") is a map key: Go compares it by pointer and JavaScript turns it into "[object Object]", so entries are lost or never found; use an id or a string as the key, or a list of pairs',
      zh: '以结构体“{type}”作为 map 的键：Go 按指针比较，JavaScript 会转成“[object Object]”，条目会丢失或查不到；请用 id 或字符串作键，或改用键值对列表',
    },
    containerKey: {
      en: 'a container ("{type}") is a map key: Go code generated from it does not compile and JavaScript turns it into a string; use an id or a string as the key, or a list of pairs',
      zh: '以容器“{type}”作为 map 的键：生成的 Go 代码无法编译，JavaScript 会把它转成字符串；请用 id 或字符串作键，或改用键值对列表',
    },
    structElement: {
      en: 'a struct ("{type}") is a set element: languages disagree on when two are equal, and JavaScript and Go keep duplicates or compare all pairs; use a set of ids, or a list',
      zh: '以结构体“{type}”作为 set 的元素：各语言对相等的判断不同，JavaScript 与 Go 会保留重复项或两两比较；请用 id 的 set，或改用 list',
    },
    containerElement: {
      en: 'a container ("{type}") is a set element: languages disagree on when two are equal, and JavaScript and Go keep duplicates or compare all pairs; use a list',
      zh: '以容器“{type}”作为 set 的元素：各语言对相等的判断不同，JavaScript 与 Go 会保留重复项或两两比较；请改用 list',
    },
  },
  on: typeOwners,
  brokenToo: true,
  check(definition, { scope, report }) {
    for (const { place, type } of usesIn(definition)) {
      const kind = kindOf(type, scope);
      if (kind)
        report({ at: type, message: `${kind}${place === 'key' ? 'Key' : 'Element'}`, data: { type: printType(type) } });
    }
  },
});
