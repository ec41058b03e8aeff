import { noOptions } from '../../core/options';
import type { ConstValue } from '../../idl/model/tree';
import { initializersIn, valueOwners } from '../../idl/model/walk';
import { createScopes, type TypedValue, typedValuesIn } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';
import { identityOf, valueText } from './_values';

/** The keys of a map or struct literal, or the elements of a literal that fills a set. */
function keysOf({ value, type }: TypedValue): readonly ConstValue[] {
  const isSet = type.kind === 'type' && type.type.kind === 'SetType';
  if (value.kind === 'MapLiteral') {
    // A literal that does not fit its type is reported for that alone.
    const isStruct = type.kind === 'definition' && 'fields' in type.definition;
    const isMap = type.kind === 'unknown' || (type.kind === 'type' && type.type.kind === 'MapType');
    return isStruct || isMap ? value.entries.map((entry) => entry.key) : [];
  }
  return isSet && value.kind === 'ListLiteral' ? value.elements : [];
}

export const rule = linkedRule({
  id: 'idl/duplicate-key',
  group: 'language',
  summary: { en: 'a map key or set element that is written twice', zh: '重复的 map 键或 set 元素' },
  severity: 'warning',
  options: noOptions,
  brokenToo: true,
  messages: {
    key: {
      en: 'key {key} is already set in this map; only one of the values is kept, and Go refuses to compile it',
      zh: '该 map 中键 {key} 已经写过；只会保留其中一个值，Go 代码还会编译失败',
    },
    field: {
      en: 'field {key} is already set in this literal; only one of the values is kept',
      zh: '该字面量中字段 {key} 已经赋值；只会保留其中一个值',
    },
    element: { en: 'element {key} stands in this set twice', zh: '该 set 中元素 {key} 重复出现' },
    first: { en: 'first written here', zh: '首次写在这里' },
  },
  on: valueOwners,
  check(definition, { report, file, scope, project }) {
    if (initializersIn(definition).length === 0 || file.document.fbthrift) return;
    const scopeOf = createScopes(scope, project);
    for (const typed of typedValuesIn(definition, scope, scopeOf)) {
      const seen = new Map<string, ConstValue>();
      for (const key of keysOf(typed)) {
        const identity = identityOf(key, scope, scopeOf);
        const first = identity === undefined ? undefined : seen.get(identity);
        if (identity === undefined) continue;
        if (!first) {
          seen.set(identity, key);
          continue;
        }
        const isField = typed.type.kind === 'definition';
        report({
          at: key,
          message: typed.value.kind === 'ListLiteral' ? 'element' : isField ? 'field' : 'key',
          data: { key: valueText(file, key) },
          related: [{ at: first, message: 'first' }],
        });
      }
    }
  },
});
