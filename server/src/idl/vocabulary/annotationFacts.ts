import type { Localized } from '../../core/finding';
import { containerKeys, validatorKeys } from './annotationKeys';

/** Whose tools give an annotation its meaning. */
export type AnnotationReader = 'Apache Thrift' | 'Hertz' | 'Kitex' | 'thriftgo' | 'thrift-gen-validator';

/** What an annotation does. */
export interface AnnotationFact {
  readonly readers: readonly AnnotationReader[];
  readonly meaning: Localized;
}

const hertzAndKitex: readonly AnnotationReader[] = ['Hertz', 'Kitex'];

function bound(where: Localized): AnnotationFact {
  return {
    readers: hertzAndKitex,
    meaning: {
      en: `Binds the field to ${where.en}, under the name in the value.`,
      zh: `把字段绑定到${where.zh}，名称取自注解的值。`,
    },
  };
}

function route(method: string, readers = hertzAndKitex): AnnotationFact {
  return {
    readers,
    meaning: {
      en: `Serves the method as HTTP \`${method}\` at the path in the value; \`:name\` is a path parameter, \`*name\` takes the rest.`,
      zh: `以 HTTP \`${method}\` 在注解值给出的路径上提供该方法；\`:name\` 为路径参数，\`*name\` 匹配其余部分。`,
    },
  };
}

function by(readers: readonly AnnotationReader[], en: string, zh: string): AnnotationFact {
  return { readers, meaning: { en, zh } };
}

