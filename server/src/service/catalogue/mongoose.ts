import type { BoundShape, Library } from './library';
import { maxTime, repeatableUpdates } from './mongodb';

const kept = { effect: 'server-side', note: maxTime } as const;

/** What the connection sets (`mongoose.connect(url, { socketTimeoutMS })`) holds for all models, and mostly stands in a URL. */
const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'unknown' }],
    settings: [
      { option: 'maxTimeMS', at: ['call'], as: 'duration', unit: 'ms', off: [0], ...kept },
      { method: 'maxTimeMS', at: ['call'], as: 'duration', unit: 'ms', off: [0], ...kept },
      { method: 'setOptions', option: 'maxTimeMS', at: ['call'], as: 'duration', unit: 'ms', off: [0], ...kept },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 30_000 }],
    settings: [{ option: 'serverSelectionTimeoutMS', at: ['call'], as: 'duration', unit: 'ms', preferred: true }],
  },
  { bound: 'attempts', defaults: [{ value: 2 }], settings: [] },
];

export const library: Library = {
  id: 'mongoose',
  title: 'mongoose',
  modules: ['mongoose'],
  versioned: 'mongoose',
  clients: [
    {
      id: 'mongoose',
      exports: [''],
      types: ['Mongoose', 'Connection'],
      made: [
        { export: 'createConnection', options: 1 },
        { on: { client: 'mongoose', method: 'createConnection' }, options: 1 },
      ],
      calls: [{ methods: ['connect', 'openUri'], options: 1, effect: 'idempotent', connects: true }],
      bounds,
      costly: true,
    },
    {
      id: 'model',
      types: ['Model'],
      made: [{ export: 'model' }, { on: { client: 'mongoose', method: 'model' } }],
      calls: [
        {
          methods: ['find', 'findOne', 'findById', 'distinct'],
          options: 2,
          effect: 'read',
          lazy: true,
          sentWhenAwaited: true,
        },
        { methods: ['exists'], effect: 'read', lazy: true, sentWhenAwaited: true },
        { methods: ['estimatedDocumentCount'], options: 0, effect: 'read', lazy: true, sentWhenAwaited: true },
        { methods: ['countDocuments', 'aggregate'], options: 1, effect: 'read', lazy: true, sentWhenAwaited: true },
        {
          methods: ['deleteOne', 'deleteMany', 'findByIdAndDelete', 'findOneAndDelete'],
          options: 1,
          effect: 'idempotent',
          lazy: true,
          sentWhenAwaited: true,
        },
        { methods: ['replaceOne'], options: 2, effect: 'idempotent', lazy: true, sentWhenAwaited: true },
        {
          methods: ['updateOne', 'updateMany', 'findOneAndUpdate', 'findByIdAndUpdate'],
          options: 2,
          effect: 'write',
          repeatableWith: repeatableUpdates,
          lazy: true,
          sentWhenAwaited: true,
        },
        { methods: ['findOneAndReplace'], options: 2, effect: 'write', lazy: true, sentWhenAwaited: true },
        { methods: ['create', 'insertMany', 'insertOne'], options: 1, effect: 'write' },
        { methods: ['bulkWrite', 'bulkSave'], options: 1, effect: 'unknown' },
        { methods: ['watch'], effect: 'read', streams: true },
      ],
      bounds,
    },
  ],
};
