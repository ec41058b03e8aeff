import { noOptions } from '../../core/options';
import { maxFieldId } from '../../idl/model/fieldIds';

import { fieldOwners, fieldsIn } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';

export const rule = definitionRule({
  id: 'idl/field-id-range',
  group: 'language',
  summary: { en: 'a field id below 1 or above 32767', zh: '字段编号小于 1 或大于 32767' },
  severity: 'error',
  options: noOptions,
  messages: {
    low: {
      en: 'id {id} is below 1; such ids are left to compilers, and Apache refuses them with -strict and overrides them without. A peer may use this id already, so plan the change',
      zh: '编号 {id} 小于 1；这类编号保留给编译器，Apache 在 -strict 下拒绝，否则会自行改写。对端可能已在使用该编号，修改前请先规划',
    },
    high: {
      en: 'id {id} is above 32767; the wire has 16 bits for it, so it arrives as another id. A peer may use this id already, so plan the change',
      zh: '编号 {id} 大于 32767；线上只有 16 位，传输后会变成另一个编号。对端可能已在使用该编号，修改前请先规划',
    },
  },
  on: fieldOwners,
  check(definition, { report }) {
    for (const { id } of fieldsIn(definition)) {
      if (!id || (id.value >= 1n && id.value <= maxFieldId)) continue;
      report({ at: id, message: id.value < 1n ? 'low' : 'high', data: { id: id.value.toString() } });
    }
  },
});
