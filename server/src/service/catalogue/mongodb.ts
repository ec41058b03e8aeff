import type { BoundShape, Library, Setting } from './library';

const deprecated = {
  en: 'the driver ignores this option since version 7.9',
  zh: '驱动从版本 7.9 起忽略这个选项',
} as const;

/** An option of the client, and the parameter of a connection string by the same name. */
const client = (name: string, rest: Partial<Setting>): readonly Setting[] => {
  const setting: Setting = { at: ['client'], as: 'duration', unit: 'ms', off: [0], ...rest };
  return [
    { ...setting, argument: 0, parameter: name, preferred: false },
    { ...setting, option: name },
  ];
};

const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'none' }],
    settings: [
      ...client('socketTimeoutMS', { effect: 'idle' }),
      ...client('timeoutMS', { since: '6.0.0', until: '7.9.0' }),
      ...client('timeoutMS', { since: '7.9.0', effect: 'ignored', note: deprecated }),
      { option: 'timeoutMS', at: ['call', 'client'], as: 'duration', unit: 'ms', since: '6.0.0', until: '7.9.0' },
      { option: 'maxTimeMS', at: ['call', 'client'], as: 'duration', unit: 'ms', off: [0], preferred: true },
      { method: 'maxTimeMS', at: ['client'], as: 'duration', unit: 'ms', off: [0] },
      { option: 'signal', at: ['call', 'client'], as: 'signal', since: '6.0.0' },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 30_000 }],
    settings: [...client('connectTimeoutMS', {}), ...client('serverSelectionTimeoutMS', { preferred: true })],
  },
  {
    bound: 'pool',
    defaults: [{ value: 100 }],
    settings: [{ option: 'maxPoolSize', at: ['client'], as: 'count', off: [0], preferred: true }],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 2 }],
    settings: [
      { option: 'retryReads', at: ['client'], as: 'opaque' },
      { option: 'retryWrites', at: ['client'], as: 'opaque' },
    ],
  },
];

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
      bounds,
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
        {
          methods: ['createCollection', 'dropCollection', 'dropDatabase', 'renameCollection', 'createIndex'],
          options: 'any',
          effect: 'write',
        },
      ],
      bounds,
    },
    {
      id: 'collection',
      types: ['Collection'],
      made: [{ on: { client: 'db', method: 'collection' }, options: 1, from: 'receiver' }],
      calls: [
        {
          methods: ['findOne', 'countDocuments', 'distinct', 'estimatedDocumentCount', 'indexes', 'indexExists'],
          options: 'last',
          effect: 'read',
        },
        { methods: ['replaceOne', 'deleteOne', 'deleteMany', 'drop'], options: 'last', effect: 'idempotent' },
        { methods: ['createIndex', 'createIndexes', 'dropIndex'], options: 'last', effect: 'idempotent' },
        { methods: ['insertOne', 'insertMany', 'bulkWrite', 'rename'], options: 'last', effect: 'write' },
        {
          methods: ['updateOne', 'updateMany', 'findOneAndUpdate'],
          options: 'last',
          effect: 'write',
          repeatableWith: repeatableUpdates,
        },
        { methods: ['findOneAndReplace', 'findOneAndDelete'], options: 'last', effect: 'write' },
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
      bounds,
    },
  ],
};
