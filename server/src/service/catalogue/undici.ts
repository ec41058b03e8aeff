import { silence } from './fetch';
import type { BoundShape, CallShape, Library, Setting } from './library';

const dispatchers = ['Client', 'Pool', 'BalancedPool', 'Agent', 'ProxyAgent', 'EnvHttpProxyAgent', 'RetryAgent'];

const idle = (option: string, at: Setting['at']): Setting => ({
  option,
  at,
  as: 'duration',
  unit: 'ms',
  off: [0],
  effect: 'idle',
});

/**
 * By default silence is bounded (300 s before headers, 300 s between parts of the body), the call as a whole by nothing.
 * Where somebody chose these bounds, they count.
 */
const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    unless: ['setGlobalDispatcher'],
    defaults: [{ value: 'none', note: silence }],
    settings: [
      idle('dispatcher.bodyTimeout', ['call']),
      idle('dispatcher.headersTimeout', ['call']),
      // Alone it leaves the wait for the head of the answer as long as it was.
      { ...idle('bodyTimeout', ['client', 'call']), preferred: false },
      idle('headersTimeout', ['client', 'call']),
      {
        option: 'timeout',
        at: ['call'],
        as: 'duration',
        unit: 'ms',
        effect: 'ignored',
        note: { en: 'undici has no such option', zh: 'undici 没有这个选项' },
      },
      { option: 'interceptors', at: ['client'], as: 'opaque' },
      { option: 'signal', at: ['call'], as: 'signal', preferred: true },
    ],
  },
  {
    bound: 'connect',
    unless: ['setGlobalDispatcher'],
    defaults: [{ value: 10_000 }],
    settings: [
      { option: 'dispatcher.connect.timeout', at: ['call'], as: 'duration', unit: 'ms', off: [0] },
      { option: 'dispatcher.connectTimeout', at: ['call'], as: 'duration', unit: 'ms', off: [0] },
      { option: 'connectTimeout', at: ['client'], as: 'duration', unit: 'ms', off: [0], preferred: true },
      { option: 'connect.timeout', at: ['client'], as: 'duration', unit: 'ms', off: [0] },
    ],
  },
];

const calls: readonly CallShape[] = [
  { methods: ['request'], options: 0, effect: { option: 'method', default: 'read' } },
  { methods: ['stream', 'pipeline', 'connect', 'upgrade'], options: 0, effect: 'unknown', streams: true },
];

/** Per origin; `null` stands for no limit, as does nothing. */
const connections: BoundShape = {
  bound: 'pool',
  defaults: [{ value: 'none' }],
  settings: [
    { option: 'connections', at: ['client'], as: 'count', off: [null, Number.POSITIVE_INFINITY], preferred: true },
  ],
};

export const library: Library = {
  id: 'undici',
  title: 'undici',
  modules: ['undici'],
  versioned: 'undici',
  carriers: [
    { module: 'undici', export: 'Request', options: 1 },
    { module: 'undici', export: 'Agent', options: 0 },
    { module: 'undici', export: 'EnvHttpProxyAgent', options: 0 },
    { module: 'undici', export: 'ProxyAgent', options: 0 },
    { module: 'undici', export: 'Client', options: 1 },
    { module: 'undici', export: 'Pool', options: 1 },
    { module: 'undici', export: 'BalancedPool', options: 1 },
  ],
  clients: [
    {
      id: 'fetch',
      peer: 'service',
      exports: ['fetch'],
      status: 'response.ok',
      calls: [{ methods: [''], address: 0, options: 1, carrier: 0, effect: { option: 'method', default: 'read' } }],
      bounds,
    },
    {
      id: 'function',
      peer: 'service',
      exports: ['request'],
      calls: [{ methods: [''], options: 1, carrier: 0, effect: { option: 'method', default: 'read' } }],
      bounds,
    },
    {
      id: 'streaming',
      peer: 'service',
      exports: ['stream', 'pipeline'],
      calls: [{ methods: [''], options: 1, effect: { option: 'method', default: 'read' }, streams: true }],
      bounds,
    },
    {
      id: 'dispatcher',
      peer: 'service',
      types: ['Dispatcher', ...dispatchers],
      made: [
        { export: 'Client', options: 1 },
        { export: 'ProxyAgent', options: 0 },
        { export: 'EnvHttpProxyAgent', options: 0 },
        { export: 'RetryAgent', from: { argument: 0 } },
        { on: { client: 'dispatcher', method: 'compose' }, from: 'receiver', options: 'any' },
        { on: { client: 'pool', method: 'compose' }, from: 'receiver', options: 'any' },
        { on: { client: 'agent', method: 'compose' }, from: 'receiver', options: 'any' },
      ],
      calls,
      bounds,
      costly: true,
    },
    {
      id: 'pool',
      peer: 'service',
      made: [
        { export: 'Pool', options: 1 },
        { export: 'BalancedPool', options: 1 },
      ],
      calls,
      bounds: [...bounds, connections],
      costly: true,
    },
    {
      id: 'agent',
      peer: 'service',
      made: [{ export: 'Agent', options: 0 }],
      calls,
      bounds: [
        ...bounds,
        { ...connections, tunedBy: ['keepAliveTimeout', 'keepAliveMaxTimeout', 'pipelining', 'maxOrigins'] },
      ],
      costly: true,
    },
  ],
};
