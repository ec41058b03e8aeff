import type { BoundShape, Library } from './library';

/** What the connection sets (`mongoose.connect(url, { socketTimeoutMS })`) holds for all models, and mostly stands in a URL. */
const bounds: readonly BoundShape[] = [
  {
    bound: 'request',
    defaults: [{ value: 'unknown' }],
    settings: [
      { option: 'maxTimeMS', at: ['call'], as: 'duration', unit: 'ms', off: [0], preferred: true },
      { method: 'maxTimeMS', at: ['call'], as: 'duration', unit: 'ms', off: [0] },
      { method: 'setOptions', option: 'maxTimeMS', at: ['call'], as: 'duration', unit: 'ms', off: [0] },
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
          methods: ['find', 'findOne', 'findById', 'countDocuments', 'estimatedDocumentCount', 'distinct', 'exists'],
          options: 'last',
          effect: 'read',
          lazy: true,
          sentWhenAwaited: true,
        },
        { methods: ['aggregate'], options: 1, effect: 'read', lazy: true, sentWhenAwaited: true },
        {
          methods: ['deleteOne', 'deleteMany', 'replaceOne', 'findByIdAndDelete', 'findOneAndDelete'],
          options: 'last',
          effect: 'idempotent',
          lazy: true,
          sentWhenAwaited: true,
        },
        {
          methods: ['updateOne', 'updateMany', 'findOneAndUpdate', 'findByIdAndUpdate', 'findOneAndReplace'],
          options: 'last',
          effect: 'write',
          lazy: true,
          sentWhenAwaited: true,
        },
        { methods: ['create', 'insertMany', 'insertOne', 'bulkWrite', 'bulkSave'], options: 'last', effect: 'write' },
        { methods: ['watch'], effect: 'read', streams: true },
      ],
      bounds,
    },
  ],
};
