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
  /** What it is imported as: package names, `node:http`, or `global`. A `*` at the end stands for any ending (`@aws-sdk/client-*`). */
  readonly modules: readonly string[];
  /** The package whose version decides; absent for Node and for globals. */
  readonly versioned?: string;
  /** Its calls go to services of one's own, not to stores or to anybody on the web. */
  readonly betweenServices?: boolean;
  readonly clients?: readonly ClientShape[];
  /** Objects that hold options for others (`new NodeHttpHandler({ requestTimeout })`): an option of one is read from what it was made with. */
  readonly carriers?: readonly (Maker & { readonly module: string })[];
  readonly retriers?: readonly RetrierShape[];
  readonly timers?: readonly TimerShape[];
  readonly breakers?: readonly BreakerShape[];
  readonly limiters?: readonly LimiterShape[];
  /** Exports that make one object out of several retriers, timers and breakers: `wrap(retry, timeout)`. */
  readonly combines?: readonly string[];
  readonly loggers?: readonly LoggerShape[];
  readonly servers?: readonly ServerShape[];
  readonly controllers?: readonly ControllerShape[];
  /** Classes of generated code that are constructed with an object whose methods are handlers. */
  readonly processors?: { readonly header: string; readonly classes: string };
  /** Types of exported functions, or of their first parameter, which say that a platform calls them once a request. */
  readonly hosted?: readonly string[];
  /** Where its calls give no promise, though types may say so: modules in callback style, and what listeners of its events are handed. */
  readonly callbackStyle?: { readonly modules?: readonly string[]; readonly inListeners?: boolean };
  /** What using the library at all gives a program. */
  readonly gives?: readonly ('metrics' | 'tracing' | 'health' | 'shutdown')[];
}

/** What a retrier does between and before attempts, in the options' own terms. Options are dotted paths. */
export interface RetryTerms {
  /** How many: `retries` come after the first attempt, `attempts` include it. */
  readonly count?: {
    readonly option: string;
    readonly counts: 'retries' | 'attempts';
    readonly default: number | 'none';
    readonly off?: readonly (number | boolean | null)[];
  };
  /** An option that makes it try for ever (`forever: true`). */
  readonly forever?: string;
  /** The delay before the second attempt, in ms. `default: 0` is no delay. */
  readonly delay?: { readonly option: string; readonly default: number };
  /** What each delay is multiplied by; 1 is no growth. */
  readonly factor?: { readonly option: string; readonly default: number };
  /** The longest single delay, in ms. */
  readonly maxDelay?: { readonly option: string; readonly default: number | 'none' };
  /** The longest time for all attempts together, in ms. */
  readonly maxTotal?: { readonly option: string; readonly default: number | 'none' };
  /** An option that spreads delays at random, with the values that switch it on. */
  readonly jitter?: { readonly option: string; readonly default: boolean; readonly on?: readonly (string | boolean)[] };
  /** Options that hold a function or an object which works delays out; what it does is read from its code. */
  readonly delayFunction?: readonly string[];
  /** Ways to work delays out that the library exports, as values of a `delayFunction` or as what makes one. */
  readonly delays?: readonly KnownDelay[];
  /** Options that decide which errors are retried. Absent: every error is. */
  readonly predicate?: readonly string[];
  /** Options with a function that is told of each failure, and ends the retries only when it throws. */
  readonly observers?: readonly string[];
  /** An argument that decides which errors are retried, and the exports that stand for every error. */
  readonly handles?: { readonly argument: number; readonly all: readonly string[] };
  /** Whether errors that a retry cannot help are let through without a predicate. */
  readonly safeByDefault?: boolean;
  /** Of what gives a client retries: calls that may not be repeated are so by default, unless one of these exports is the predicate. */
  readonly repeatsWrites?: { readonly option: string; readonly spared: readonly string[] };
  /** What a function of `predicate` takes, as code that names the error `error`; by version, the last whose `since` is not above it holds. */
  readonly predicateTakes?: readonly { readonly since?: string; readonly code: string }[];
  /** What fixes write where a number would not do. */
  readonly proposed?: { readonly delay?: ProposedOption; readonly writes?: ProposedOption };
}

/** A way to work delays out that a library exports. */
export interface KnownDelay {
  readonly export: string;
  readonly growth: 'constant' | 'growing' | 'unknown';
  /** `unless`: an option of what makes it that may change this. */
  readonly jitter: boolean;
  readonly unless?: string;
}

