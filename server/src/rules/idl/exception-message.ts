import { noOptions } from '../../core/options';
import { addField } from '../../idl/edit/addField';
import { idsOf, nextFreeId } from '../../idl/model/fieldIds';
import type { Exception, Field } from '../../idl/model/tree';
import type { Scope } from '../../idl/resolve/scope';
import { linkedRule } from '../../idl/rule';
import { wordsOf } from '../../idl/vocabulary/naming';

const speaking = new Set(
  `message messages msg msgs errmsg reason reasons why what description desc detail details text explanation summary info note
  cause error errors`.split(/\s+/),
);
/** `message_id` is no message. */
const numbering = new Set('id ids code codes key kind type types count number num no size at time index'.split(' '));

function isSpeakingName(name: string): boolean {
  const words = wordsOf(name).map((word) => word.toLowerCase().replace(/\d+$/, ''));
  return words.some((word) => speaking.has(word)) && !numbering.has(words.at(-1) ?? '');
}

/** Whether a field says what went wrong: by its name, with a type that can hold text. */
function speaks({ name, type }: Field): boolean {
  if (type.kind === 'BaseType' && type.name !== 'string' && type.name !== 'binary') return false;
  return isSpeakingName(name.text);
}

/** What remains to be found out about an exception; undefined where it has a message for sure. */
interface Suspect {
  readonly exception: Exception;
  /** The fields whose types have to be looked up. */
  readonly named: readonly Field[];
}

/** Undefined where the exception has a message for sure. */
function findSuspect(exception: Exception): Suspect | undefined {
  // fbthrift's way to say which field is the message.
  if (exception.annotations?.items.some(({ key }) => key.text === 'message')) return undefined;
  if (exception.fields.some((field) => field.type.kind !== 'NamedType' && speaks(field))) return undefined;
  return { exception, named: exception.fields.filter(({ type }) => type.kind === 'NamedType') };
}

/** Whether a field of a named type is the message, holds one, or cannot be looked into. */
function mayHoldMessage(field: Field, scope: Scope): boolean {
  const real = scope.trueType(field.type);
  if (real.kind === 'unknown') return true;
  if (real.kind === 'type') {
    const isText = real.type.kind !== 'BaseType' || real.type.name === 'string' || real.type.name === 'binary';
    return isText && isSpeakingName(field.name.text);
  }
  return 'fields' in real.definition && (real.definition.broken || real.definition.fields.some(speaks));
}

/** Whether the exception tells its reason in another way: by its name alone, or by an item of an enum. */
function isTelling({ exception, named }: Suspect, scope: Scope): boolean {
  if (exception.fields.length === 0) return true;
  return named.some((field) => {
    const real = scope.trueType(field.type);
    return real.kind === 'definition' && real.definition.kind === 'Enum';
  });
}

export const rule = linkedRule({
  id: 'idl/exception-message',
  group: 'convention',
  summary: { en: 'an exception without a message field', zh: 'exception 没有消息字段' },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: noOptions,
  messages: {
    missing: {
      en: '"{name}" has no message: logs and callers see that it was thrown, but not why; add a field such as "optional string message"',
      zh: '“{name}”没有消息字段：日志和调用方只知道抛出了异常，却不知道原因；请添加字段，例如“optional string message”',
    },
    add: {
      en: 'Add "{field}" (changes the wire)',
      zh: '添加“{field}”（会改变线上格式）',
    },
  },
  on: ['Exception'],
  check(definition, { scope, report }) {
    if (definition.kind !== 'Exception') return;
    const suspect = findSuspect(definition);
    if (!suspect || suspect.named.some((field) => mayHoldMessage(field, scope))) return;
    report({
      at: definition.name,
      severity: isTelling(suspect, scope) ? 'information' : 'warning',
      message: 'missing',
      data: { name: definition.name.text },
      fixes: (tools) => {
        const { fields } = definition;
        const next = nextFreeId(idsOf(fields));
        // Compilers number a field without an id by its place, perhaps with the very id that looks free.
        if (next === undefined || fields.some(({ id, name }) => !id || name.text === 'message')) return [];
        const field = `${next}: optional string message`;
        return [tools.fix('suggested', 'add', { field }, addField(tools.file, definition, field))];
      },
    });
  },
});
