import type { Localized } from '../core/finding';

/** What explanations of bounds are put together from. */
export const words = {
  milliseconds: { en: '{value} ms', zh: '{value} 毫秒' },
  setting: { en: 'a setting', zh: '某项设置' },
  argument: { en: 'argument {number}', zh: '第 {number} 个参数' },
  silence: { en: '; it limits silence, not the whole', zh: '；它只限制空闲时间，不限制整体' },

  titled: { en: '{title}: {outcome}', zh: '{title}：{outcome}' },
  request: { en: 'whole call', zh: '整个调用' },
  connect: { en: 'connecting', zh: '建立连接' },
  idle: { en: 'silence', zh: '空闲' },
  attempts: { en: 'attempts', zh: '尝试次数' },
  retryDuration: { en: 'all attempts together', zh: '所有尝试合计' },
  pool: { en: 'connections', zh: '连接数' },
  queue: { en: 'calls that wait for a connection', zh: '等待连接的调用数' },
  keepAlive: { en: 'keeping an idle connection', zh: '保留空闲连接' },

  bounded: { en: 'at most {value}', zh: '最多 {value}' },
  boundedIdle: { en: 'at most {value} of silence; the whole has no limit', zh: '空闲最多 {value}；整体没有限制' },
  boundedSome: { en: 'limited, by how much is decided at run time', zh: '有限制，具体数值在运行时决定' },
  unbounded: { en: 'no limit', zh: '没有限制' },
  uncounted: { en: 'no limit', zh: '没有限制' },
  unknown: { en: 'cannot be told from the code', zh: '无法从代码得知' },

  layerLibrary: { en: 'default', zh: '默认值' },
  layerGlobal: { en: 'global', zh: '全局设置' },
  layerClient: { en: 'client', zh: '客户端' },
  layerInterceptor: { en: 'interceptor', zh: '拦截器' },
  layerCall: { en: 'call', zh: '调用' },
  layerWrapper: { en: 'around', zh: '外层' },
  layerCaller: { en: 'caller', zh: '调用方' },

  defaultNone: { en: '{library} waits for ever by itself', zh: '{library} 自身会一直等待' },
  defaultUncounted: { en: '{library} sets no limit by itself', zh: '{library} 自身不设上限' },
  defaultNote: { en: '{library} {note}', zh: '{library} {note}' },
  defaultSet: { en: '{library} sets {value} by itself', zh: '{library} 自身设为 {value}' },
  defaultSome: { en: '{library} sets a limit by itself', zh: '{library} 自身设有限制' },
  defaultUnknown: { en: 'what {library} does by itself is decided elsewhere', zh: '{library} 自身的行为在别处决定' },
  set: { en: '{option} sets {value}{silence}', zh: '{option} 设为 {value}{silence}' },
  setSome: {
    en: '{option} sets a limit that is decided at run time{silence}',
    zh: '{option} 设有在运行时决定的限制{silence}',
  },
  disabled: { en: '{option} is {value}, which switches the limit off', zh: '{option} 为 {value}，这会关闭限制' },
  absent: { en: 'not set: {options}', zh: '未设置：{options}' },
  ineffective: { en: '{option} is set, but does nothing by itself', zh: '设置了 {option}，但它本身不起作用' },
  ineffectiveNote: { en: '{option} is set, but {note}', zh: '设置了 {option}，但{note}' },
  needs: { en: '{option} is set, but does nothing without {other}', zh: '设置了 {option}，但缺少 {other} 就不起作用' },
  undecided: {
    en: '{option} may set it; what it holds cannot be followed',
    zh: '{option} 可能设置了它，但其内容无法追踪',
  },
  undecidedCode: { en: '{code} may set it; it cannot be followed', zh: '{code} 可能设置了它，但无法追踪' },
  undecidedElsewhere: {
    en: 'code that what it returns is handed to may set it; it cannot be followed',
    zh: '接收其返回值的代码可能设置了它，但无法追踪',
  },
  signal: {
    en: '{option} is a signal that ends the call for reasons of its own',
    zh: '{option} 是因其他原因结束调用的 signal',
  },
  signalTime: { en: '{option} ends the call after {value} ms', zh: '{option} 在 {value} 毫秒后结束调用' },
  signalSome: { en: '{option} ends the call after a time', zh: '{option} 在一段时间后结束调用' },
  wrapped: { en: '{wrapper} gives up on the call after a time', zh: '{wrapper} 在一段时间后放弃调用' },
  wrappedTime: { en: '{wrapper} gives up on the call after {value} ms', zh: '{wrapper} 在 {value} 毫秒后放弃调用' },
  untraced: { en: 'how the client was made cannot be followed', zh: '无法追踪客户端是如何创建的' },
} as const satisfies Readonly<Record<string, Localized>>;

export type Words = typeof words;
