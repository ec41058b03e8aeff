import { noOptions } from '../../core/options';
import { definitionOf, type IdlFile, isStructLike } from '../../idl/model/file';
import type { Field, Method, Type } from '../../idl/model/tree';
import { annotationsIn, fieldOwners } from '../../idl/model/walk';
import { printType } from '../../idl/query/print';
import type { Scope } from '../../idl/resolve/scope';
import { createScopes } from '../../idl/resolve/typedValues';
import { linkedRule } from '../../idl/rule';
import { streamingModes } from '../../idl/vocabulary/annotationKeys';
import { type Entry, entriesOf, partOf, quoted, removeAnnotation } from './_annotations';
import { readGoString } from './_goLiterals';
import { parseStructTag } from './_structTag';
import { suggest } from './_suggest';
import { checkAssertions, checkValidation, type ValidatorProblem } from './_validator';

function isGoodTag({ value }: Entry): boolean {
  // thriftgo may be told not to unescape quotes, so either reading will do.
  const stops = [value.replaceAll('\\"', '"'), value].map((text) => parseStructTag(text).stop);
  return !value.includes('`') && stops.includes(undefined);
}

/** Whether a type holds text or truth values and nothing else: no integer, and no struct whose members may be integers. */
function holdsNoNumber(type: Type, scope: Scope, scopeOf: (file: IdlFile) => Scope): boolean {
  const found = scope.trueType(type);
  if (found.kind !== 'type') return false;
  const inner = scopeOf(found.file);
  const real = found.type;
  switch (real.kind) {
    case 'BaseType':
      return ['string', 'bool', 'binary', 'uuid'].includes(real.name);
    case 'MapType':
      return holdsNoNumber(real.key, inner, scopeOf) && holdsNoNumber(real.value, inner, scopeOf);
    default:
      return holdsNoNumber(real.element, inner, scopeOf);
  }
}

function pairsOf(value: string) {
  return parseStructTag(value.replaceAll('\\"', '"')).pairs;
}

/** The tag as it must be meant: without commas between pairs, or with the quotes that a lone value lacks. */
function mended(tag: string, stop: number): string | undefined {
  const better = tag
    .replace(/("|^)\s*[,;]\s*(?=[\w-]+:")/g, (_, before: string) => (before === '' ? '' : `${before} `))
    .replace(/^([\w-]+)[:=]\s*"?([\w.,-]+)"?$/, '$1:"$2"');
  return stop < tag.length && better !== tag && parseStructTag(better).stop === undefined ? better : undefined;
}

/** Doubles every backslash that begins no escape of Go. */
function escapeAll(value: string): string {
  let text = value;
  for (let read = readGoString(text); 'bad' in read && read.bad.length > 1; read = readGoString(text))
    text = `${text.slice(0, read.at)}\\${text.slice(read.at)}`;
  return text;
}

/** Problems of the key, whatever the value. */
const keyCodes: ReadonlySet<ValidatorProblem['code']> = new Set([
  'vtKey',
  'vtIncomplete',
  'vtAlias',
  'vtNotNil',
  'vtSparse',
  'vtRunes',
]);

