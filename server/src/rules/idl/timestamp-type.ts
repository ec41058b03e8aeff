import { noOptions } from '../../core/options';
import { commentsOf } from '../../idl/model/comments';
import type { IdlFile } from '../../idl/model/file';
import { keptWith } from '../../idl/model/kept';
import type { Definition, Field, Node, Typedef } from '../../idl/model/tree';
import { fieldOwners, fieldsIn } from '../../idl/model/walk';
import type { Scope } from '../../idl/resolve/scope';
import { linkedRule } from '../../idl/rule';
import { wordsOf } from '../../idl/vocabulary/naming';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words before `_time` (and, as they are, before `_at`) that make it a point in time. Of all others a `_time` may be a duration. */
const instants = words(`
  create created creation update updated modify modified modification delete deleted insert inserted add added change changed
  start started starts begin began end ended ends finish finished expire expired expires expiry expiration publish published
  register registered login signup pay paid order ordered send sent receive received occur occurred complete completed
  submit submitted approve approved join joined commit committed event current server upload uploaded access accessed visit visited
  issue issued post posted birth`);
/** Irregular words before `_at`. */
const atWords = words('sent paid begun made built seen read run won lost left sold bought done taken born');
/** `located_at` is a place, `priced_at` an amount. */
const notWhen = words(
  'located based employed hosted priced valued rated capped traded aimed pointed parked seated looked',
);
/** A number in these may count from the beginning of a clip, a shift, a day. */
const bounds = words('start started starts begin began end ended ends');

type Name = 'at' | 'time' | 'timestamp';

/** What a name must end with for its last word to be one of `Name`. */
const instantEnding = /(?:at|time|timestamp)_*$/i;

/** How the name says that it is a point in time; undefined where it does not, or may be something else. */
function instantOf(name: string): { readonly kind: Name; readonly isBound: boolean } | undefined {
  if (!instantEnding.test(name)) return undefined;
  const all = wordsOf(name).map((word) => word.toLowerCase());
  const last = all.at(-1);
  const before = all.at(-2) ?? '';
  const isBound = bounds.has(before);
  if (last === 'timestamp') return { kind: 'timestamp', isBound };
  if (last === 'time' && instants.has(before)) return { kind: 'time', isBound };
  const isWhen = instants.has(before) || atWords.has(before) || (before.endsWith('ed') && !notWhen.has(before));
  return last === 'at' && isWhen ? { kind: 'at', isBound } : undefined;
}

interface Candidate {
  readonly field: Field;
  readonly kind: Name;
  readonly isBound: boolean;
}

/** The members and arguments that are points in time by their name, and no i64 at first sight; kept with the definition. */
const candidatesIn = keptWith((definition: Definition): readonly Candidate[] => {
  const found: Candidate[] = [];
  for (const field of fieldsIn(definition)) {
    const { type, parent } = field;
    const mayBe = type.kind === 'NamedType' || (type.kind === 'BaseType' && type.name !== 'i64');
    const instant = mayBe && parent?.kind !== 'Throws' ? instantOf(field.name.text) : undefined;
    if (instant) found.push({ field, ...instant });
  }
  return found;
});

/** Words by which a comment or an annotation tells how the text is to be read. */
const formatWords =
  /format|iso|rfc|yyyy|hh|mm:|unix|epoch|utc|gmt|zone|date|milli|micro|nano|second|\bms\b|\d{4}[-/]\d|\d\d:\d\d|格式|毫秒|微秒|秒|时间戳|时区|日期|年/i;
/** Words by which a comment tells that a number is a distance and no date. */
const distanceWords =
  /offset|duration|elapsed|relative|since the|from the|minute|hour|\bday|偏移|时长|相对|分钟|小时|天/i;

function isExplained(file: IdlFile, node: Node, pattern: RegExp): boolean {
  return commentsOf(file, node).some(({ text }) => pattern.test(text));
}

function hasFormatAnnotation({ annotations, type }: Field): boolean {
  return [...(annotations?.items ?? []), ...(type.annotations?.items ?? [])].some(
    ({ key, value }) =>
      /format|pattern/i.test(key.text) ||
      (value?.kind === 'StringLiteral' && /rfc\d|iso-?8601|yyyy/i.test(value.value)),
  );
}

/** The typedef that the field is declared with, and its file. */
function typedefOf(field: Field, scope: Scope): { file: IdlFile; typedef: Typedef } | undefined {
  if (field.type.kind !== 'NamedType') return undefined;
  const found = scope.type(field.type.name.text);
  return found.kind === 'found' && found.definition.kind === 'Typedef'
    ? { file: found.file, typedef: found.definition }
    : undefined;
}

/** Whether a comment, an annotation or a type of its own says how the field is to be read. */
function isDocumented(file: IdlFile, field: Field, scope: Scope, pattern: RegExp): boolean {
  const { parent } = field;
  if (isExplained(file, field, pattern) || hasFormatAnnotation(field)) return true;
  if (parent && isExplained(file, parent, pattern)) return true;
  const alias = typedefOf(field, scope);
  return alias !== undefined && isExplained(alias.file, alias.typedef, pattern);
}

export const rule = linkedRule({
  id: 'idl/timestamp-type',
  group: 'convention',
  summary: {
    en: 'a point in time (`created_at`, `update_time`, `timestamp`) that is no i64',
    zh: '时间点字段（`created_at`、`update_time`、`timestamp`）的类型不是 i64',
  },
  guide: '5.1',
  severity: 'information',
  options: noOptions,
  messages: {
    string: {
      en: '"{name}" is a string and nothing says in which format, so every reader parses it its own way; use i64 (milliseconds since 1970), or write the format in a comment',
      zh: '“{name}”是字符串，且没有说明格式，各读取方只能自行解析；请使用 i64（1970 年以来的毫秒数），或在注释中写明格式',
    },
    i32: {
      en: '"{name}" is an i32: seconds since 1970 overflow it in January 2038, and milliseconds never fit; use i64',
      zh: '“{name}”是 i32：1970 年以来的秒数将在 2038 年 1 月溢出，毫秒数根本放不下；请使用 i64',
    },
    double: {
      en: '"{name}" is a double: it is rounded on the way, and equal times compare as different; use i64 (milliseconds since 1970)',
      zh: '“{name}”是 double：传递中会被舍入，相同的时间比较结果可能不同；请使用 i64（1970 年以来的毫秒数）',
    },
  },
  on: fieldOwners,
  brokenToo: true,
  check(definition, { file, scope, report }) {
    for (const { field, kind, isBound } of candidatesIn(definition)) {
      const real = scope.trueType(field.type);
      if (real.kind !== 'type' || real.type.kind !== 'BaseType') continue;
      const { name } = real.type;
      if (name !== 'string' && name !== 'i32' && name !== 'double') continue;
      // A double is as often a number of seconds; a bound, a place in something.
      if (name !== 'string' && (isBound || (name === 'double' && kind === 'time'))) continue;
      // A type of its own (`typedef string DateTime`) is a decision about the format.
      if (name === 'string' && field.type.kind === 'NamedType' && /time|date|iso|rfc|stamp/i.test(field.type.name.text))
        continue;
      if (isDocumented(file, field, scope, name === 'string' ? formatWords : distanceWords)) continue;
      report({ at: field.type, message: name, data: { name: field.name.text } });
    }
  },
});
