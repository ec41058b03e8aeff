import { sideTable } from '../../core/sideTable';
import type { Zod } from '../../core/zod';
import { isNamed } from '../../idl/model/file';
import type { Definition, Field } from '../../idl/model/tree';
import { fieldsIn } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';
import { bareName } from '../../idl/vocabulary/naming';

/** The name without the number that tells it from its siblings: `data` for `Data1`. */
function stem(name: string): { word: string; numbered: boolean } {
  const bare = bareName(name);
  const last = bare.charCodeAt(bare.length - 1);
  if (last < 48 || last > 57) return { word: bare, numbered: false };
  const word = bare.replace(/\d+$/, '');
  return { word, numbered: word !== bare };
}

/** `double temp` is a temperature. */
function isMeasure(field: Field): boolean {
  return field.type.kind === 'BaseType' && field.type.name === 'double';
}

const words = (z: Zod, list: readonly string[], description: string) =>
  z
    .array(z.string())
    .default([...list])
    .meta({ markdownDescription: description });

interface Lists {
  readonly types: readonly string[];
  readonly numbered: readonly string[];
  readonly placeholders: readonly string[];
}

type Words = Readonly<Record<keyof Lists, ReadonlySet<string>>>;

const wordsBy = sideTable<Lists, Words>();

/** The words of the options as they are compared; kept with the options. */
function wordsFor(lists: Lists): Words {
  let found = wordsBy.get(lists);
  if (!found) {
    found = {
      types: new Set(lists.types.map(bareName)),
      numbered: new Set(lists.numbered.map(bareName)),
      placeholders: new Set(lists.placeholders.map(bareName)),
    };
    wordsBy.set(lists, found);
  }
  return found;
}

export const rule = definitionRule({
  id: 'idl/vague-name',
  group: 'convention',
  summary: {
    en: 'a name that says nothing, such as `Data1`, `tmp`, `Info`',
    zh: '没有含义的名称，如 `Data1`、`tmp`、`Info`',
  },
  guide: '5.1',
  severity: 'information',
  options: (z) =>
    z.strictObject({
      types: words(
        z,
        ['data', 'info', 'obj', 'object', 'thing', 'stuff', 'misc'],
        'Words that are no name for a type or service when they stand alone or with a number behind them (`Data`, `Info2`).',
      ),
      numbered: words(
        z,
        ['data', 'info', 'obj', 'object', 'field', 'arg', 'param', 'val', 'value', 'var', 'thing', 'item'],
        'Words that are no name for a field or method when a number stands behind them (`data1`).',
      ),
      placeholders: words(
        z,
        ['tmp', 'temp', 'foo', 'bar', 'baz', 'qux', 'xxx', 'yyy', 'zzz', 'asdf', 'blah', 'dummy', 'untitled', 'todo'],
        'Words that are no name for anything.',
      ),
    }),
  messages: {
    type: {
      en: '"{name}" does not say what it is; name it after what it holds, such as "UserProfile"',
      zh: '“{name}”看不出是什么；请按其内容命名，例如“UserProfile”',
    },
    member: {
      en: '"{name}" does not say what it is; name it after what it means to its users',
      zh: '“{name}”看不出是什么；请按它对使用者的含义命名',
    },
  },
  check(definition: Definition, { options, report }) {
    if (!isNamed(definition)) return;
    const { placeholders, types, numbered } = wordsFor(options);
    const own = definition.name.text;
    const { word } = stem(own);
    if (placeholders.has(word) || (definition.kind !== 'Const' && types.has(word)))
      report({ at: definition.name, message: definition.kind === 'Const' ? 'member' : 'type', data: { name: own } });
    const isVague = (name: string): boolean => {
      const member = stem(name);
      return placeholders.has(member.word) || (member.numbered && numbered.has(member.word));
    };
    for (const field of fieldsIn(definition)) {
      const name = field.name.text;
      if (isVague(name) && !isMeasure(field)) report({ at: field.name, message: 'member', data: { name } });
    }
    if (definition.kind !== 'Service') return;
    for (const method of definition.methods) {
      const name = method.name.text;
      if (isVague(name)) report({ at: method.name, message: 'member', data: { name } });
    }
  },
});