/** Code for an option: `{retrier}` is what the code calls the retrier, `imports` the names that it needs of the same package. */
export interface ProposedOption {
  readonly option: string;
  readonly code: string;
  readonly imports?: readonly string[];
}

/** Something that calls a function again when it fails, or makes a client do so. */
export interface RetrierShape {
  readonly id: string;
  /** A function that is called with the work: `pRetry(work, options)`. */
  readonly export?: string;
  /** Objects whose methods run the work: `policy.execute(work)`. Made by `made`; the options are the maker's. */
  readonly made?: readonly Maker[];
  readonly types?: readonly string[];
  readonly execute?: readonly string[];
  /** A function that gives a client retries: `axiosRetry(client, options)`; the argument that is the client. */
  readonly client?: number;
  /** Which argument is the work. */
  readonly work?: number;
  readonly options?: OptionsPlace;
  readonly terms: RetryTerms;
  /** How the work gives up at once: `throw new AbortError(...)`, `bail(error)`. */
  readonly abort?: readonly string[];
}

export interface TimePlace {
  /** Absent: of the call that is given the work. */
  readonly of?: 'maker';
  readonly argument: number;
  readonly option?: string;
}

/** Something that gives up on work after a time. Without a time it only passes the work on. */
export interface TimerShape {
  readonly export?: string;
  readonly made?: readonly Maker[];
  readonly types?: readonly string[];
  readonly execute?: readonly string[];
  /** Which argument is the promise or the function. */
  readonly work: number;
  /** Where the time stands: an argument of the call, or of what made the object, and the option in it when it is an object. In ms. */
  readonly time: readonly TimePlace[];
  /** An argument of the maker that, when it names this member, leaves work alone that does not take the signal. */
  readonly lenient?: { readonly argument: number; readonly option?: string; readonly member: string };
  /** Whether the work is stopped: always, never, or when the work takes the signal that it is handed. */
  readonly cancels: boolean | 'signal';
}

/** A circuit breaker. */
export interface BreakerShape {
  readonly made?: readonly Maker[];
  readonly types?: readonly string[];
  readonly execute: readonly string[];
  /** Which argument of the maker, or of `execute`, is the work. */
  readonly work: { readonly of: 'maker' | 'execute'; readonly argument: number };
  /** Its own time limit, in ms. */
  readonly timeout?: {
    readonly option: string;
    readonly default: number | 'none';
    readonly off?: readonly { readonly value: number | boolean; readonly since?: string }[];
    readonly cancels: boolean;
    readonly cancelOption?: string;
  };
  /** Options that keep errors from counting as failures. */
  readonly errorFilter?: readonly string[];
}

/** Something that runs only so many pieces of work at a time. */
export interface LimiterShape {
  readonly export?: string;
  readonly made?: readonly Maker[];
  readonly types?: readonly string[];
  /** `''`: it is called itself (`limit(() => ...)`). */
  readonly execute: readonly string[];
  readonly concurrency: { readonly argument?: number; readonly option?: string; readonly default: number | 'none' };
}

/** Something that writes log lines. */
export interface LoggerShape {
  readonly exports?: readonly string[];
  readonly made?: readonly Maker[];
  readonly types?: readonly string[];
  readonly methods: readonly string[];
}

