import type { Localized } from '../../core/finding';
import type { BaseTypeName } from '../model/tree';

/** What hovers say, in Markdown that uses nothing but code marks. */
export const hoverTexts = {
  declaredIn: { en: 'Declared in `{path}`.', zh: '声明于 `{path}`。' },
  unused: { en: 'Used nowhere in the workspace.', zh: '工作区中没有使用。' },
  used: { en: 'Used {count} times: {places}.', zh: '使用 {count} 次：{places}。' },
  usedOnce: { en: 'Used once: {places}.', zh: '使用 1 次：{places}。' },
  usesIn: { en: '{count} in `{path}`', zh: '`{path}` 中 {count} 次' },
  usesElsewhere: { en: '{count} in {files} other files', zh: '其他 {files} 个文件中 {count} 次' },
  between: { en: ', ', zh: '，' },
  required: {
    en: '`required`: writing without it, and reading a message that lacks it, is an error; it cannot be taken away later.',
    zh: '`required`：写入时缺少它、读取到缺少它的消息都是错误；以后无法去掉。',
  },
  optional: {
    en: '`optional`: written only when it is set; a reader can tell that it is missing.',
    zh: '`optional`：仅在有值时写入；读取方能够知道它缺失。',
  },
  neither: {
    en: 'Neither `required` nor `optional`: always written; when a message lacks it, it keeps its default or zero value.',
    zh: '既非 `required` 也非 `optional`：总是写入；消息中缺失时保持默认值或零值。',
  },
  unionMember: {
    en: 'A member of a union: exactly one of them is set.',
    zh: 'union 的成员：恰有一个成员有值。',
  },
  oneway: {
    en: '`oneway`: the caller does not wait, and never learns of a failure.',
    zh: '`oneway`：调用方不等待结果，也无从得知失败。',
  },
  madeUpId: {
    en: 'No id is written: Apache makes it {apache}, Kitex (thriftgo) {thriftgo}.',
    zh: '未写编号：Apache 取 {apache}，Kitex（thriftgo）取 {thriftgo}。',
  },
  countedValue: {
    en: 'No number is written: it is {value}, counted from the item before.',
    zh: '未写数值：由前一项推算为 {value}。',
  },
  value: { en: 'Value: {value}.', zh: '值：{value}。' },
  countedValues: { en: 'Counted values: {values}.', zh: '推算出的值：{values}。' },
  typedef: { en: '`{name}` is {chain}.', zh: '`{name}` 即 {chain}。' },
  further: { en: ', which is ', zh: '，即 ' },
  throws: { en: 'Throws:', zh: '抛出：' },
  throwsNothing: { en: 'Declares no exception.', zh: '未声明异常。' },
  inherits: { en: 'Methods inherited from {services}: {count}.', zh: '从 {services} 继承的方法数：{count}。' },
  includeOf: {
    en: 'Includes `{path}`, whose names are written with `{alias}.` here.',
    zh: '包含 `{path}`，其中的名称在此写作 `{alias}.` 开头。',
  },
  includeMissing: { en: 'No such file is found.', zh: '找不到该文件。' },
  includeOutside: {
    en: 'The file lies outside of the workspace folders and include paths, so it is not read.',
    zh: '该文件在工作区文件夹和 include 路径之外，因此不读取。',
  },
  cppInclude: {
    en: 'A header that generated C++ includes; only Apache reads it.',
    zh: '生成的 C++ 代码所包含的头文件；仅 Apache 读取。',
  },
  namespaceGo: {
    en: 'Go code generated from this file is the package `{last}` in the folder `{folder}`.',
    zh: '由此文件生成的 Go 代码位于目录 `{folder}` 中的包 `{last}`。',
  },
  namespaceDotted: {
    en: 'Code generated for {scope} from this file is in the package `{name}`.',
    zh: '由此文件为 {scope} 生成的代码位于包 `{name}`。',
  },
  namespaceOther: {
    en: 'The namespace of what is generated for `{scope}` from this file.',
    zh: '由此文件为 `{scope}` 生成的代码的命名空间。',
  },
  namespaceAll: {
    en: 'The namespace for every language that this file has none of its own for.',
    zh: '此文件未单独指定命名空间的所有语言都使用该命名空间。',
  },
  readBy: { en: 'Read by {readers}.', zh: '由 {readers} 读取。' },
} satisfies Record<string, Localized>;

/** What a base type is on the wire. */
export const baseTypeTexts: Readonly<Record<BaseTypeName, Localized>> = {
  bool: { en: 'true or false', zh: '真或假' },
  byte: {
    en: 'a signed integer of 8 bits: -128 to 127; `i8` is its name today',
    zh: '8 位有符号整数：-128 到 127；现称 `i8`',
  },
  i8: { en: 'a signed integer of 8 bits: -128 to 127', zh: '8 位有符号整数：-128 到 127' },
  i16: { en: 'a signed integer of 16 bits: -32768 to 32767', zh: '16 位有符号整数：-32768 到 32767' },
  i32: {
    en: 'a signed integer of 32 bits: -2147483648 to 2147483647',
    zh: '32 位有符号整数：-2147483648 到 2147483647',
  },
  i64: {
    en: 'a signed integer of 64 bits; a JavaScript number holds it exactly only up to 9007199254740991',
    zh: '64 位有符号整数；JavaScript 的 number 只能精确表示到 9007199254740991',
  },
  double: { en: 'a floating-point number of 64 bits (IEEE 754)', zh: '64 位浮点数（IEEE 754）' },
  string: { en: 'text in UTF-8', zh: 'UTF-8 文本' },
  binary: { en: 'bytes, without an encoding', zh: '字节序列，不带编码' },
  uuid: {
    en: 'a UUID of 16 bytes; newer Apache compilers have it, thriftgo has not',
    zh: '16 字节的 UUID；较新的 Apache 编译器支持，thriftgo 不支持',
  },
  slist: { en: 'a `string`; the type was given up long ago', zh: '等同于 `string`；早已废弃' },
};
