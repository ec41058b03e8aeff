import { lineEndOf } from '../../idl/edit/lines';
import { commentsOf } from '../../idl/model/comments';
import { definitionOf, type IdlFile, isStructLike } from '../../idl/model/file';
import type { Comment, Definition, Enum, EnumItem, Field, Method, Service, StructLike } from '../../idl/model/tree';
import { type FixTools, linkedRule } from '../../idl/rule';
import { isBaseField } from './_fields';

const kinds = ['service', 'method', 'struct', 'union', 'exception', 'field', 'enum', 'item'] as const;
type Kind = (typeof kinds)[number];

type Documented = Service | Method | StructLike | Field | Enum | EnumItem;

interface Undocumented {
  readonly kind: Kind;
  readonly node: Documented;
}

function* documentedIn(definition: Definition): Generator<Undocumented> {
  if (isStructLike(definition)) {
    yield { kind: definition.keyword.text as 'struct' | 'union' | 'exception', node: definition };
    for (const node of definition.fields) if (!isBaseField(node)) yield { kind: 'field', node };
  } else if (definition.kind === 'Enum') {
    yield { kind: 'enum', node: definition };
    for (const node of definition.items) yield { kind: 'item', node };
  } else if (definition.kind === 'Service') {
    yield { kind: 'service', node: definition };
    for (const node of definition.methods) yield { kind: 'method', node };
  }
}

/** Whether the comment says something: not a bar (`// -----`), a tool's directive or an empty one. */
function saysSomething({ text }: Comment): boolean {
  const words = text.replace(/^(?:\/\/+|#+|\/\*+)|\*\/$/g, '').trim();
  return /[\p{L}\p{N}]/u.test(words) && !/^(?:thriftwise-|nolint|@nolint|@lint-ignore|TODO\b|FIXME\b)/i.test(words);
}

/** How the file writes the comments above things: the form of the first one that it has there. */
function styleOf(file: IdlFile): Comment['kind'] {
  for (const definition of file.definitions) {
    for (const { kind, span } of definition.comments) {
      const isAboveMember = 'body' in definition && span.start > definition.body.start;
      const isAbove = 'body' in definition && span.end <= definition.span.start;
      if (isAboveMember || isAbove) return kind;
    }
  }
  return 'line';
}

function writeComment(kind: Comment['kind'], text: string): string {
  switch (kind) {
    case 'line':
      return `// ${text}`;
    case 'hash':
      return `# ${text}`;
    case 'block':
      return `/* ${text} */`;
    case 'doc':
      return `/** ${text} */`;
  }
}

/** Where the comment goes: above bars and directives too, since `disable-next-line` has to stay next to its line. */
function startOf(file: IdlFile, node: Documented): number {
  const { start } = file.rangeOf(node);
  const above = commentsOf(file, node).find(({ span }) => span.end <= node.span.start);
  return above ? file.rangeOf({ in: definitionOf(node), span: above.span }).start : start;
}

/** A comment before the node, on a line of its own where the node begins one. */
function insertComment<Key extends string>({ file, edit }: FixTools<Key>, node: Documented) {
  const start = startOf(file, node);
  const line = file.lines.lineRange(file.lines.positionAt(start).line);
  const indent = file.text.slice(line.start, start);
  const text = `\${1:${node.name.text}}`;
  const style = styleOf(file);
  if (/^[ \t]*$/.test(indent))
    return edit({ start, end: start }, `${writeComment(style, text)}${lineEndOf(file)}${indent}`);
  return edit({ start, end: start }, `${writeComment(style === 'doc' ? 'doc' : 'block', text)} `);
}

export const rule = linkedRule({
  id: 'idl/missing-doc',
  group: 'convention',
  summary: {
    en: 'a service, method, struct, field or enum without a comment',
    zh: '服务、方法、结构体、字段或枚举没有注释',
  },
  guide: '5.1',
  severity: 'off',
  fix: 'template',
  options: (z) =>
    z.strictObject({
      kinds: z
        .array(z.enum(kinds))
        .default(['service', 'method', 'struct', 'union', 'exception', 'field', 'enum'])
        .meta({ markdownDescription: 'What must have a comment.' }),
    }),
  messages: {
    service: {
      en: 'the service "{name}" has no comment: say what it is for and who may call it',
      zh: '服务“{name}”没有注释：请说明其用途与调用方',
    },
    method: {
      en: 'the method "{name}" has no comment: say what it does, and what it answers when it cannot',
      zh: '方法“{name}”没有注释：请说明其作用，以及无法完成时的应答',
    },
    type: {
      en: 'the {kind} "{name}" has no comment: say what it stands for',
      zh: '{kind}“{name}”没有注释：请说明其含义',
    },
    field: {
      en: 'the field "{name}" has no comment: say what it means, its unit, and what it is when unset',
      zh: '字段“{name}”没有注释：请说明其含义、单位以及未设置时的含义',
    },
    item: {
      en: 'the item "{name}" has no comment: say when it is used',
      zh: '枚举项“{name}”没有注释：请说明使用场景',
    },
    write: { en: 'Write a comment', zh: '添加注释' },
  },
  on: ['Struct', 'Union', 'Exception', 'Enum', 'Service'],
  check(definition, { file, options, report }) {
    for (const { kind, node } of documentedIn(definition)) {
      if (!options.kinds.includes(kind) || commentsOf(file, node).some(saysSomething)) continue;
      const message = kind === 'struct' || kind === 'union' || kind === 'exception' || kind === 'enum' ? 'type' : kind;
      report({
        at: node.name,
        message,
        data: { name: node.name.text, kind },
        fixes: (tools) => [tools.fix('template', 'write', {}, [insertComment(tools, node)])],
      });
    }
  },
});
