import { noOptions } from '../../core/options';
import { fieldListsIn, idsOf, maxFieldId, nextFreeId } from '../../idl/model/fieldIds';
import type { Field } from '../../idl/model/tree';
import { fieldOwners } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';

/**
 * An id for each field that has none, in the order of the text: one more than the field before where that is free (what thriftgo
 * gives it today), else the next free one. Fields for which no id is left are absent.
 */
function idsFor(fields: readonly Field[]): ReadonlyMap<Field, bigint> {
  const used = new Set(idsOf(fields));
  const given = new Map<Field, bigint>();
  let previous = 0n;
  for (const field of fields) {
    if (field.id) {
      previous = field.id.value;
      continue;
    }
    const after = previous + 1n;
    const id = after > 0n && after <= maxFieldId && !used.has(after) ? after : nextFreeId(used);
    if (id === undefined) continue;
    used.add(id);
    given.set(field, id);
    previous = id;
  }
  return given;
}

export const rule = definitionRule({
  id: 'idl/missing-field-id',
  group: 'language',
  summary: { en: 'a field, argument or throws entry without an id', zh: '字段、参数或 throws 条目没有编号' },
  guide: '5.1',
  severity: 'error',
  // Apache makes an id up and only warns.
  presets: { apache: 'warning' },
  fix: 'suggested',
  options: noOptions,
  messages: {
    missing: {
      en: '"{name}" has no id; compilers make one up from its place (Apache counts down from -1, Kitex up from the field before), so they disagree on the wire and an inserted line changes it',
      zh: '“{name}”没有编号；编译器会按位置自行编号（Apache 从 -1 递减，Kitex 从前一字段递增），彼此线上格式不一致，插入一行也会改变它',
    },
    write: { en: 'Write the id {id} (changes the wire)', zh: '写上编号 {id}（会改变线上格式）' },
    writeAll: {
      en: 'Write the {count} missing ids of this list (changes the wire)',
      zh: '补全此处缺少的 {count} 个编号（会改变线上格式）',
    },
  },
  on: fieldOwners,
  check(definition, { report }) {
    for (const fields of fieldListsIn(definition)) {
      const missing = fields.filter((field) => !field.id);
      for (const field of missing) {
        report({
          at: field.name,
          message: 'missing',
          data: { name: field.name.text },
          fixes: ({ fix, insertBefore }) => {
            const ids = idsFor(fields);
            const id = ids.get(field);
            if (id === undefined) return [];
            const all = [...ids].map(([each, value]) => insertBefore(each, `${value}: `));
            return [
              fix('suggested', 'write', { id: id.toString() }, [insertBefore(field, `${id}: `)]),
              all.length > 1 ? fix('suggested', 'writeAll', { count: all.length }, all) : undefined,
            ];
          },
        });
      }
    }
  },
});