/** Something that listens for requests and calls handlers. */
export interface ServerShape {
  readonly id: string;
  readonly made?: readonly Maker[];
  readonly types?: readonly string[];
  /** Methods that start to listen; what `listen` returns may be another server (`express().listen()` gives Node's). */
  readonly listen: readonly string[];
  /** A method that makes it stop at SIGTERM. */
  readonly heeds?: string;
  /**
   * Methods that stop it, and whether they wait for open connections without a limit; `idle`: for connections that nobody uses, too. `unless` is
   * an option of the maker that makes them end connections.
   */
  readonly close?: readonly {
    readonly method: string;
    readonly waitsForEver: boolean;
    readonly idle?: boolean;
    readonly unless?: string;
  }[];
  /** Methods that take request handlers (`get`, `use`, `route`). */
  readonly handlers?: readonly HandlerPlace[];
  /** Generated services, each with what answers it, in the members of an object: `{ services: { '/users': { processor: UserService, handler } } }`. */
  readonly mounted?: {
    /** The argument that has `member`, whose members are the services. */
    readonly argument: number;
    readonly member: string;
    /** Under which names each has the generated code; the first one that is there counts. */
    readonly service: readonly string[];
    readonly handler: string;
  };
  /** Makers that take handlers, or an object whose methods are some: `createServer(listener)`, `createServer(Service, handler)`. */
  readonly handed?: readonly (HandedPlace & { readonly export: string })[];
  /** Methods that give the server itself, or a part of it that takes handlers in the same way (`route`). */
  readonly fluent?: readonly string[];
  /** Whether a rejection of an async handler is answered: always, never, or since a version. */
  readonly handlesRejections: boolean | { readonly since: string };
  /** What handlers answer with: types of the package, the methods that send their argument, and properties that are sent. */
  readonly responses?: {
    readonly types: readonly string[];
    readonly send: readonly string[];
    /** Methods that set the status, by their first argument. */
    readonly status?: readonly string[];
    readonly body?: readonly string[];
    /** What a handler returns is the answer. */
    readonly returned?: boolean;
  };
  /**
   * Objects whose methods answer calls, and what a caller gets of an error that is none of the service's own.
   * `argument` counts in the maker's arguments, or in those of a generated class (`new Processor(handler)`).
   */
  readonly implementation?: {
    readonly argument?: number;
    readonly generated?: { readonly header: string; readonly classes: string; readonly argument: number };
    readonly untyped: Localized;
  };
  /** Packages that make it answer rejections, once imported. */
  readonly patchedBy?: readonly string[];
  /** Emits `error` while it serves, which ends the process when nobody listens. Failing to listen at the start is not meant. */
  readonly emitsError?: boolean;
  /** Events whose listener, like the one that the maker takes, is handed a connection that emits `error` and ends the process when nobody listens. */
  readonly connections?: readonly string[];
}

/** Where handlers stand among the arguments of a server's method. Without `argument` any of them may be one. */
export interface HandlerPlace extends Partial<HandedPlace> {
  readonly methods: readonly string[];
  /** Where the response stands among a handler's parameters. */
  readonly response?: number;
  readonly errorFirst?: boolean;
  /** It is called once a connection, which may serve many requests. */
  readonly perConnection?: boolean;
  /** Only when the first argument is one of these words: `on('request', listener)`. */
  readonly events?: readonly string[];
}

/** Something that is handed over, and what about it runs once a request. */
export interface HandedPlace {
  readonly argument: number;
  /** Members that are handlers, where an object may be handed over: `handler`, `options.handler`. A `*` stands for any member. */
  readonly members?: readonly string[];
  /** All methods of what is found there are handlers, one for each method of a service. */
  readonly service?: boolean;
}

/** Classes whose methods a framework calls once a request. */
export interface ControllerShape {
  /** Decorators of the class (any class where there are none), and of the methods. */
  readonly decorators?: readonly string[];
  readonly methods?: readonly string[];
  /** Interfaces that a class implements, for its methods of these names to be called. */
  readonly implements?: Readonly<Record<string, readonly string[]>>;
}

/** A sort of object (or function) that makes calls over the network. */
export interface ClientShape {
  /** Unique in the library, such as `instance`. */
  readonly id: string;
  /** Exports that are such a client as they stand: `''` for the default or whole export (axios), `fetch`. */
  readonly exports?: readonly string[];
  /** Names of classes and interfaces of the package that declare one, also as the base of others. A `*` stands for any text. */
  readonly types?: readonly string[];
  /** Methods that give the client itself with one thing more set: `find().sort().limit()`. */
  readonly fluent?: readonly string[];
  /** How one is made. */
  readonly made?: readonly Maker[];
  readonly calls: readonly CallShape[];
  readonly bounds: readonly BoundShape[];
  /** Generated code among the project's files: which classes of files with this header are such a client. */
  readonly generated?: { readonly header: string; readonly classes: string };
  /** Methods that take functions which may change each call's options: `interceptors.request.use`. */
  readonly interceptors?: readonly string[];
  /** An option by which an answer's body is handed on as it comes, with the values that ask for that. */
  readonly streamedBy?: { readonly option: string; readonly values: readonly string[] };
  /** A response with an error status is a result, no rejection; this is where to see it (`response.ok`). */
  readonly status?: string;
  /** Its objects emit `error` and end the process when nobody listens; `idle`: only once they stand, since what fails before rejects. */
  readonly emitsError?: boolean | 'idle';
  /** Another service is on the other side, for which each call is a request to answer; absent for stores and brokers. */
  readonly peer?: 'service';
  /** Answers of the other side that are no failure of it and yet reject: a status of 404, a declared exception. */
  readonly rejectsOn?: Localized;
  /** Holds connections or costs a handshake: made once, not once a request. */
  readonly costly?: boolean;
}

