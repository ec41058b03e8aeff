import type { BoundShape, Library, Setting } from './library';

const emits = {
  en: 'it only emits the event "timeout"; nothing ends the request unless a listener destroys it',
  zh: '它只会触发 "timeout" 事件；除非监听器销毁请求，否则请求不会结束',
} as const;

const onlyEmits = (at: Setting['at'], by: Pick<Setting, 'option' | 'method'>): Setting => ({
  ...by,
  at,
  as: 'duration',
  unit: 'ms',
  off: [0],
  effect: 'event-only',
  listener: 'timeout',
  note: emits,
});

const request: BoundShape = {
  bound: 'request',
  defaults: [{ value: 'none' }],
  settings: [
    onlyEmits(['call'], { option: 'agent.timeout' }),
    onlyEmits(['call'], { option: 'timeout' }),
    onlyEmits(['call'], { method: 'setTimeout' }),
    { option: 'signal', at: ['call'], as: 'signal', preferred: true },
  ],
};

const unlimited = [0, Number.POSITIVE_INFINITY];

const sockets: BoundShape = {
  bound: 'pool',
  // The agent that Node uses by itself has no limit either.
  tunedBy: ['keepAlive', 'maxFreeSockets', 'scheduling'],
  defaults: [{ value: 'none' }],
  settings: [
    { option: 'maxSockets', at: ['client'], as: 'count', off: unlimited, preferred: true },
    { option: 'maxTotalSockets', at: ['client'], as: 'count', off: unlimited },
  ],
};

/** The `http` and `https` of Node, and connections by `net` and `tls`. */
export const library: Library = {
  id: 'nodeHttp',
  title: 'node:http',
  modules: ['node:http', 'node:https'],
  carriers: [
    { module: 'node:http', export: 'Agent', options: 0 },
    { module: 'node:https', export: 'Agent', options: 0 },
  ],
  clients: [
    {
      id: 'request',
      peer: 'service',
      exports: ['request', 'get'],
      calls: [{ methods: [''], options: 'any', effect: { option: 'method', default: 'read' }, lazy: true }],
      bounds: [request],
      emitsError: true,
    },
    { id: 'agent', peer: 'service', made: [{ export: 'Agent', options: 0 }], calls: [], bounds: [sockets] },
  ],
};
