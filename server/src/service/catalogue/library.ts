import type { Localized } from '../../core/finding';

/**
 * What is known of one library, as plain data: a file of the catalogue, or an entry of `clients` in thriftwise.json.
 * Facts come from the library's source or from runs (docs/clients.md); an entry says nothing that was not checked.
 */
export interface Library {
  /** Unique; the file's name, such as `axios`. */
  readonly id: string;
  /** As messages name it, such as `axios` or `Apache Thrift`. */
  readonly title: string;
  /** What it is imported as: package names, `node:http`, or `global`. */
  readonly modules: readonly string[];
  /** The package whose version decides; absent for Node and for globals. */
  readonly versioned?: string;
  readonly clients: readonly ClientShape[];
}

/** A sort of object (or function) that makes calls over the network. */
export interface ClientShape {
  /** Unique in the library, such as `instance`. */
  readonly id: string;
  /** Exports that are such a client as they stand: `''` for the default or whole export (axios), `fetch`. */
  readonly exports?: readonly string[];
  /** Names of classes and interfaces of the package that declare one. */
  readonly types?: readonly string[];
  /** How one is made. */
  readonly made?: readonly Maker[];
  readonly calls: readonly CallShape[];
  readonly bounds: readonly BoundShape[];
  /** Generated Thrift code of our own: what classes of files with this header are such a client. */
  readonly generated?: { readonly header: string; readonly classes: 'Client' };
  /** Methods that take functions which may change each call's options: `interceptors.request.use`. */
  readonly interceptors?: readonly string[];
  /** Its objects emit `error` and end the process when nobody listens; for the rule that asks for a listener. */
  readonly emitsError?: boolean;
}

/** A call that gives a client. */
export interface Maker {
  /** The export that is called or constructed, such as `Pool` or `create`; or a method of another client. */
  readonly export?: string;
  readonly on?: { readonly client: string; readonly method: string };
  /** Which argument holds the options. */
  readonly options?: OptionsPlace;
  /** A client that takes over what the one it is made from has (`got.extend`), or was given another client as argument (`createClient(Service, connection)`). */
  readonly from?: 'receiver' | { readonly argument: number };
}

/** Where options stand among the arguments: an index, the last argument that is an object literal or could be one, or any of them. */
export type OptionsPlace = number | 'last' | 'any';

/** A method that goes over the network. */
export interface CallShape {
  /** `''`: the client itself is called. `'*'`: every method but `except`. */
  readonly methods: readonly string[];
  readonly except?: readonly string[];
  readonly options?: OptionsPlace;
  /**
   * Whether doing it twice is the same as doing it once: `read` changes nothing, `idempotent` may be repeated, `write` may not,
   * `unknown` depends on what is asked. `{ option }` names the option with the HTTP verb, `{ argument }` the argument that holds the statement or verb.
   */
  readonly effect:
    | 'read'
    | 'idempotent'
    | 'write'
    | 'unknown'
    | { readonly option: string; readonly default: 'read' | 'write' };
  /** Takes its time on purpose: subscriptions, streams, long polls. Bounds of time are not asked for. */
  readonly streams?: boolean;
  /** Gets a callback as last argument instead of returning a promise when one is passed. */
  readonly callback?: boolean;
}

/**
 * - `request`: the whole call, from start to result. - `connect`: until the connection stands. - `idle`: silence between bytes.
 * - `attempts`: how often it is tried. - `retryDuration`: all attempts together.
 */
export type BoundName = 'request' | 'connect' | 'idle' | 'attempts' | 'retryDuration';

export interface BoundShape {
  readonly bound: BoundName;
  /** By version, newest last; the last one whose `since` is not above the installed version holds. */
  readonly defaults: readonly Default[];
  /** Every way to set it. */
  readonly settings: readonly Setting[];
}

export interface Default {
  /** The first version (`'14.0.0'`) that this holds for; absent for all. */
  readonly since?: string;
  /** In ms for bounds of time, a count for `attempts`; `none`: waits for ever, tries for ever. */
  readonly value: number | 'none';
}

/** One way to set a bound. */
export interface Setting {
  /** The option's name; dots lead into nested objects (`timeout.request`). */
  readonly option?: string;
  /** A method chained to the call or called on the client, whose first argument is the value (`.timeout(3000)`). */
  readonly method?: string;
  /** A positional argument of the call or maker. */
  readonly argument?: number;
  readonly at: readonly ('client' | 'call' | 'global')[];
  /** `global`: the path of what is assigned to, such as `defaults.timeout`. */
  readonly path?: string;
  readonly as: 'duration' | 'signal' | 'deadline' | 'count' | 'flag';
  /** Of durations. A `deadline` is an epoch in ms or a Date. */
  readonly unit?: 'ms' | 's';
  /** Values that switch the bound off; `undefined` always leaves the default. */
  readonly off?: readonly (number | boolean | null)[];
  /** What it really does: bounds (default), bounds silence only, or nothing by itself. */
  readonly effect?: 'bounds' | 'idle' | 'event-only' | 'warns-only' | 'ignored';
  /** Versions that know the option: from `since`, before `until`. */
  readonly since?: string;
  readonly until?: string;
  /** Why it does not do what it seems to, for messages. */
  readonly note?: Localized;
  /** The option that makes it work (`throwOnRequestTimeout`), when it does nothing alone. */
  readonly needs?: { readonly option: string; readonly value: boolean | number };
  /** The setting that fixes propose. At most one a bound and place. */
  readonly preferred?: boolean;
}
