import { Worker } from 'node:worker_threads';
import type { IdlPart } from '../../contract/idl';
import type { TextRange } from '../../core/range';
import { createPrecedence } from './precedence';
import type {
  AnalysisConfig,
  AnalysisOutcome,
  ContractSites,
  Explanation,
  FromAnalysis,
  LintAnswer,
  ProjectProblem,
  ToAnalysis,
} from './protocol';

/** How the analysis thread fares. `stopped`: it failed too often and is not started again. */
export type AnalysisState = 'idle' | 'running' | 'restarting' | 'stopped';

export interface AnalysisOptions {
  /** The script of the thread. */
  readonly script: string;
  readonly memoryLimitMb: number;
  /** How many files are sent ahead: one, so that a file that matters more never waits for a long row; more for a whole check. */
  readonly window: number;
  /** Whether the thread gives way to this one when both want the same core. */
  readonly givesWay: boolean;
  /** A file that takes longer than this hangs. */
  readonly hangMs?: number;
  readonly onState?: (state: AnalysisState, why: string | undefined) => void;
}

/** What the thread is started with. */
export interface WorkerData extends Pick<AnalysisOptions, 'givesWay'> {
  /** See `Precedence`. */
  readonly flag: SharedArrayBuffer;
}

/** Why there are no findings of a file. */
export interface AnalysisFailure {
  readonly failure: string;
}

/**
 * The analysis of TypeScript in a thread of its own, which is started with the first file that is to be linted. It may run out of memory,
 * hang or crash; then it is started again, and what was asked for is asked again.
 */
export interface Analysis {
  /**
   * What is found in the newest text of a file. Of two calls for one file, the second one takes over the first one's place in the row, and
   * both get its result. `urgent` files go first.
   */
  lint(path: string, uri: string, config: AnalysisConfig, urgent: boolean): Promise<AnalysisOutcome | AnalysisFailure>;
  /** How the bounds of the calls at a place of a file's newest text came about. */
  explain(path: string, range: TextRange, config: AnalysisConfig): Promise<readonly Explanation[] | AnalysisFailure>;
  /** Where these files call methods of the IDL, and answer them, in their newest texts. */
  sites(
    files: readonly { readonly path: string; readonly config: AnalysisConfig }[],
  ): Promise<ContractSites | AnalysisFailure>;
  /** The thread stands still for a moment: somebody waits for an answer that it has no part in. */
  standBack(): void;
  /** Nobody waits for the file any more. */
  cancel(path: string): void;
  /** These are all the files that are going to be linted: projects are made up with them at once, not anew with each. */
  expect(paths: readonly string[]): void;
  setText(path: string, text: string | undefined): void;
  /**
   * What the IDL says now: all of its files, those that say what they said before as the same objects. Says whether anything is new; then
   * files that were linted may have other findings.
   */
  setIdl(parts: readonly IdlPart[]): boolean;
  changed(paths: readonly string[]): void;
  /** Configurations may say something else now. */
  reconfigured(): void;
  /** Files came or went, or a tsconfig or package.json changed; `paths` are those whose text may be another now. */
  reload(paths: readonly string[]): void;
  state(): AnalysisState;
  /** Mistakes in tsconfigs, as of the newest answer. */
  problems(): readonly ProjectProblem[];
  setMemoryLimit(megabytes: number): void;
  /** Ends the thread. It is started again when something is to be linted, however often it failed before. */
  stop(): Promise<void>;
}

interface Wanted {
  readonly path: string;
  readonly uri: string;
  config: AnalysisConfig;
  urgent: boolean;
  /** How often the thread failed with this file. */
  failures: number;
  /** The file changed after it was sent. */
  stale: boolean;
  readonly settle: ((outcome: AnalysisOutcome | AnalysisFailure) => void)[];
}

const defaultHangMs = 60_000;
const beats = 12;
/** So many failures in so long make it pointless to start again. */
const maxFailures = 5;
const failureWindowMs = 3 * 60_000;
const firstBackoffMs = 200;
const graceMs = 1000;
const youngMb = 96;
/** The compiler goes down one level of calls for each level of nesting. */
const stackSizeMb = 32;
/** A file with which the thread failed so often is left alone until it changes. */
const maxFailuresOfFile = 2;