/** A call that gives a client. */
export interface Maker {
  /** The export that is called or constructed, such as `Pool` or `create` (a `*` stands for any text); or a method of another client. */
  readonly export?: string;
  /** The export whose result holds the classes to construct, however deep: `new (loadPackageDefinition(...).helloworld.Greeter)()`. */
  readonly within?: string;
  readonly on?: { readonly client: string; readonly method: string };
  /** Which argument holds the options. */
  readonly options?: OptionsPlace;
  /** The option that a text in their place stands for: `new Client(url)` is `new Client({ connectionString: url })`. */
  readonly text?: string;
  /** A client that takes over what the one it is made from has (`got.extend`), or was given another client as argument (`createClient(Service, connection)`). */
  readonly from?: 'receiver' | { readonly argument: number };
  /** It gives the receiver itself, or something that shares its listeners. */
  readonly itself?: boolean;
  /** Who made the receiver listens for this one's errors, or is asked to: no listener of its own is expected. */
  readonly listened?: boolean;
}

/**
 * Where options stand among the arguments: an index, the last argument that is an object literal or could be one, or any of them.
 * `last-parameter`: the method's last parameter, whether or not the call gives it; `last` where no type tells, and then none is ever proposed there.
 * `before-callback`: any but the first of a call that ends in a callback, or in the options where it was turned into a promise.
 * `after-message`: the last, behind as many arguments as the method has; none is ever proposed there.
 * At a place that varies, an argument whose type has no such option is none.
 */
export type OptionsPlace = number | 'last' | 'last-parameter' | 'any' | 'before-callback' | 'after-message';

/** A method that goes over the network. */
export interface CallShape {
  /** `''`: the client itself is called. `'*'`: every method but `except`, in which a `*` stands for any text. */
  readonly methods: readonly string[];
  readonly except?: readonly string[];
  /** The argument with a URL whose scheme may lead nowhere: `data:`, `blob:` and `file:` need no network. */
  readonly address?: number;
  /** Only when the call's type is one of these: `ClientReadableStream`. Shapes are tried in their order. */
  readonly returns?: readonly string[];
  /** With `returns`, where types say nothing: or when one of these methods is called on what it returns (`call.write(...)`). */
  readonly usedBy?: readonly string[];
  /** Only when a callback is passed last, or when it was turned into a promise (`promisify(client.get.bind(client))`). */
  readonly needsCallback?: boolean;
  /** What it returns may be configured until it is sent: methods called on it count, and where it is handed on the bounds are unknown. */
  readonly lazy?: boolean;
  readonly options?: OptionsPlace;
  /** The option that a text at the options' place stands for: `query('select 1')` is `query({ sql: 'select 1' })`. */
  readonly text?: string;
  /** The argument that may be an object made from options (`new Request(url, { signal })`); see `carriers`. */
  readonly carrier?: number;
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
  /** Of a write: names such that an argument with no others makes it repeatable (`{ $set: ... }`). */
  readonly repeatableWith?: readonly string[];
  /** Opens a connection: what bounds it is the bound `connect`. */
  readonly connects?: boolean;
  /** Takes its time on purpose: subscriptions, streams, long polls. Bounds of time are not asked for. */
  readonly streams?: boolean;
  /** Nothing is sent before somebody awaits it or calls `then`. */
  readonly sentWhenAwaited?: boolean;
  /** The argument that is a listener whose promise nobody looks at. */
  readonly listener?: number;
  /** Gets a callback as last argument instead of returning a promise when one is passed. */
  readonly callback?: boolean;
  /** Gives a promise since this version of the library; before, it tells of failures by a callback alone. */
  readonly promiseSince?: string;
}

/**
 * - `request`: the whole call, from start to result. - `connect`: until the connection stands. - `idle`: silence between bytes.
 * - `attempts`: how often it is tried, the first time included. - `retryDuration`: all attempts together.
 * - `pool`: how many connections at most. - `queue`: how many calls may wait for one. - `keepAlive`: how long a connection is kept for the next call.
 */
export type BoundName = 'request' | 'connect' | 'idle' | 'attempts' | 'retryDuration' | 'pool' | 'queue' | 'keepAlive';

