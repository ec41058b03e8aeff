import type { BoundName, BoundShape, CallShape, Library, Maker, OptionsPlace, Setting } from './library';

/** What a team says of one client in its configuration; equal to what the configuration's schema gives (a test holds them together). */
export interface TeamClient {
  readonly name: string;
  readonly modules: readonly string[];
  readonly exports: readonly string[];
  readonly types: readonly string[];
  readonly made: readonly {
    readonly export?: string | undefined;
    readonly method?: string | undefined;
    readonly options?: number | 'last' | undefined;
  }[];
  readonly calls: readonly {
    readonly methods: readonly string[];
    readonly except: readonly string[];
    readonly options?: number | 'last' | undefined;
    readonly effect: 'read' | 'idempotent' | 'write' | 'unknown';
    readonly streams: boolean;
  }[];
  readonly bounds: Readonly<Partial<Record<'request' | 'connect' | 'attempts' | 'pool', TeamBound | undefined>>>;
}

export interface TeamBound {
  readonly default: number | 'none' | 'unknown';
  readonly settings: readonly {
    readonly option?: string | undefined;
    readonly method?: string | undefined;
    readonly argument?: number | undefined;
    readonly at: readonly ('client' | 'call')[];
    readonly as: 'duration' | 'signal' | 'deadline' | 'count';
    readonly unit: 'ms' | 's';
    readonly off: readonly (number | boolean | null)[];
    readonly effect: 'bounds' | 'idle' | 'ignored';
  }[];
}

/** `clients` of a configuration as libraries of the catalogue, in the same order. */
export function teamLibraries(clients: readonly TeamClient[]): readonly Library[] {
  return clients.map(({ name, modules, exports, types, made, calls, bounds }, i): Library => {
    const id = 'client';
    return {
      id: `team:${i}:${name}`,
      title: name,
      modules,
      clients: [
        {
          id,
          exports,
          types,
          made: made.map((each) => maker(each, id)),
          calls: calls.map(({ options, ...call }): CallShape => ({ ...call, ...placeOf(options) })),
          bounds: Object.entries(bounds).flatMap(([bound, given]) =>
            given ? [shapeOf(bound as BoundName, given)] : [],
          ),
        },
      ],
    };
  });
}

function placeOf(options: number | 'last' | undefined): { readonly options?: OptionsPlace } {
  if (options === undefined) return {};
  return { options: options === 'last' ? 'last-parameter' : options };
}

function maker({ export: name, method, options }: TeamClient['made'][number], client: string): Maker {
  const place = placeOf(options);
  if (method !== undefined) return { on: { client, method }, from: 'receiver', ...place };
  return { export: name ?? '', ...place };
}

/** The first setting of each place that bounds something is the one that fixes propose. */
function shapeOf(bound: BoundName, { default: value, settings }: TeamBound): BoundShape {
  const taken = new Set<string>();
  return {
    bound,
    defaults: [{ value }],
    settings: settings.map(({ option, method, argument, ...rest }): Setting => {
      const preferred = rest.effect === 'bounds' && option !== undefined && rest.at.every((at) => !taken.has(at));
      if (preferred) for (const at of rest.at) taken.add(at);
      return {
        ...rest,
        ...(option === undefined ? {} : { option }),
        ...(method === undefined ? {} : { method }),
        ...(argument === undefined ? {} : { argument }),
        preferred,
      };
    }),
  };
}
