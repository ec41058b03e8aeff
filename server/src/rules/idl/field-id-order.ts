import { noOptions } from '../../core/options';
import { fieldListsIn } from '../../idl/model/fieldIds';
import { isStructLike } from '../../idl/model/file';
import { fieldOwners } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';
import { misplaced, sortFields } from './_fieldOrder';
import { hasBasePlace, type NumberedField, numbered } from './_fields';

/** Targets whose generated constructors take the fields by position, in the order of the text. */
const positionalScopes = new Set(['java', 'csharp', 'netstd', 'netcore', 'py', 'rs', 'swift', 'kotlin']);

const maxId = 32767;

function isAscending(fields: readonly NumberedField[]): boolean {
  for (let i = 1; i < fields.length; i++) if ((fields[i]?.id ?? 0) <= (fields[i - 1]?.id ?? 0)) return false;
  return true;
}

/** `Base` stands last by convention, even behind ids above 255: it counts as higher than all there. */
function withBaseLast(fields: readonly NumberedField[]): NumberedField[] {
  const last = fields.findLastIndex((each) => !hasBasePlace(each));
  return fields.map((each, i) => (i > last ? { ...each, id: each.id + maxId } : each));
}

export const rule = definitionRule({
  id: 'idl/field-id-order',
  group: 'convention',
  summary: { en: 'field ids that do not ascend in the text', zh: '字段编号在文本中没有递增' },
  guide: '5.1',
  severity: 'warning',
  fix: 'safe',
  options: noOptions,
  messages: {
    after: {
      en: '"{name}" has id {id} but stands behind id {other}; whoever looks for a free id reads the last line',
      zh: '“{name}”的编号是 {id}，却位于编号 {other} 之后；找空闲编号的人看的是最后一行',
    },
    before: {
      en: '"{name}" has id {id} but stands before id {other}; whoever looks for a free id reads the last line',
      zh: '“{name}”的编号是 {id}，却位于编号 {other} 之前；找空闲编号的人看的是最后一行',
    },
    sort: { en: 'Sort the fields of "{owner}" by id (ids stay)', zh: '按编号排列“{owner}”的字段（编号不变）' },
  },
  on: fieldOwners,
  check(definition, { report }) {
    for (const list of fieldListsIn(definition)) {
      const written = numbered(list);
      if (isAscending(written)) continue;
      const fields = withBaseLast(written);
      // Apache counts down from -1, and gives such fields ids by their place: moving one would change the wire.
      if (fields.some(({ id }) => id < 1)) continue;
      // The order of arguments is part of every generated signature.
      const movable = isStructLike(definition);
      for (const { field, id } of misplaced(fields)) {
        const at = fields.findIndex((each) => each.field === field);
        const behind = fields.slice(0, at).findLast((each) => each.id > id);
        const other = behind ?? fields.slice(at + 1).find((each) => each.id < id);
        if (!other) continue;
        report({
          at: field.id ?? field,
          symbolOf: field,
          severity: movable ? 'warning' : 'information',
          message: behind ? 'after' : 'before',
          data: { name: field.name.text, id, other: other.id },
          fixes: ({ file, fix, edit }) => {
            if (!movable) return [];
            const sorted = sortFields(file, definition, fields);
            if (!sorted) return [];
            const positional = file.namespaces.some(({ scope }) => scope && positionalScopes.has(scope.text));
            const applicability = sorted.certain && !positional ? 'safe' : 'suggested';
            const owner = definition.name.text;
            return [fix(applicability, 'sort', { owner }, [edit(sorted.range, sorted.newText)])];
          },
        });
      }
    }
  },
});
