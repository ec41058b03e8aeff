import type { BoundShape, Library, Setting } from './library';

const deprecated = {
  en: 'the driver ignores this option since version 7.8',
  zh: '驱动从版本 7.8 起忽略这个选项',
} as const;

/** Also of mongoose, which hands it on. */
export const maxTime = {
  en: 'the server keeps it, and a server that does not answer keeps nothing',
  zh: '它由服务端执行，服务端不响应时就没有任何限制',
} as const;

/** An option of the client, and the parameter of a connection string by the same name. */
const client = (name: string, rest: Partial<Setting>): readonly Setting[] => {
  const setting: Setting = { at: ['client'], as: 'duration', unit: 'ms', off: [0], ...rest };
  return [
    { ...setting, argument: 0, parameter: name, preferred: false },
    { ...setting, option: name },
  ];
};

const none: readonly Setting[] = [];

/**
 * `own`: where an operation's own options stand (a cursor's are those of the call that makes it). What holds for all operations stands where
 * the client is made alone; databases, collections and cursors take it over.
 */
const boundsOf = (own: Setting['at'], atClient: boolean): readonly BoundShape[] => [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      ...(atClient
        ? [
            ...client('socketTimeoutMS', { effect: 'idle' }),
            ...client('timeoutMS', { since: '6.12.0', until: '7.8.0' }),
            ...client('timeoutMS', { since: '7.8.0', effect: 'ignored', note: deprecated }),
          ]
        : none),
      { option: 'timeoutMS', at: own, as: 'duration', unit: 'ms', since: '6.12.0', until: '7.8.0' },
      {
        option: 'timeoutMS',
        at: own,
        as: 'duration',
        unit: 'ms',
        since: '7.8.0',
        effect: 'ignored',
        note: deprecated,
      },
      { option: 'maxTimeMS', at: own, as: 'duration', unit: 'ms', off: [0], effect: 'server-side', note: maxTime },
      {
        method: 'maxTimeMS',
        at: ['client'],
        as: 'duration',
        unit: 'ms',
        off: [0],
        effect: 'server-side',
        note: maxTime,
      },
      { option: 'signal', at: own, as: 'signal', since: '6.0.0', preferred: true },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 30_000 }],
    settings: atClient
      ? [...client('connectTimeoutMS', {}), ...client('serverSelectionTimeoutMS', { preferred: true })]
      : none,
  },
  {
    bound: 'pool',
    defaults: [{ value: 100 }],
    settings: atClient ? [{ option: 'maxPoolSize', at: ['client'], as: 'count', off: [0], preferred: true }] : none,
  },
  {
    bound: 'attempts',
    defaults: [{ value: 2 }],
    settings: atClient
      ? [
          { option: 'retryReads', at: ['client'], as: 'opaque' },
          { option: 'retryWrites', at: ['client'], as: 'opaque' },
        ]
      : none,
  },
];

const bounds = boundsOf(['call'], false);

const fluent = [
  ...['sort', 'limit', 'skip', 'project', 'filter', 'hint', 'min', 'max', 'returnKey', 'showRecordId', 'comment'],
  ...['maxAwaitTimeMS', 'maxTimeMS', 'allowDiskUse', 'collation', 'addCursorFlag', 'addQueryModifier', 'batchSize'],
  ...['map', 'withReadPreference', 'withReadConcern', 'match', 'group', 'lookup', 'unwind', 'addStage', 'out'],
];

/** Operators of an update that say what the result is: done twice, it is the same. `$inc`, `$push` and others are not among them. */
export const repeatableUpdates: readonly string[] = [
  '$set',
  '$unset',
  '$setOnInsert',
  '$addToSet',
  '$pull',
  '$pullAll',
  '$min',
  '$max',
  '$currentDate',
];

export const library: Library = {
  id: 'mongodb',
  title: 'mongodb',
  modules: ['mongodb'],
  versioned: 'mongodb',
  clients: [
    {
      id: 'client',
      types: ['MongoClient'],
      made: [
        { export: 'MongoClient', options: 1 },
        { export: 'MongoClient.connect', options: 1 },
        { on: { client: 'client', method: 'connect' }, from: 'receiver' },
      ],
      calls: [{ methods: ['connect'], effect: 'idempotent', connects: true }],
      bounds: boundsOf(['call'], true),
      costly: true,
    },
    {
      id: 'db',
      types: ['Db', 'Admin'],
      made: [
        { on: { client: 'client', method: 'db' }, options: 1, from: 'receiver' },
        { on: { client: 'db', method: 'admin' }, from: 'receiver' },
      ],
      calls: [
        { methods: ['command', 'adminCommand'], options: 1, effect: 'unknown' },
        { methods: ['stats', 'ping', 'collections'], options: 0, effect: 'read' },
        { methods: ['dropDatabase'], options: 0, effect: 'write' },
        { methods: ['createCollection', 'dropCollection'], options: 1, effect: 'write' },
        { methods: ['renameCollection', 'createIndex'], options: 2, effect: 'write' },
      ],
      bounds,
    },
    {
      id: 'collection',
      types: ['Collection'],
      made: [{ on: { client: 'db', method: 'collection' }, options: 1, from: 'receiver' }],
      calls: [
        { methods: ['estimatedDocumentCount', 'indexes'], options: 0, effect: 'read' },
        { methods: ['findOne', 'countDocuments', 'indexExists'], options: 1, effect: 'read' },
        { methods: ['distinct'], options: 2, effect: 'read' },
        { methods: ['drop', 'dropIndexes'], options: 0, effect: 'idempotent' },
        {
          methods: ['deleteOne', 'deleteMany', 'createIndex', 'createIndexes', 'dropIndex'],
          options: 1,
          effect: 'idempotent',
        },
        { methods: ['replaceOne'], options: 2, effect: 'idempotent' },
        {
          methods: ['insertOne', 'insertMany', 'rename', 'findOneAndDelete'],
          options: 1,
          effect: 'write',
        },
        // What it does is in its list, which is mostly put together elsewhere; upserts may be done again.
        { methods: ['bulkWrite'], options: 1, effect: 'unknown' },
        {
          methods: ['updateOne', 'updateMany', 'findOneAndUpdate'],
          options: 2,
          effect: 'write',
          repeatableWith: repeatableUpdates,
        },
        { methods: ['findOneAndReplace'], options: 2, effect: 'write' },
        { methods: ['watch'], options: 1, effect: 'read', streams: true },
      ],
      bounds,
    },
    {
      id: 'cursor',
      types: ['FindCursor', 'AggregationCursor', 'AbstractCursor', 'ListCollectionsCursor'],
      fluent,
      made: [
        { on: { client: 'collection', method: 'find' }, options: 1, from: 'receiver' },
        { on: { client: 'collection', method: 'aggregate' }, options: 1, from: 'receiver' },
        { on: { client: 'collection', method: 'listIndexes' }, options: 0, from: 'receiver' },
        { on: { client: 'db', method: 'aggregate' }, options: 1, from: 'receiver' },
        { on: { client: 'db', method: 'listCollections' }, options: 1, from: 'receiver' },
      ],
      calls: [
        { methods: ['toArray', 'next', 'hasNext', 'tryNext', 'count', 'explain'], effect: 'read' },
        { methods: ['forEach'], effect: 'read', streams: true },
      ],
      bounds: boundsOf(['client'], false),
    },
  ],
};
