import { isStructLike } from '../../idl/model/file';
import type { Field } from '../../idl/model/tree';
import { fieldOwners, fieldsIn } from '../../idl/model/walk';
import { renameField } from '../../idl/resolve/rename';
import { definitionRule } from '../../idl/rule';
import { keywordTexts } from '../../idl/syntax/codes';
import { isCamelCase, isSnakeCase, toCamelCase, toSnakeCase } from '../../idl/vocabulary/naming';
import { isBaseMember } from './_fields';

/**
 * What Apache's compiler accepts as no name: the keywords, and the words that are reserved in some language, whether code is generated for it or
 * not. Found by compiling a field with each name.
 */
const refusedNames: ReadonlySet<string> = new Set([
  ...keywordTexts,
  'uuid',
  ...`abstract alias and args as assert begin break case catch class clone continue declare def default del delete do dynamic
  elif else elseif elsif end enddeclare endfor endforeach endif endswitch endwhile ensure except exec finally float for
  foreach from function global goto if implements import in inline instanceof interface is lambda module native new next
  nil not or package pass print private protected public raise redo register rescue retry return self sizeof static
  super switch synchronized then this throw transient try undef unless unsigned until use var virtual volatile when while
  with xor yield`.split(/\s+/),
]);

/** `Base` or `BaseResp`, of whatever type a team's own `base.thrift` gives it: frameworks look for it by this name. */
function isBase({ name, type }: Field): boolean {
  if (name.text !== 'Base' && name.text !== 'BaseResp') return false;
  return type.kind === 'NamedType' && /(?:^|\.)Base(?:Req|Request|Resp|Response)?$/.test(type.name.text);
}

export const rule = definitionRule({
  id: 'idl/field-naming',
  group: 'convention',
  summary: { en: 'a field or argument that is not snake_case', zh: '字段或参数名不是 snake_case' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      style: z
        .enum(['snake_case', 'camelCase'])
        .default('snake_case')
        .meta({ markdownDescription: 'How fields and arguments are written.' }),
    }),
  messages: {
    wrong: { en: '"{name}" is not {style}; use "{expected}"', zh: '“{name}”不是 {style}，请使用“{expected}”' },
    rename: {
      en: 'Rename to "{expected}" everywhere (changes the public name)',
      zh: '全部重命名为“{expected}”（会改变公开名称）',
    },
  },
  on: fieldOwners,
  check(definition, { options: { style }, report }) {
    const [fits, convert] = style === 'camelCase' ? [isCamelCase, toCamelCase] : [isSnakeCase, toSnakeCase];
    for (const field of fieldsIn(definition)) {
      const name = field.name.text;
      if (fits(name) || isBase(field) || isBaseMember(field) || field.parent?.kind === 'Throws') continue;
      const expected = convert(name);
      if (expected === name || !fits(expected) || refusedNames.has(expected)) continue;
      report({
        at: field.name,
        message: 'wrong',
        data: { name, style, expected },
        fixes: ({ file, project, fix, replace }) => {
          const taken =
            field.parent?.kind === 'Method' && field.parent.arguments.some((other) => other.name.text === expected);
          const edits = isStructLike(definition)
            ? renameField(project, file, definition, field.name, expected)
            : taken
              ? undefined
              : [replace(field.name, expected)];
          return [fix('suggested', 'rename', { expected }, edits)];
        },
      });
    }
  },
});