export function createAnalysis(options: AnalysisOptions): Analysis {
  const { window, hangMs = defaultHangMs } = options;
  let memoryLimitMb = options.memoryLimitMb;
  const texts = new Map<string, string>();
  /** In the order in which they are sent. */
  const waiting = new Map<string, Wanted>();
  const sent = new Map<number, Wanted>();
  /** Who waits for explanations or sites; these are sent at once. */
  const asked = new Map<number, (answer: Exclude<FromAnalysis, LintAnswer> | AnalysisFailure) => void>();
  /** Files that brought the thread down, until they change. */
  const poisonous = new Map<string, string>();
  let idl: ReadonlyMap<string, IdlPart> = new Map();
  let expected: readonly string[] = [];
  let worker: Worker | undefined;
  const precedence = createPrecedence();
  let configIds = new Map<AnalysisConfig, number>();
  let lastId = 0;
  let state: AnalysisState = 'idle';
  let failures: number[] = [];
  let watchdog: NodeJS.Timeout | undefined;
  let restart: NodeJS.Timeout | undefined;
  let problems: readonly ProjectProblem[] = [];

  function enter(next: AnalysisState, why?: string): void {
    if (state === next) return;
    state = next;
    options.onState?.(next, why);
  }

  function post(message: ToAnalysis): void {
    worker?.postMessage(message);
  }

  function settle(wanted: Wanted, outcome: AnalysisOutcome | AnalysisFailure): void {
    for (const each of wanted.settle) each(outcome);
  }

  function watch(): void {
    clearTimeout(watchdog);
    watchdog = undefined;
    if (sent.size + asked.size > 0) beat(beats);
  }

  /** Waits in short steps: while the computer sleeps, or the process is held, the thread stands still too, and only one of them runs out. */
  function beat(left: number): void {
    watchdog = setTimeout(() => {
      if (left > 1) beat(left - 1);
      else fail(`a file took longer than ${hangMs / 1000} s`);
    }, hangMs / beats);
    watchdog.unref();
  }

  function start(): void {
    const started = new Worker(options.script, {
      // Parsing leaves much behind for a short while; a young generation that holds it spares a third of the collector's work.
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb, maxYoungGenerationSizeMb: youngMb, stackSizeMb },
      workerData: { givesWay: options.givesWay, flag: precedence.flag } satisfies WorkerData,
      stdout: true,
      stderr: true,
    });
    worker = started;
    configIds = new Map();
    started.on('message', (message: FromAnalysis) => {
      if (worker === started) receive(message);
    });
    started.on('error', (error) => {
      if (worker === started) fail(error.message);
    });
    started.on('exit', (code) => {
      if (worker === started) fail(`the thread ended with code ${code}`);
    });
    if (idl.size > 0) post({ kind: 'idl', changed: [...idl.values()], gone: [] });
    if (expected.length > 0) post({ kind: 'expect', paths: expected });
    for (const [path, text] of texts) post({ kind: 'text', path, text });
    enter('running');
  }

  function idOf(config: AnalysisConfig): number {
    let id = configIds.get(config);
    if (id === undefined) {
      id = ++lastId;
      configIds.set(config, id);
      post({ kind: 'config', id, config });
    }
    return id;
  }

  function next(): Wanted | undefined {
    let first: Wanted | undefined;
    for (const wanted of waiting.values()) {
      if (wanted.urgent) return wanted;
      first ??= wanted;
    }
    return first;
  }

  function pump(): void {
    if (state === 'restarting' || state === 'stopped') return;
    while (sent.size < window) {
      const wanted = next();
      if (!wanted) break;
      if (!worker) start();
      waiting.delete(wanted.path);
      wanted.stale = false;
      const id = ++lastId;
      const config = idOf(wanted.config);
      sent.set(id, wanted);
      post({ kind: 'lint', id, path: wanted.path, uri: wanted.uri, config });
      if (sent.size === 1) watch();
    }
  }

  function receive(message: FromAnalysis): void {
    if (message.kind === 'linted') linted(message);
    else {
      const answer = asked.get(message.id);
      asked.delete(message.id);
      watch();
      answer?.(message);
    }
  }

  function refuseAsked(failure: string): void {
    const all = [...asked.values()];
    asked.clear();
    for (const answer of all) answer({ failure });
  }

  /** Sends a question ahead of files that wait. */
  function ask(question: (id: number) => ToAnalysis): Promise<Exclude<FromAnalysis, LintAnswer> | AnalysisFailure> {
    if (state === 'stopped' || state === 'restarting') return Promise.resolve({ failure: 'the analysis does not run' });
    if (!worker) start();
    return new Promise((resolve) => {
      const id = ++lastId;
      asked.set(id, resolve);
      post(question(id));
      if (asked.size === 1) watch();
    });
  }

  function linted({ id, outcome, problems: told }: LintAnswer): void {
    const wanted = sent.get(id);
    sent.delete(id);
    problems = told;
    watch();
    if (wanted) {
      if (wanted.stale && wanted.settle.length > 0) enqueue(wanted);
      else settle(wanted, outcome);
    }
    pump();
  }

  /** Puts a file (back) in the row, together with whoever asks for it already. */
  function enqueue(wanted: Wanted): void {
    const other = waiting.get(wanted.path);
    if (!other) waiting.set(wanted.path, wanted);
    else {
      other.settle.push(...wanted.settle);
      other.urgent ||= wanted.urgent;
      other.failures = Math.max(other.failures, wanted.failures);
    }
  }

  function drop(): void {
    clearTimeout(watchdog);
    clearTimeout(restart);
    const old = worker;
    worker = undefined;
    old?.terminate().catch(() => undefined);
  }

  /** Lets a thread put its things in order, but not for long: it may hang. */
  function end(thread: Worker): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => void thread.terminate(), graceMs);
      thread.once('exit', () => {
        clearTimeout(timer);
        resolve();
      });
      thread.postMessage({ kind: 'end' } satisfies ToAnalysis);
    });
  }

  function fail(why: string): void {
    drop();
    refuseAsked(why);
    const now = Date.now();
    failures = [...failures.filter((at) => now - at < failureWindowMs), now];
    // They are handled in the order in which they were sent, so it failed with the first one.
    const [first, ...others] = sent.values();
    sent.clear();
    if (first) {
      first.failures++;
      if (first.failures < maxFailuresOfFile) enqueue(first);
      else {
        poisonous.set(first.path, why);
        settle(first, { failure: why });
      }
    }
    for (const wanted of others) enqueue(wanted);
    if (failures.length >= maxFailures) {
      giveUp(why);
      return;
    }
    enter('restarting', why);
    restart = setTimeout(
      () => {
        if (waiting.size > 0) start();
        else enter('idle');
        pump();
      },
      firstBackoffMs * 2 ** (failures.length - 1),
    );
  }

  function giveUp(why: string): void {
    enter('stopped', why);
    const all = [...waiting.values()];
    waiting.clear();
    for (const wanted of all) settle(wanted, { failure: why });
  }

  function touched(paths: readonly string[]): void {
    for (const path of paths) poisonous.delete(path);
    // What is on its way may have been read before the change.
    for (const wanted of sent.values()) wanted.stale = true;
  }

  return {
    lint(path, uri, config, urgent) {
      const poison = poisonous.get(path);
      if (poison !== undefined) return Promise.resolve({ failure: poison });
      if (state === 'stopped') return Promise.resolve({ failure: 'the analysis was stopped' });
      return new Promise((resolve) => {
        const known = waiting.get(path);
        if (known) {
          known.config = config;
          known.urgent ||= urgent;
          known.settle.push(resolve);
        } else waiting.set(path, { path, uri, config, urgent, failures: 0, stale: false, settle: [resolve] });
        pump();
      });
    },
    async explain(path, range, config) {
      const answer = await ask((id) => ({ kind: 'explain', id, path, range, config: idOf(config) }));
      return 'failure' in answer ? answer : answer.kind === 'explained' ? answer.explanations : [];
    },
    async sites(files) {
      const answer = await ask((id) => ({
        kind: 'sites',
        id,
        files: files.map(({ path, config }) => ({ path, config: idOf(config) })),
      }));
      return 'failure' in answer ? answer : answer.kind === 'sites' ? answer.found : { sites: [], rivals: [] };
    },
    standBack() {
      if (sent.size + asked.size > 0) precedence.take();
    },
    cancel(path) {
      const wanted = waiting.get(path);
      waiting.delete(path);
      if (wanted) settle(wanted, { failure: 'cancelled' });
    },
    expect(paths) {
      if (paths.length === expected.length && paths.every((path, i) => path === expected[i])) return;
      expected = paths;
      post({ kind: 'expect', paths });
    },
    setText(path, text) {
      if (texts.get(path) === text) return;
      if (text === undefined) texts.delete(path);
      else texts.set(path, text);
      touched([path]);
      post({ kind: 'text', path, text });
    },
    setIdl(parts) {
      const changed = parts.filter((part) => idl.get(part.uri) !== part);
      const now = new Map(parts.map((part) => [part.uri, part]));
      const gone = [...idl.keys()].filter((uri) => !now.has(uri));
      if (changed.length + gone.length === 0) return false;
      idl = now;
      touched([]);
      // Copying what crosses takes as long as there is of it, on both sides.
      post({ kind: 'idl', changed, gone });
      return true;
    },
    changed(paths) {
      touched(paths);
      post({ kind: 'changed', paths });
    },
    reconfigured() {
      touched([]);
      poisonous.clear();
      configIds = new Map();
      post({ kind: 'reconfigured' });
    },
    reload(paths) {
      touched(paths);
      poisonous.clear();
      configIds = new Map();
      post({ kind: 'reload', paths });
    },
    state: () => state,
    problems: () => problems,
    setMemoryLimit(megabytes) {
      if (megabytes === memoryLimitMb) return;
      memoryLimitMb = megabytes;
      void this.stop();
    },
    async stop() {
      const old = worker;
      worker = undefined;
      drop();
      failures = [];
      poisonous.clear();
      for (const wanted of [...sent.values(), ...waiting.values()])
        settle(wanted, { failure: 'the analysis was stopped' });
      refuseAsked('the analysis was stopped');
      sent.clear();
      waiting.clear();
      enter('idle');
      if (old) await end(old);
    },
  };
}
