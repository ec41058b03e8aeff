import { noOptions } from '../../core/options';
import { fieldListsIn, idsOf, nextFreeId } from '../../idl/model/fieldIds';
import type { Field } from '../../idl/model/tree';
import { fieldOwners } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';

export const rule = definitionRule({
  id: 'idl/duplicate-field-id',
  group: 'language',
  summary: {
    en: 'two fields, arguments or throws entries with the same id',
    zh: '两个字段、参数或 throws 条目使用了同一个编号',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    taken: {
      en: 'id {id} is already taken by "{first}"; on the wire a field is its id, so the two cannot be told apart',
      zh: '编号 {id} 已被“{first}”使用；线上格式只认编号，两者无法区分',
    },
    first: { en: '"{first}" has id {id}', zh: '“{first}”使用编号 {id}' },
    renumber: {
      en: 'Give "{name}" the id {free} (changes the wire)',
      zh: '把“{name}”的编号改为 {free}（会改变线上格式）',
    },
  },
  on: fieldOwners,
  check(definition, { report }) {
    for (const fields of fieldListsIn(definition)) {
      const taken = new Map<bigint, Field>();
      for (const field of fields) {
        const { id } = field;
        if (!id) continue;
        const first = taken.get(id.value);
        if (!first) {
          taken.set(id.value, field);
          continue;
        }
        const data = { id: id.value.toString(), first: first.name.text };
        report({
          at: id,
          message: 'taken',
          data,
          related: [{ at: first.name, message: 'first', data }],
          fixes: ({ fix, replace }) => {
            const free = nextFreeId(idsOf(fields))?.toString();
            return [
              free === undefined
                ? undefined
                : fix('suggested', 'renumber', { name: field.name.text, free }, [replace(id, free)]),
            ];
          },
        });
      }
    }
  },
});