/** As hz, Kitex's generic HTTP call and thriftgo read them. Keys in lower case. */
const facts: Readonly<Record<string, AnnotationFact>> = {
  'api.query': bound({ en: 'a parameter of the URL query', zh: ' URL 查询参数' }),
  'api.path': bound({ en: "a parameter of the route's path", zh: '路由的路径参数' }),
  'api.header': bound({ en: 'an HTTP header', zh: ' HTTP 头' }),
  'api.cookie': bound({ en: 'a cookie', zh: ' Cookie ' }),
  'api.body': bound({ en: 'a key of the JSON body', zh: ' JSON 请求体中的键' }),
  'api.form': by(
    ['Hertz'],
    'Binds the field to a form value of the request, under the name in the value.',
    '把字段绑定到请求的表单值，名称取自注解的值。',
  ),
  'api.raw_body': by(
    hertzAndKitex,
    'Binds the field to the body as it was sent, without decoding it.',
    '把字段绑定到未经解码的原始请求体。',
  ),
  'api.js_conv': by(
    hertzAndKitex,
    'Writes the integer as a string in JSON, since JavaScript cannot hold every `i64`. Hertz adds `,string` to the JSON tag.',
    '在 JSON 中把整数写成字符串，因为 JavaScript 无法精确表示所有 `i64`。Hertz 会在 JSON 标签后加上 `,string`。',
  ),
  'api.none': by(
    hertzAndKitex,
    'Leaves the field out of the HTTP message. Hertz generates the tag `-` for it.',
    '该字段不出现在 HTTP 消息中。Hertz 为其生成 `-` 标签。',
  ),
  'api.http_code': by(
    ['Kitex'],
    "Kitex's generic HTTP call takes the status code of the response from this field.",
    'Kitex 的 HTTP 泛化调用以该字段作为响应的状态码。',
  ),
  'api.file_name': by(
    ['Hertz'],
    "hz's client sends the file at the path in this field, as a form file under the name in the value.",
    'hz 客户端把该字段所指路径的文件作为表单文件发送，名称取自注解的值。',
  ),
  'api.vd': by(
    ['Hertz'],
    'Validates the field when it is bound, by an expression such as `$>0`; hz writes it into the `vd` tag.',
    '绑定字段时按表达式（如 `$>0`）校验；hz 将其写入 `vd` 标签。',
  ),
  'api.get': route('GET'),
  'api.post': route('POST'),
  'api.put': route('PUT'),
  'api.delete': route('DELETE'),
  'api.patch': route('PATCH', ['Hertz']),
  'api.options': route('OPTIONS', ['Hertz']),
  'api.head': route('HEAD', ['Hertz']),
  'api.any': by(
    ['Hertz'],
    'Serves the method for every HTTP method at the path in the value.',
    '在注解值给出的路径上，对所有 HTTP 方法提供该方法。',
  ),
  'api.serializer': by(
    ['Hertz'],
    "How hz's client writes the body, such as `json` or `form`. Kitex knows the key and ignores it.",
    'hz 客户端写请求体的方式，如 `json` 或 `form`。Kitex 识别该键但忽略它。',
  ),
  'api.handler_path': by(
    ['Hertz'],
    'The folder below the handler folder into which hz generates the handler of this method.',
    'hz 为该方法生成 handler 的目录，相对于 handler 目录。',
  ),
  'api.base_domain': by(
    ['Hertz'],
    "The address that hz's generated client of this service calls unless told otherwise.",
    'hz 为该服务生成的客户端默认访问的地址。',
  ),
  'api.service_group': by(
    ['Hertz'],
    'A router group under which hz registers all routes of the service.',
    'hz 把该服务的全部路由注册到此路由组下。',
  ),
  'api.service_gen_dir': by(
    ['Hertz'],
    'The folder into which hz generates the handlers of this service, with `--handler_by_service`.',
    '使用 `--handler_by_service` 时，hz 为该服务生成 handler 的目录。',
  ),
  'api.service_path': by(
    ['Hertz'],
    'The folder into which hz generates the handlers of this service, with `--handler_by_method`.',
    '使用 `--handler_by_method` 时，hz 为该服务生成 handler 的目录。',
  ),
  ...Object.fromEntries(
    ['param', 'baseurl', 'gen_path', 'version', 'tag'].map((key) => [
      `api.${key}`,
      by(['Kitex'], 'Kitex knows this key and does nothing with it.', 'Kitex 识别该键，但不做任何处理。'),
    ]),
  ),
  'go.tag': by(
    ['Hertz', 'Kitex', 'thriftgo', 'Apache Thrift'],
    'Writes the value as the Go struct field\'s tag, such as `json:"id"`, in place of the generated one.',
    '把注解的值写成 Go 结构体字段的标签（如 `json:"id"`），替代自动生成的标签。',
  ),
  'go.codec': by(
    ['Kitex'],
    'With `"frugal"` and `-gen-frugal`, the struct is encoded and decoded by Frugal instead of generated code.',
    '值为 `"frugal"` 且使用 `-gen-frugal` 时，该结构体由 Frugal 编解码，而不使用生成的代码。',
  ),
  'thrift.nested': by(
    ['thriftgo'],
    'With `enable_nested_struct`, embeds the struct in the Go struct, so that its fields are reached directly.',
    '启用 `enable_nested_struct` 时，把该结构体匿名嵌入 Go 结构体，可直接访问其字段。',
  ),
  'thrift.is_interface': by(
    ['thriftgo'],
    'Tells that the Go type is an interface; with `enable_ref_interface`, fields of it are generated without a pointer.',
    '说明对应的 Go 类型是接口；启用 `enable_ref_interface` 时，该类型的字段不使用指针。',
  ),
  'thrift.is_alias': by(
    ['thriftgo'],
    'Tells that the Go type is an alias; with `no_alias_type_reflection_method`, no reflection methods are generated for it.',
    '说明对应的 Go 类型是别名；启用 `no_alias_type_reflection_method` 时，不为其生成反射方法。',
  ),
  'streaming.mode': by(
    ['Kitex'],
    'Makes the method stream: `client`, `server` or `bidirectional`; `unary` goes over HTTP/2 without streaming. It must have exactly one argument and a result.',
    '使该方法成为流式方法：`client`、`server` 或 `bidirectional`；`unary` 经 HTTP/2 传输但不是流。方法必须恰有一个参数和一个返回值。',
  ),
  'python.immutable': by(
    ['Apache Thrift'],
    'Python: the class is frozen and its objects can be keys; a list or set becomes a tuple or a frozen set. Exceptions are so unless the value is `"false"`.',
    'Python：生成的类不可变，其对象可作为键；列表和集合变为元组和 frozenset。异常默认如此，除非值为 `"false"`。',
  ),
  deprecated: by(
    ['Apache Thrift'],
    'Java, C#, Delphi and Haxe mark the generated code as deprecated, with the text in the value where the language takes one.',
    'Java、C#、Delphi 和 Haxe 会把生成的代码标记为已弃用；语言允许时附上注解的值作为说明。',
  ),
  final: by(
    ['Apache Thrift'],
    'Nothing can derive from the generated class in Java, C# and Delphi; in C++ it has no virtual destructor.',
    '在 Java、C# 和 Delphi 中，生成的类不可被继承；在 C++ 中没有虚析构函数。',
  ),
  'cpp.type': by(
    ['Apache Thrift'],
    'C++ has the type in the value in place of the one that a base type becomes.',
    'C++ 使用注解值给出的类型，替代基本类型对应的类型。',
  ),
  'cpp.customostream': by(
    ['Apache Thrift'],
    'C++ generates no `operator<<` for the struct: you write it.',
    'C++ 不为该结构体生成 `operator<<`，由你自己编写。',
  ),
  'cpp.ref': by(['Apache Thrift'], 'Go has the field as a pointer.', 'Go 中该字段为指针。'),
};