export const rule = linkedRule({
  id: 'idl/annotation-value',
  group: 'annotation',
  summary: {
    en: 'an annotation whose value its generator refuses or cannot use',
    zh: '注解的值被生成器拒绝或无法使用',
  },
  guide: '5.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages: {
    vtKey: {
      en: 'thrift-gen-validator has no "{part}" for {type} and stops; it has {fits}',
      zh: 'thrift-gen-validator 对 {type} 没有“{part}”规则，会报错终止；可用的有 {fits}',
    },
    vtIncomplete: {
      en: '"{key}" names no rule, and thrift-gen-validator stops; write a rule behind it, such as "{key}.min_size"',
      zh: '“{key}”没有指定规则，thrift-gen-validator 会报错终止；请在其后写上规则，如“{key}.min_size”',
    },
    vtAlias: {
      en: 'thrift-gen-validator crashes on "{key}" because {type} is a typedef of a container; write the container here',
      zh: '{type} 是容器的 typedef，thrift-gen-validator 处理“{key}”时会崩溃；请在此直接写出容器类型',
    },
    vtNumber: {
      en: '"{value}" is not one number, and thrift-gen-validator stops at "{key}"',
      zh: '“{value}”不是一个数字，thrift-gen-validator 遇到“{key}”会报错终止',
    },
    vtOctal: {
      en: '"{value}" is no octal number: Go reads a leading 0 as octal, and thrift-gen-validator stops',
      zh: '“{value}”不是八进制数：Go 把开头的 0 当作八进制，thrift-gen-validator 会报错终止',
    },
    vtInteger: {
      en: '"{value}" is no integer of 64 bits, and thrift-gen-validator stops at "{key}"',
      zh: '“{value}”不是 64 位整数，thrift-gen-validator 遇到“{key}”会报错终止',
    },
    vtBool: {
      en: '"{value}" is neither true nor false, and thrift-gen-validator stops at "{key}"',
      zh: '“{value}”既不是 true 也不是 false，thrift-gen-validator 遇到“{key}”会报错终止',
    },
    vtOverflow: {
      en: '"{value}" does not fit in {type}; the generated Go code does not compile',
      zh: '“{value}”超出 {type} 的范围；生成的 Go 代码无法编译',
    },
    vtReference: {
      en: '"{struct}" has no field "{name}", and thrift-gen-validator stops at "{value}"',
      zh: '“{struct}”没有字段“{name}”，thrift-gen-validator 遇到“{value}”会报错终止',
    },
    vtAssert: {
      en: '"{key}" takes a function such as "@equal($a, 1)"; thrift-gen-validator crashes on "{value}"',
      zh: '“{key}”需要函数，如“@equal($a, 1)”；thrift-gen-validator 遇到“{value}”会崩溃',
    },
    vtNotNil: {
      en: '"{key}" compares with nil, but "{field}" is no pointer in Go: the generated code does not compile; only optional fields without default can be nil',
      zh: '“{key}”会与 nil 比较，但“{field}”在 Go 中不是指针，生成的代码无法编译；只有不带默认值的 optional 字段才可能为 nil',
    },
    vtSparse: {
      en: '"{key}" compares the values with nil, but those of {type} are no pointers in Go: the generated code does not compile',
      zh: '“{key}”会把值与 nil 比较，但 {type} 的值在 Go 中不是指针：生成的代码无法编译',
    },
    vtRunes: {
      en: '"{key}" counts the characters of a string; for {type} the generated Go code does not compile',
      zh: '“{key}”用于统计字符串的字符数；对 {type} 生成的 Go 代码无法编译',
    },
    vtEscape: {
      en: 'the value is copied into a Go string, where {part} is not allowed: the generated code does not compile',
      zh: '该值会原样写入 Go 字符串，其中不允许出现 {part} ：生成的代码无法编译',
    },
    vtPattern: {
      en: 'Go cannot read this regular expression, so every value is refused: {why}',
      zh: 'Go 无法解析该正则表达式，所有值都会被拒绝：{why}',
    },
    vtEnum: {
      en: 'there is no enum item "{value}", and thrift-gen-validator stops; write "Enum.ITEM"',
      zh: '没有枚举项“{value}”，thrift-gen-validator 会报错终止；请写成“Enum.ITEM”',
    },
    vtEnumDropped: {
      en: 'there is no enum item "{value}", and thrift-gen-validator leaves it out silently; write "Enum.ITEM"',
      zh: '没有枚举项“{value}”，thrift-gen-validator 会静默忽略；请写成“Enum.ITEM”',
    },
    vtList: {
      en: 'thrift-gen-validator takes one value, not a list as Apache does; repeat "{key}" for each value',
      zh: 'thrift-gen-validator 只接受一个值，不像 Apache 那样接受列表；请为每个值重复写“{key}”',
    },
    vtRange: {
      en: 'nothing passes both {low} and {high}, so every value is refused',
      zh: '没有值能同时满足 {low} 和 {high}，所有值都会被拒绝',
    },
    tagQuote: {
      en: 'a backquote ends the struct tag in Go: the generated code does not compile',
      zh: '反引号会结束 Go 的 struct tag：生成的代码无法编译',
    },
    tagStop: {
      en: 'Go reads no struct tag from "{rest}" on; write key:"value" pairs with blanks between them',
      zh: '从“{rest}”起 Go 无法读取 struct tag；请写成以空格分隔的 key:"value"',
    },
    tagAgain: {
      en: 'thriftgo takes the first go.tag alone, so this one is lost; write both into one',
      zh: 'thriftgo 只取第一个 go.tag，这一个会丢失；请合并为一个',
    },
    tagFirst: { en: 'the first go.tag', zh: '第一个 go.tag' },
    jsConv: {
      en: 'api.js_conv makes JSON strings of integers, and {type} holds none: Kitex reads text as 0, hz quotes it twice or not at all',
      zh: 'api.js_conv 用于把整数转为 JSON 字符串，而 {type} 中没有整数：Kitex 会把文本读成 0，hz 会重复加引号或不起作用',
    },
    jsConvOff: {
      en: 'api.js_conv is on whatever its value; remove it to switch it off',
      zh: 'api.js_conv 无论取何值都会生效；如需关闭请删除',
    },
    streamingMode: {
      en: '"{value}" is no streaming mode: Kitex refuses the method; there are {modes}',
      zh: '“{value}”不是流式模式，Kitex 会拒绝该方法；可用的有 {modes}',
    },
    streamingModeNear: {
      en: '"{value}" is no streaming mode: Kitex refuses the method; did you mean "{best}"?',
      zh: '“{value}”不是流式模式，Kitex 会拒绝该方法；是否想写“{best}”？',
    },
    streamingAgain: {
      en: '"{method}" has a second streaming.mode: Kitex refuses the method',
      zh: '“{method}”有多个 streaming.mode，Kitex 会拒绝该方法',
    },
    streamingArguments: {
      en: 'a streaming method has exactly one argument, "{method}" has {count}: Kitex refuses it',
      zh: '流式方法必须恰好有一个参数，而“{method}”有 {count} 个，Kitex 会拒绝',
    },
    remove: { en: 'Remove "{key}"', zh: '删除“{key}”' },
    removeConversion: { en: 'Remove "{key}" (may change the JSON)', zh: '删除“{key}”（可能改变 JSON）' },
    write: { en: 'Write "{text}"', zh: '写作“{text}”' },
    spread: { en: 'Repeat "{key}" for each value', zh: '为每个值重复写“{key}”' },
    escape: { en: 'Escape the backslash', zh: '转义反斜杠' },
    merge: { en: 'Move it into the first go.tag', zh: '并入第一个 go.tag' },
  },
  on: fieldOwners,
  check(definition, { project, report, scope }) {
    if (annotationsIn(definition).length === 0) return;
    type Reported = Parameters<typeof report>[0];
    type Fixes = NonNullable<Reported['fixes']>;

    function removal(entry: Entry, title: 'remove' | 'removeConversion'): Fixes {
      return (tools) => [tools.fix('suggested', title, { key: entry.key }, removeAnnotation(tools, entry.annotation))];
    }

    function rewrite(entry: Entry, better: string, title: 'write' | 'escape'): Fixes {
      return ({ fix, replace }) => {
        const text = quoted(better, entry.literal);
        return [
          fix('suggested', title, { text: better }, text === undefined ? undefined : [replace(entry.literal, text)]),
        ];
      };
    }

    /** `vt.in = "[1, 2]"` as an annotation for each value. */
    function spread(entry: Entry): Fixes {
      return ({ fix, replace }) => {
        const values = entry.value.slice(1, -1).split(',');
        const texts = values.map((value) => `${entry.key} = ${quoted(value.trim(), entry.literal) ?? ''}`);
        return [fix('suggested', 'spread', { key: entry.key }, [replace(entry.annotation, texts.join(', '))])];
      };
    }

    function reportValidation({ code, data, entry, isMild, part }: ValidatorProblem): void {
      const definition = definitionOf(entry.annotation);
      const isKey = keyCodes.has(code);
      const isEscape = code === 'vtEscape' && part !== undefined && part.length > 1;
      report({
        at: part ? partOf(definition, entry, part.at, part.length) : isKey ? entry.annotation.key : entry.literal,
        symbolOf: entry.annotation,
        message: code,
        data,
        ...(isMild ? { severity: 'warning' } : {}),
        ...(isEscape ? { fixes: rewrite(entry, escapeAll(entry.value), 'escape') } : {}),
        ...(code === 'vtNotNil' || code === 'vtSparse' ? { fixes: removal(entry, 'remove') } : {}),
        ...(code === 'vtList' ? { fixes: spread(entry) } : {}),
      });
    }

    function checkTags(tags: readonly Entry[]): void {
      const [first] = tags;
      if (!first) return;
      for (const entry of tags) checkTag(entry);
      for (const entry of tags.slice(1)) {
        report({
          at: entry.annotation,
          message: 'tagAgain',
          severity: 'warning',
          related: [{ at: first.annotation, message: 'tagFirst' }],
          fixes: (tools) => {
            const own = first.literal.text.slice(0, 1);
            const isPlain = entry.literal.text.startsWith(own) && tags.length === 2;
            const known = new Set(pairsOf(first.value).map(({ key }) => key));
            const removed = removeAnnotation(tools, entry.annotation);
            if (!isPlain || !removed || pairsOf(entry.value).some(({ key }) => known.has(key))) return [];
            const joined = `${own}${first.literal.value} ${entry.literal.value}${own}`;
            return [tools.fix('suggested', 'merge', {}, [tools.replace(first.literal, joined), ...removed])];
          },
        });
      }
    }

    function checkTag(entry: Entry): void {
      const { value } = entry;
      const definition = definitionOf(entry.annotation);
      const quote = value.indexOf('`');
      if (quote !== -1) {
        report({ at: partOf(definition, entry, quote, 1), symbolOf: entry.annotation, message: 'tagQuote' });
        return;
      }
      const text = value.replaceAll('\\"', '"');
      const { stop } = parseStructTag(text);
      if (stop === undefined || isGoodTag(entry)) return;
      const rest = text.slice(stop).trimEnd();
      const better = mended(text, stop);
      report({
        at: text === value ? partOf(definition, entry, stop, rest.length) : entry.literal,
        symbolOf: entry.annotation,
        message: 'tagStop',
        data: { rest },
        severity: 'warning',
        ...(better === undefined ? {} : { fixes: rewrite(entry, better, 'write') }),
      });
    }

    function checkConversion(field: Field, entry: Entry, scopeOf: (file: IdlFile) => Scope): void {
      if (holdsNoNumber(field.type, scope, scopeOf))
        report({
          at: entry.annotation,
          message: 'jsConv',
          data: { type: printType(field.type) },
          severity: 'warning',
          fixes: removal(entry, 'removeConversion'),
        });
      else if (/^(?:false|0|off|no)$/i.test(entry.value))
        report({
          at: entry.literal,
          message: 'jsConvOff',
          severity: 'warning',
          fixes: removal(entry, 'removeConversion'),
        });
    }

    function checkStreaming(method: Method): void {
      const [first, ...others] = entriesOf(method.annotations).filter(({ key }) => key === 'streaming.mode');
      if (!first) return;
      for (const entry of [first, ...others]) {
        const { value } = entry;
        if (streamingModes.includes(value)) continue;
        const best = suggest(value, streamingModes, 1)[0];
        report({
          at: entry.literal,
          message: best === undefined ? 'streamingMode' : 'streamingModeNear',
          data: { value, best: best ?? '', modes: streamingModes.join(', ') },
          ...(best === undefined ? {} : { fixes: rewrite(entry, best, 'write') }),
        });
      }
      for (const entry of others)
        report({
          at: entry.annotation,
          message: 'streamingAgain',
          data: { method: method.name.text },
          fixes: removal(entry, 'remove'),
        });
      const count = method.arguments.length;
      if (count !== 1)
        report({ at: method.name, message: 'streamingArguments', data: { method: method.name.text, count } });
    }

    if (isStructLike(definition)) {
      const scopeOf = createScopes(scope, project);
      for (const problem of checkAssertions(definition, entriesOf(definition.annotations))) reportValidation(problem);
      for (const field of definition.fields) {
        const entries = entriesOf(field.annotations);
        const validation = entries.filter(({ key }) => key.startsWith('vt.'));
        const problems = validation.length > 0 ? checkValidation(definition, field, validation, scope, scopeOf) : [];
        for (const problem of problems) reportValidation(problem);
        checkTags(entries.filter(({ key }) => key === 'go.tag'));
        const conversion = entries.find(({ key }) => key.toLowerCase() === 'api.js_conv');
        if (conversion) checkConversion(field, conversion, scopeOf);
      }
    } else if (definition.kind === 'Service') {
      for (const method of definition.methods) checkStreaming(method);
    }
  },
});
