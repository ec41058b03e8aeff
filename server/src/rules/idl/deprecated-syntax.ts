import type { TextRange } from '../../core/range';
import type { BaseType, Definition, Keyword, Node } from '../../idl/model/tree';
import { allTypesIn, fieldsIn } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';
import { placeIn, removeTail } from './_edits';

function xsdWordsIn(definition: Definition): { word: Keyword; on: Node }[] {
  const words: { word: Keyword; on: Node }[] = [];
  if ('xsd' in definition) for (const word of definition.xsd) words.push({ word, on: definition });
  for (const field of fieldsIn(definition)) for (const word of field.xsd) words.push({ word, on: field });
  return words;
}

/** The place of the name alone, without the annotations that may follow. */
function nameSpan(type: BaseType): TextRange {
  return { start: type.span.start, end: type.span.start + type.name.length };
}

export const rule = definitionRule({
  id: 'idl/deprecated-syntax',
  group: 'language',
  summary: {
    en: '`async`, `byte`, `senum`, `slist`, `cpp_namespace`, `php_namespace`, `xsd_*`',
    zh: '`async`、`byte`、`senum`、`slist`、`cpp_namespace`、`php_namespace`、`xsd_*`',
  },
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      allow: z
        .array(z.enum(['async', 'byte', 'senum', 'slist', 'cpp_namespace', 'php_namespace', 'xsd']))
        .default([])
        .meta({ markdownDescription: 'Old words that are let pass, such as `["byte"]`.' }),
    }),
  messages: {
    renamed: {
      en: '"{old}" is the old word for "{new}"; newer compilers warn about it or refuse it',
      zh: '“{old}”是“{new}”的旧写法；新的编译器会警告或拒绝',
    },
    byte: {
      en: '"byte" is the old name of "i8"; the name hides that the number is signed',
      zh: '“byte”是“i8”的旧名称；该名称掩盖了它是有符号数',
    },
    slist: {
      en: '"slist" is not supported by compilers any more; on the wire it was a "string"',
      zh: '“slist”已不被编译器支持；它在线上就是“string”',
    },
    senum: {
      en: '"senum" is not supported by compilers any more; on the wire its values were strings, so use "string"',
      zh: '“senum”已不被编译器支持；其值在线上是字符串，请使用“string”',
    },
    xsd: {
      en: '"{old}" only means something to the XSD generator; Kitex refuses it',
      zh: '“{old}”只对 XSD 生成器有意义；Kitex 会拒绝它',
    },
    replace: { en: 'Write "{new}"', zh: '改为“{new}”' },
    typedef: { en: 'Make "{name}" a typedef of string', zh: '把“{name}”改为 string 的 typedef' },
    drop: { en: 'Remove "{old}" (changes generated XSD)', zh: '删除“{old}”（会改变生成的 XSD）' },
  },
  check(definition, { options: { allow }, report }) {
    if (definition.kind === 'Service' && !allow.includes('async')) {
      for (const method of definition.methods) {
        if (method.oneway?.text !== 'async') continue;
        const place = placeIn(definition, method.oneway.span);
        report({
          at: place,
          symbolOf: method,
          message: 'renamed',
          data: { old: 'async', new: 'oneway' },
          tags: ['deprecated'],
          fixes: ({ fix, replace }) => [fix('safe', 'replace', { new: 'oneway' }, [replace(place, 'oneway')])],
        });
      }
    }
    for (const type of allTypesIn(definition)) {
      if (type.kind !== 'BaseType') continue;
      const old = type.name;
      if ((old !== 'byte' && old !== 'slist') || allow.includes(old)) continue;
      const place = placeIn(definition, nameSpan(type));
      const better = old === 'byte' ? 'i8' : 'string';
      report({
        at: place,
        symbolOf: type,
        message: old,
        tags: ['deprecated'],
        fixes: ({ fix, replace }) => [fix('safe', 'replace', { new: better }, [replace(place, better)])],
      });
    }
    if (definition.kind === 'Senum' && !allow.includes('senum')) {
      const name = definition.name.text;
      report({
        at: placeIn(definition, definition.keyword.span),
        symbolOf: definition,
        message: 'senum',
        tags: ['deprecated'],
        fixes: ({ fix, replace }) => {
          const values = definition.items.map((item) => item.text).join(', ');
          const comment = values.includes('*/') || values === '' ? '' : ` /* ${values} */`;
          return [fix('suggested', 'typedef', { name }, [replace(definition, `typedef string ${name}${comment}`)])];
        },
      });
    }
    if (definition.kind === 'Namespace' && !definition.scope) {
      const old = definition.keyword.text;
      if ((old === 'cpp_namespace' || old === 'php_namespace') && !allow.includes(old)) {
        const better = `namespace ${old.slice(0, old.indexOf('_'))}`;
        const place = placeIn(definition, definition.keyword.span);
        report({
          at: place,
          symbolOf: definition,
          message: 'renamed',
          data: { old, new: better },
          tags: ['deprecated'],
          fixes: ({ fix, replace }) => [fix('safe', 'replace', { new: better }, [replace(place, better)])],
        });
      }
    }
    if (allow.includes('xsd')) return;
    for (const { word, on } of xsdWordsIn(definition)) {
      const place = placeIn(definition, word.span);
      report({
        at: place,
        symbolOf: on,
        message: 'xsd',
        data: { old: word.text },
        tags: ['deprecated'],
        // `xsd_attrs` has a block behind it that may say things worth keeping elsewhere.
        fixes: (tools) =>
          word.text === 'xsd_attrs'
            ? []
            : [tools.fix('suggested', 'drop', { old: word.text }, [removeTail(tools, place)])],
      });
    }
  },
});
