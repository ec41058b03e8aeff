import { noOptions } from '../../core/options';
import { fieldListsIn } from '../../idl/model/fieldIds';
import { fieldOwners } from '../../idl/model/walk';
import { linkedRule } from '../../idl/rule';
import { unexplainedGaps } from './_idLayout';

export const rule = linkedRule({
  id: 'idl/field-id-gap',
  group: 'convention',
  summary: { en: 'field ids that are not consecutive', zh: '字段编号不连续' },
  guide: '5.1',
  severity: 'information',
  options: noOptions,
  messages: {
    one: {
      en: 'field ids jump from {below} to {above}; if {missing} is gone for good, say so in a comment ("reserved: {missing}"), so that nobody takes it again',
      zh: '字段编号从 {below} 跳到 {above}；如果 {missing} 已弃用，请用注释说明（“reserved: {missing}”），以免被再次使用',
    },
    many: {
      en: 'field ids jump from {below} to {above}; if {missing} are gone for good, say so in a comment ("reserved: {missing}"), so that nobody takes them again',
      zh: '字段编号从 {below} 跳到 {above}；如果 {missing} 已弃用，请用注释说明（“reserved: {missing}”），以免被再次使用',
    },
  },
  on: fieldOwners,
  check(definition, { file, report }) {
    for (const fields of fieldListsIn(definition)) {
      // Exceptions come and go in a throws clause, and nobody looks for its next id.
      if (fields[0]?.parent?.kind === 'Throws') continue;
      for (const { below, above, first, last } of unexplainedGaps(file, fields)) {
        // Ids that do not start at 1 are idl/first-field-id's matter.
        if (!below) continue;
        const single = first === last;
        const missing = single ? `${first}` : `${first}-${last}`;
        report({
          at: above.field.id ?? above.field,
          symbolOf: above.field,
          message: single ? 'one' : 'many',
          data: { below: below.id, above: above.id, missing },
        });
      }
    }
  },
});
