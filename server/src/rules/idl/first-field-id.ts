import { noOptions } from '../../core/options';
import { fieldListsIn } from '../../idl/model/fieldIds';
import { fieldOwners } from '../../idl/model/walk';
import { linkedRule } from '../../idl/rule';
import { numbered } from './_fields';
import { unexplainedGaps } from './_idLayout';

export const rule = linkedRule({
  id: 'idl/first-field-id',
  group: 'convention',
  summary: { en: 'field ids that do not start at 1', zh: '字段编号没有从 1 开始' },
  guide: '5.1',
  severity: 'hint',
  options: noOptions,
  messages: {
    first: {
      en: 'the first field id is {id}, not 1; if the ids before it are gone for good, say so in a comment ("reserved: {missing}")',
      zh: '第一个字段编号是 {id} 而不是 1；如果之前的编号已弃用，请用注释说明（“reserved: {missing}”）',
    },
  },
  on: fieldOwners,
  check(definition, { file, report }) {
    for (const fields of fieldListsIn(definition)) {
      if (fields[0]?.parent?.kind === 'Throws') continue;
      // An id of 0 or below is where these ids start; idl/field-id-range speaks of it.
      if (numbered(fields).some(({ id }) => id < 1)) continue;
      for (const { below, above, last } of unexplainedGaps(file, fields)) {
        if (below) continue;
        const missing = last === 1 ? '1' : `1-${last}`;
        report({
          at: above.field.id ?? above.field,
          symbolOf: above.field,
          message: 'first',
          data: { id: above.id, missing },
        });
      }
    }
  },
});
