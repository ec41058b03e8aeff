import type { Localized } from '../../core/finding';

/** Why a rename cannot be done. */
export const refusals = {
  nothing: { en: 'There is no name here that can be renamed.', zh: '此处没有可以重命名的名称。' },
  language: { en: '"{name}" is part of the language.', zh: '“{name}”是语言本身的一部分。' },
  include: {
    en: 'This prefix is the name of the included file: rename the file instead.',
    zh: '此前缀是被包含文件的名称：请改为重命名该文件。',
  },
  outside: {
    en: '"{name}" is declared in {path}, outside of the workspace folders.',
    zh: '“{name}”声明于工作区文件夹之外的 {path}。',
  },
  fbthrift: {
    en: '{path} is written for fbthrift, which is not understood well enough to rename in it.',
    zh: '{path} 使用 fbthrift 语法，无法可靠地在其中重命名。',
  },
  badName: {
    en: '"{newName}" is no name: it has to consist of letters, digits and underscores, and not to begin with a digit.',
    zh: '“{newName}”不是合法的名称：只能由字母、数字和下划线组成，且不能以数字开头。',
  },
  keyword: { en: '"{newName}" is a keyword of Thrift.', zh: '“{newName}”是 Thrift 的关键字。' },
  taken: { en: 'There is a "{newName}" already.', zh: '已存在“{newName}”。' },
  ambiguous: {
    en: '"{name}" is declared twice, so it cannot be told which one is meant where.',
    zh: '“{name}”声明了两次，无法判断各处所指的是哪一个。',
  },
  broken: {
    en: '"{name}" stands in text with a syntax error at {path}:{line}. Mend it first, so that nothing is left out.',
    zh: '{path}:{line} 处存在语法错误的文本中出现“{name}”。请先修复，以免遗漏。',
  },
  unclear: { en: 'Not everything that uses "{name}" can be told.', zh: '无法确定“{name}”的所有使用之处。' },
} satisfies Record<string, Localized>;

/** What a rename changes besides the IDL itself. */
export const consequences = {
  type: {
    en: 'The name of the type in generated code changes',
    zh: '生成代码中的类型名会改变',
  },
  constant: { en: 'The name of the constant in generated code changes', zh: '生成代码中的常量名会改变' },
  service: {
    en: 'The name of the service in generated code changes, and where services are told apart by name, the wire',
    zh: '生成代码中的服务名会改变；按名称区分服务时，线上协议也会改变',
  },
  method: {
    en: 'The name of a method goes over the wire: clients and servers built from the old IDL no longer understand each other',
    zh: '方法名会出现在线上协议中：用旧 IDL 构建的客户端与服务端将无法互通',
  },
  field: {
    en: 'The name of the field in JSON and in generated code changes (binary protocols carry its id)',
    zh: '字段在 JSON 和生成代码中的名称会改变（二进制协议只携带编号）',
  },
  item: {
    en: 'The name of the item in generated code changes, and in JSON where enums are written by name (binary protocols carry its number)',
    zh: '枚举项在生成代码中的名称会改变；JSON 中以名称书写枚举时也会改变（二进制协议只携带数值）',
  },
  parameter: { en: 'The name of the parameter in generated code changes', zh: '生成代码中的参数名会改变' },
} satisfies Record<string, Localized>;