export interface BoundShape {
  readonly bound: BoundName;
  /**
   * Of `connect`: connecting is a part of the call, and ends with it when the call's own time is over. Connections that are kept are opened before a call's
   * time begins (pg, kafkajs, redis), or beside it (ioredis, undici).
   */
  readonly withinRequest?: boolean;
  /** Of `attempts`: a call is sent again only when its connection broke meanwhile, so that attempts of a retry around it hardly multiply. */
  readonly whenBroken?: boolean;
  /** Of attempts: an option that makes calls fail at once while there is no connection when it is false, however many attempts there may be. */
  readonly waitsBy?: string;
  /** The package whose version decides for this bound, where it is not the library's. */
  readonly versioned?: string;
  /** Of `pool`: options of whoever thought of connections. Where none is set, what is made is no better and no worse than the library's own pool. */
  readonly tunedBy?: readonly string[];
  /** Members that only code which bounds calls by itself touches: where the project does, the bound is unknown. */
  readonly unless?: readonly string[];
  /** By version, newest last; the last one whose `since` is not above the installed version holds. */
  readonly defaults: readonly Default[];
  /** Every way to set it. */
  readonly settings: readonly Setting[];
}

export interface Default {
  /** The first version (`'14.0.0'`) that this holds for; absent for all. */
  readonly since?: string;
  /**
   * In ms for bounds of time, a count for `attempts`; `none`: waits for ever, tries for ever;
   * `unknown`: decided where the code cannot be followed to, such as by the server or a connection made elsewhere.
   */
  readonly value: number | 'none' | 'unknown';
  /** Only silence, or the wait for the head of the answer, is bounded. */
  readonly idle?: boolean;
  /** What it does instead of waiting for ever where `none` is not the whole story; goes on from the library's name. */
  readonly note?: Localized;
}

/** One way to set a bound. */
export interface Setting {
  /** The option's name; dots lead into nested objects (`timeout.request`), `\\.` is a dot of the name itself. */
  readonly option?: string;
  /** A method chained to the call, called on what it returns or on the client, whose first argument is the value (`.timeout(3000)`). */
  readonly method?: string;
  /** A positional argument of the call or maker. */
  readonly argument?: number;
  /** The option or argument is a URL, and this its query parameter that holds the value. A URL that is not written out may set anything. */
  readonly parameter?: string;
  readonly at: readonly ('client' | 'call' | 'global')[];
  /** `global`: the path of what is assigned to, such as `defaults.timeout`. */
  readonly path?: string;
  /** `opaque`: something that may set the bound and is not looked into, such as interceptors. `flag`: switches the bound off by one of its values, else changes nothing. `whole`: with one of the values `on`, what else bounds silence bounds the whole. */
  readonly as: 'duration' | 'signal' | 'deadline' | 'count' | 'flag' | 'opaque' | 'whole';
  /** Of `whole`. Other constants leave everything as it is; what is not written out may be any of these. */
  readonly on?: readonly string[];
  /** Of a `count` of attempts: what it counts when it leaves the first one out. */
  readonly counts?: 'retries';
  /** Of a method: what a call without arguments means. */
  readonly bare?: number;
  /** Of durations. A `deadline` is an epoch in ms or a Date. */
  readonly unit?: 'ms' | 's';
  /** Values that switch the bound off; `undefined` always leaves the default. */
  readonly off?: readonly (number | boolean | null)[];
  /**
   * What it really does: bounds (default), bounds silence only, or the wait for the head of the answer only; or nothing by itself.
   * `server-side`: the server keeps it, so that a server which does not answer holds the call all the same.
   */
  readonly effect?: 'bounds' | 'idle' | 'headers' | 'event-only' | 'warns-only' | 'ignored' | 'server-side';
  /** Versions that know the option: from `since`, before `until`. */
  readonly since?: string;
  readonly until?: string;
  /** Why it does not do what it seems to, for messages. */
  readonly note?: Localized;
  /** The option that makes it work (`throwOnRequestTimeout`), when it does nothing alone. */
  readonly needs?: { readonly option: string; readonly value: boolean | number };
  /** The event that it only emits: a listener for it on what the call returns makes it work (a method's own callback is one, too). */
  readonly listener?: string;
  /** The setting that fixes propose. At most one a bound and place. `false`: never proposed, since alone it does harm. */
  readonly preferred?: boolean;
}