/** Those that mean something behind a namespace alone, by its scope. */
const namespaceFacts: Readonly<Record<string, Readonly<Record<string, AnnotationFact>>>> = {
  xsd: {
    uri: by(
      ['Apache Thrift'],
      'The target namespace of the generated XML schema, in place of the name.',
      '生成的 XML Schema 的目标命名空间，替代名称。',
    ),
  },
};

const constraints: Readonly<Record<string, Localized>> = {
  const: { en: 'must be the value', zh: '必须等于该值' },
  lt: { en: 'must be less than the value', zh: '必须小于该值' },
  le: { en: 'must be at most the value', zh: '必须小于或等于该值' },
  gt: { en: 'must be greater than the value', zh: '必须大于该值' },
  ge: { en: 'must be at least the value', zh: '必须大于或等于该值' },
  in: { en: 'must be one of the values given (one annotation a value)', zh: '必须是所列值之一（每个注解一个值）' },
  not_in: {
    en: 'must be none of the values given (one annotation a value)',
    zh: '不能是所列的任何值（每个注解一个值）',
  },
  not_nil: { en: 'must be set', zh: '必须有值' },
  min_size: { en: 'must have at least this many bytes or elements', zh: '字节数或元素数不得少于该值' },
  max_size: { en: 'must have at most this many bytes or elements', zh: '字节数或元素数不得多于该值' },
  min_rune_size: { en: 'must have at least this many characters', zh: '字符数不得少于该值' },
  max_rune_size: { en: 'must have at most this many characters', zh: '字符数不得多于该值' },
  pattern: { en: 'must match the regular expression', zh: '必须匹配该正则表达式' },
  prefix: { en: 'must begin with the value', zh: '必须以该值开头' },
  suffix: { en: 'must end with the value', zh: '必须以该值结尾' },
  contains: { en: 'must contain the value', zh: '必须包含该值' },
  not_contains: { en: 'must not contain the value', zh: '不能包含该值' },
  defined_only: { en: 'must be an item of its enum', zh: '必须是枚举中定义的值' },
  no_sparse: { en: 'must have no nil values in the map', zh: 'map 中不能有 nil 值' },
  skip: { en: 'is not validated inside', zh: '不校验其内部' },
  assert: { en: 'must make the expression true', zh: '必须使表达式为真' },
};

const subjects: Readonly<Record<string, Localized>> = {
  elem: { en: 'every element', zh: '每个元素' },
  key: { en: 'every key', zh: '每个键' },
  value: { en: 'every value', zh: '每个值' },
};

/** `vt.elem.gt`: what is inside a container is led to by `elem`, `key` and `value`, as deep as there are containers. */
function validatorFact(path: readonly string[]): AnnotationFact | undefined {
  const constraint = path.at(-1) ?? '';
  const text = validatorKeys.includes(constraint) ? constraints[constraint] : undefined;
  const inner = path.slice(0, -1);
  if (!text || inner.some((key) => !containerKeys.includes(key))) return undefined;
  const subject = subjects[inner.at(-1) ?? ''] ?? { en: 'the field', zh: '该字段' };
  return by(
    ['thrift-gen-validator'],
    `The generated \`IsValid()\` checks: ${subject.en} ${text.en}.`,
    `生成的 \`IsValid()\` 会检查：${subject.zh}${text.zh}。`,
  );
}

/**
 * What an annotation's key means to the tools that read it; undefined for a key that none of them knows. `scope`: of the namespace that it stands
 * behind.
 */
export function annotationFact(key: string, scope?: string): AnnotationFact | undefined {
  if (scope !== undefined) {
    const known = Object.hasOwn(namespaceFacts, scope) ? namespaceFacts[scope] : undefined;
    return known && Object.hasOwn(known, key) ? known[key] : undefined;
  }
  // hz and Kitex differ about case; what a key in capitals is meant to be is the same.
  const lower = key.toLowerCase();
  if (lower.startsWith('vt.')) return validatorFact(lower.split('.').slice(1));
  return Object.hasOwn(facts, lower) ? facts[lower] : undefined;
}
