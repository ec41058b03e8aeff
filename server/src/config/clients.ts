import type { z } from 'zod';
import type { Zod } from '../core/zod';

const settingSchema = (z: Zod) =>
  z
    .strictObject({
      option: z.string().optional().meta({
        markdownDescription: 'The name of an option; dots lead into nested objects (`timeout.request`).',
      }),
      method: z.string().optional().meta({
        markdownDescription:
          'A method called on the client, or chained to the call, whose first argument is the value.',
      }),
      argument: z
        .int()
        .min(0)
        .optional()
        .meta({ markdownDescription: 'An argument of the call, or of what makes the client, counted from 0.' }),
      at: z
        .array(z.enum(['client', 'call']))
        .min(1)
        .default(['client', 'call'])
        .meta({ markdownDescription: 'Where it may stand: where the client is made, at the call, or (default) both.' }),
      as: z.enum(['duration', 'signal', 'deadline', 'count']).default('duration').meta({
        markdownDescription:
          '`duration` (default), `signal` (an AbortSignal), `deadline` (a Date, or ms since 1970) or `count`.',
      }),
      unit: z.enum(['ms', 's']).default('ms').meta({ markdownDescription: 'Of durations. Default: `ms`.' }),
      off: z
        .array(z.union([z.number(), z.boolean(), z.null()]))
        .default([])
        .meta({ markdownDescription: 'Values that switch the bound off, such as `0`.' }),
      effect: z.enum(['bounds', 'idle', 'ignored']).default('bounds').meta({
        markdownDescription:
          'Bounds the whole call (default), bounds silence only (`idle`), or does nothing although it looks so (`ignored`).',
      }),
    })
    .refine(
      ({ option, method, argument }) => [option, method, argument].filter((each) => each !== undefined).length === 1,
      'Give one of `option`, `method` and `argument`.',
    );

const boundSchema = (z: Zod) =>
  z.strictObject({
    default: z.union([z.number().min(0), z.literal('none'), z.literal('unknown')]).meta({
      markdownDescription:
        'What holds when nothing is set: ms (a count for `attempts`), `none` (for ever), or `unknown` (nothing is said then).',
    }),
    settings: z.array(settingSchema(z)).default([]).meta({ markdownDescription: 'Every way to set it.' }),
  });

const makerSchema = (z: Zod) =>
  z
    .strictObject({
      export: z.string().optional().meta({
        markdownDescription: 'The export that is called or constructed; `""` is the default export.',
      }),
      method: z.string().optional().meta({
        markdownDescription: 'A method of a client that gives another one, with all that the first one has.',
      }),
      options: z
        .union([z.int().min(0), z.literal('last')])
        .optional()
        .meta({ markdownDescription: 'Which argument holds the options.' }),
    })
    .refine(
      ({ export: name, method }) => (name === undefined) !== (method === undefined),
      'Give one of `export` and `method`.',
    );

const callSchema = (z: Zod) =>
  z.strictObject({
    methods: z.array(z.string()).min(1).meta({
      markdownDescription: 'Methods that go over the network. `""`: the client itself is called. `"*"`: every method.',
    }),
    except: z.array(z.string()).default([]).meta({ markdownDescription: 'With `"*"`: methods that do not.' }),
    options: z
      .union([z.int().min(0), z.literal('last')])
      .optional()
      .meta({
        markdownDescription:
          'Which argument holds the options of one call; `"last"`: the last parameter that the method has.',
      }),
    effect: z.enum(['read', 'idempotent', 'write', 'unknown']).default('unknown').meta({
      markdownDescription:
        'What doing it twice does: `read` changes nothing, `idempotent` may be repeated, `write` may not.',
    }),
    streams: z.boolean().default(false).meta({
      markdownDescription: 'Takes its time on purpose (subscriptions, long polls): no timeout is asked for.',
    }),
  });

/** Makes the schema of one RPC client or wrapper of a team, as `clients` of `thriftwise.json` describes it. */
export const createClientSchema = (z: Zod) =>
  z.strictObject({
    name: z.string().min(1).meta({ markdownDescription: 'As messages name it.' }),
    modules: z.array(z.string().min(1)).min(1).meta({
      markdownDescription: 'The packages that it is imported from. A `*` at the end stands for any ending.',
    }),
    exports: z.array(z.string()).default([]).meta({
      markdownDescription: 'Exports that are a client as they stand; `""` is the default export.',
    }),
    types: z.array(z.string()).default([]).meta({
      markdownDescription: 'Names of classes and interfaces of such clients.',
    }),
    made: z.array(makerSchema(z)).default([]).meta({ markdownDescription: 'How one is made.' }),
    calls: z.array(callSchema(z)).min(1).meta({ markdownDescription: 'What goes over the network.' }),
    bounds: z
      .strictObject({
        request: boundSchema(z).optional(),
        connect: boundSchema(z).optional(),
        attempts: boundSchema(z).optional(),
        pool: boundSchema(z).optional(),
      })
      .meta({
        markdownDescription:
          '`request`: the whole call. `connect`: until the connection stands. `attempts`: how often it is tried, the first time included. `pool`: how many connections at most.',
      }),
  });

/** A checked entry of `clients`, with every default filled in. */
export type ClientConfig = z.output<ReturnType<typeof createClientSchema>>;
