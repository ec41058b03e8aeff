import type { BoundName, BoundShape, Default, Setting } from '../catalogue/library';
import { chainAfter } from '../chains';
import type { Client } from '../clients';
import { type GivenOptions, mayHaveMember, type NetworkCall, optionsAt, surelyLacks } from '../networkCalls';
import type { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { alternatives, type Environment, noEnvironment, type Value } from '../values/value';
import type { Bound, Step } from './bound';
import { abortingTimer, type FollowUps, followUpsOf, listensFor } from './followUps';
import { globalReadings, isTouched, methodsOn } from './globals';
import { interceptorReadings, leavesAlone } from './interceptors';
import { carried, optionPath, type Reading, readOption, readSetting, siteOf } from './settings';
import { isAtLeast } from './versions';
import { wrapperSteps } from './wrappers';

interface Merge {
  state: Bound['state'];
  value: number | undefined;
  idleOnly: boolean;
  /** What bounds silence bounds the whole. */
  whole: boolean;
  readonly steps: Step[];
}

function defaultOf(shape: BoundShape, version: string | undefined): Default {
  const fitting = shape.defaults.filter(({ since }) => since === undefined || isAtLeast(version, since));
  return fitting.at(-1) ?? { value: 'none' };
}

/** What only may set a bound does not take away one that is there. */
function isVague(setting: Setting | undefined, reading: Reading): boolean {
  return reading.what === 'undecided' && (setting?.as === 'opaque' || setting?.parameter !== undefined);
}

/** Merges one reading over what the weaker layers said. */
function take(merge: Merge, layer: Step['layer'], setting: Setting | undefined, reading: Reading): void {
  merge.steps.push({ ...reading, layer, setting });
  if (reading.what === 'absent' || reading.what === 'ineffective') return;
  const { effect } = setting ?? {};
  const idle = !merge.whole && (effect === 'idle' || effect === 'headers' || effect === 'event-only');
  // A signal and a timeout hold side by side: the stronger promise stays.
  if (reading.state === 'unbounded' && setting?.as === 'signal') return;
  if (merge.state === 'bounded' && isVague(setting, reading)) return;
  if (
    idle &&
    reading.state === 'bounded' &&
    merge.state === 'bounded' &&
    !merge.idleOnly &&
    merge.steps.some(({ what }) => what === 'signal' || what === 'wrapped')
  )
    return;
  merge.state = reading.state;
  merge.value = reading.value;
  merge.idleOnly = idle && reading.state === 'bounded';
}

/** An option that makes bounds of silence bounds of the whole, wherever they stand. */
function takeWhole(merge: Merge, { on = [] }: Setting, value: Value): void {
  const isPlain = (each: Value): boolean =>
    each.kind === 'constant' && !(typeof each.value === 'string' && on.includes(each.value));
  if (alternatives(value).every(isPlain)) return;
  merge.whole = true;
  merge.idleOnly = false;
}

function isKnownTo(setting: Setting, version: string | undefined): boolean {
  if (setting.since !== undefined && version !== undefined && !isAtLeast(version, setting.since)) return false;
  return setting.until === undefined || version === undefined || !isAtLeast(version, setting.until);
}

/** What one bound of one call is worked out from. */
interface Question {
  readonly bound: BoundName;
  readonly version: string | undefined;
  readonly evaluator: Evaluator;
  /** What is done with what the call returned; empty where that changes nothing. */
  readonly after: FollowUps;
  /** The file that asks: what other programs set globally does not hold there. */
  readonly file: ts.SourceFile | undefined;
}

/** Some libraries take a number or an object by the same name: the object is read by its own options. */
function isReadElsewhere(setting: Setting, value: Value, shape: BoundShape): boolean {
  return (
    value.kind === 'object' && shape.settings.some(({ option }) => option?.startsWith(`${setting.option}.`) === true)
  );
}

/** Hooks that name none of the options that set a bound. */
function isHarmless(setting: Setting, value: Value, { settings }: BoundShape, evaluator: Evaluator): boolean {
  if (setting.as !== 'opaque') return false;
  const names = settings.flatMap(({ as, option }) =>
    as === 'opaque' || option === undefined ? [] : optionPath(option),
  );
  return leavesAlone(value, new Set(names), evaluator);
}

function fromOptions(
  merge: Merge,
  layer: 'client' | 'call',
  shape: BoundShape,
  options: readonly GivenOptions[],
  { version, evaluator, after }: Question,
): void {
  for (const { value, perhaps } of options) {
    for (const setting of shape.settings) {
      if (setting.option === undefined || !setting.at.includes(layer) || !isKnownTo(setting, version)) continue;
      if (setting.method !== undefined) continue;
      const read = readOption(value, setting.option, evaluator, value.node);
      if (setting.as === 'whole') {
        takeWhole(merge, setting, read);
        continue;
      }
      const [first = ''] = optionPath(setting.option);
      if (perhaps && value.kind !== 'object' && read.kind !== 'constant' && surelyLacks(perhaps, first, evaluator))
        continue;
      if (isReadElsewhere(setting, read, shape) || isHarmless(setting, read, shape, evaluator)) continue;
      const activated = setting.listener !== undefined && listensFor(setting.listener, after);
      take(merge, layer, setting, {
        ...readSetting(setting, read, value, evaluator, activated),
        site: siteOf(value, setting.option),
      });
    }
  }
}

function fromArguments(
  merge: Merge,
  layer: 'client' | 'call',
  shape: BoundShape,
  node: ts.CallExpression | ts.NewExpression,
  env: Environment,
  { version, evaluator }: Question,
): void {
  for (const setting of shape.settings) {
    if (setting.argument === undefined || !setting.at.includes(layer) || !isKnownTo(setting, version)) continue;
    const argument = node.arguments?.[setting.argument];
    if (!argument) continue;
    const value = evaluator.evaluate(argument, env);
    take(merge, layer, setting, readSetting(setting, value, value, evaluator));
  }
}

/** Whether anything that clients are made with can set the bound; if not, it does not matter how one was made. */
function isSettable({ library, shape }: Client, bound: BoundName): boolean {
  if (shape.interceptors && shape.interceptors.length > 0) return true;
  return (library.clients ?? []).some(({ bounds }) =>
    bounds.some(
      (each) =>
        each.bound === bound &&
        each.settings.some(
          ({ at, effect = 'bounds' }) =>
            (at.includes('client') || at.includes('global')) &&
            (effect === 'bounds' || effect === 'idle' || effect === 'headers'),
        ),
    ),
  );
}

/** Takes over what made the client: its parents first, then its own options. */
function fromClient(merge: Merge, client: Client, question: Question): void {
  const { bound, evaluator } = question;
  const shape = client.shape.bounds.find((each) => each.bound === bound);
  // A connection that was handed in and is not known may set anything, too.
  const { from } = client.creation?.maker ?? {};
  const handedIn = typeof from === 'object' && client.parents.length === 0;
  if (client.origin === 'typed' || handedIn) {
    if (!isSettable(client, bound)) return;
    merge.steps.push({
      layer: 'client',
      state: 'unknown',
      what: 'untraced',
      value: undefined,
      node: undefined,
      setting: undefined,
    });
    merge.state = 'unknown';
    merge.value = undefined;
    merge.idleOnly = false;
    return;
  }
  for (const parent of client.parents) fromClient(merge, parent, question);
  if (!shape) return;
  const { creation } = client;
  if (creation) {
    const { maker, node, env } = creation;
    fromOptions(merge, 'client', shape, optionsAt(maker.options, node, env, evaluator), question);
    fromArguments(merge, 'client', shape, node, env, question);
    const method = maker.on?.method;
    if (method !== undefined) fromMethod(merge, 'client', shape, { name: method, call: node }, env, question);
  }
  for (const setting of shape.settings) {
    if (setting.at.includes('global'))
      for (const reading of globalReadings(setting, client, question.file, evaluator))
        take(merge, 'global', setting, reading);
    if (setting.at.includes('client') && setting.method !== undefined && !makesAnother(client, setting.method))
      for (const link of methodsOn(setting.method, client, evaluator))
        fromMethod(merge, 'client', shape, link, noEnvironment, question);
  }
  for (const reading of interceptorReadings(client, evaluator)) take(merge, 'interceptor', undefined, reading);
}

/** Whether a method gives another client and leaves its own as it was: `client.withTimeout(500)`. */
function makesAnother({ library, shape }: Client, method: string): boolean {
  return (library.clients ?? []).some(({ made }) =>
    made?.some(({ on }) => on?.client === shape.id && on.method === method),
  );
}

/** A setting made by a method: `.timeout(3000)`. */
function fromMethod(
  merge: Merge,
  layer: 'client' | 'call',
  shape: BoundShape,
  link: { readonly name: string; readonly call: ts.CallExpression | ts.NewExpression },
  env: Environment,
  { version, evaluator, after }: Question,
): void {
  for (const setting of shape.settings) {
    if (setting.method !== link.name || !setting.at.includes(layer) || !isKnownTo(setting, version)) continue;
    const [argument, callback] = link.call.arguments ?? [];
    if (!argument) {
      if (setting.bare === undefined) continue;
      const value: Value = { kind: 'constant', value: setting.bare, node: link.call };
      take(merge, layer, setting, readSetting(setting, value, value, evaluator, false));
      continue;
    }
    const given = evaluator.evaluate(argument, env);
    if (given.kind === 'object' && setting.option === undefined) continue;
    const value =
      setting.option === undefined
        ? given
        : given.kind === 'constant' || given.kind === 'computed'
          ? undefined
          : readOption(given, setting.option, evaluator, argument);
    if (!value) continue;
    const activated = setting.listener !== undefined && (callback !== undefined || listensFor(setting.listener, after));
    take(merge, layer, setting, readSetting(setting, value, given, evaluator, activated));
  }
}

/** Starts from the library's default. */
function startFrom(shape: BoundShape | undefined, version: string | undefined): Merge {
  if (!shape) return { state: 'unknown', value: undefined, idleOnly: false, whole: false, steps: [] };
  const { value, idle = false, note } = defaultOf(shape, version);
  const state = value === 'none' ? 'unbounded' : value === 'unknown' ? 'unknown' : 'bounded';
  const amount = typeof value === 'number' ? value : undefined;
  return {
    state,
    value: amount,
    idleOnly: idle,
    whole: false,
    steps: [{ layer: 'library', state, value: amount, node: undefined, setting: undefined, note, what: 'default' }],
  };
}

const noFollowUps: FollowUps = { links: [], escapes: false };

/** The version of a client's library as code at this place gets it. */
function versionAt(
  { library }: Client,
  shape: BoundShape | undefined,
  node: ts.Node,
  evaluator: Evaluator,
): string | undefined {
  const versioned = shape?.versioned ?? library.versioned;
  if (versioned === undefined) return process.version;
  return evaluator.project.packages.versionOf(versioned, node.getSourceFile().fileName);
}

/** Whether the version of a client's library that code at this place gets knows a setting as it stands in the catalogue. */
export function isSettingOf(
  client: Client,
  shape: BoundShape,
  setting: Setting,
  node: ts.Node,
  evaluator: Evaluator,
): boolean {
  return isKnownTo(setting, versionAt(client, shape, node, evaluator));
}

/** What bounds a call made on one of the clients that it may be made on. */
function boundOn(call: NetworkCall, client: Client, asked: BoundName, evaluator: Evaluator): Bound {
  const bound = asked === 'request' && call.call.connects ? 'connect' : asked;
  const { project } = evaluator;
  const shape = client.shape.bounds.find((each) => each.bound === bound);
  const version = versionAt(client, shape, call.node, evaluator);
  const after = call.call.lazy ? followUpsOf(call.node, project) : noFollowUps;
  const question: Question = { bound, version, evaluator, after, file: call.node.getSourceFile() };
  const merge = startFrom(shape, version);
  fromClient(merge, client, question);
  if (shape) {
    fromOptions(merge, 'call', shape, carriedOptions(call, shape, evaluator), question);
    const options = optionsAt(call.call.options, call.node, noEnvironment, evaluator);
    fromOptions(merge, 'call', shape, options, question);
    fromArguments(merge, 'call', shape, call.node, noEnvironment, question);
    for (const link of call.call.lazy ? after.links : chainAfter(call.node))
      fromMethod(merge, 'call', shape, link, noEnvironment, question);
    fromFollowUps(merge, shape, question);
  }
  if (asked === 'request' && merge.state === 'unbounded')
    for (const step of wrapperSteps(call.node, evaluator)) {
      merge.steps.push(step);
      merge.state = step.state;
      merge.value = step.value;
      if (step.state === 'bounded') break;
    }
  return { bound: asked, state: merge.state, value: merge.value, idleOnly: merge.idleOnly, steps: merge.steps };
}

/** The options inside of an argument such as `new Request(url, { signal })`. */
function carriedOptions(
  { call, node }: NetworkCall,
  { settings }: BoundShape,
  evaluator: Evaluator,
): readonly GivenOptions[] {
  const argument = call.carrier === undefined ? undefined : node.arguments?.[call.carrier];
  if (!argument) return [];
  const value = evaluator.evaluate(argument);
  const inside = carried(value, evaluator);
  if (inside) return [{ value: inside, perhaps: undefined }];
  // A `Request` that was made elsewhere may have any of them.
  const mayHave = settings.some(({ option = '' }) => mayHaveMember(argument, optionPath(option)[0] ?? '', evaluator));
  return mayHave ? [{ value: { kind: 'unknown', why: 'not-followed', node: argument }, perhaps: undefined }] : [];
}

/** Timers of the code's own that end the call, and code that is not looked at. */
function fromFollowUps(merge: Merge, shape: BoundShape, { after, evaluator }: Question): void {
  const undecided = (node: ts.Node | undefined): void =>
    take(merge, 'wrapper', undefined, { state: 'unknown', what: 'undecided', value: undefined, node });
  if (merge.state === 'bounded' && !merge.idleOnly) return;
  const timer = abortingTimer(after);
  if (timer) {
    const delay = timer.arguments[1] && evaluator.evaluate(timer.arguments[1]);
    const value = delay?.kind === 'constant' && typeof delay.value === 'number' ? delay.value : undefined;
    take(merge, 'wrapper', undefined, { state: 'bounded', what: 'wrapped', value, node: timer });
  } else if (merge.state === 'bounded') return;
  else if (after.escapes || shape.unless?.some((name) => isTouched(name, evaluator.project))) undecided(undefined);
}

/** What bounds every call of a client, before a call says anything itself. Unknown for clients of which only the type is known. */
export function boundOfClient(client: Client, bound: BoundName, evaluator: Evaluator): Bound {
  const shape = client.shape.bounds.find((each) => each.bound === bound);
  const node = client.creation?.node;
  const version = node && versionAt(client, shape, node, evaluator);
  const merge = startFrom(shape, version);
  fromClient(merge, client, { bound, version, evaluator, after: noFollowUps, file: node?.getSourceFile() });
  return { bound, state: merge.state, value: merge.value, idleOnly: merge.idleOnly, steps: merge.steps };
}

/**
 * What bounds the call in one respect: the library's default, then global settings, the client, interceptors, the call's own options, wrappers around
 * it. Where the receiver may be one of several clients, the call is unbounded when one of them leaves it so and none is unknown.
 */
export function boundOf(call: NetworkCall, bound: BoundName, evaluator: Evaluator): Bound {
  const each = call.clients.map((client) => boundOn(call, client, bound, evaluator));
  const [first] = each;
  if (!first || each.length === 1)
    return first ?? { bound, state: 'unknown', value: undefined, idleOnly: false, steps: [] };
  const unknown = each.find(({ state }) => state === 'unknown');
  if (unknown) return unknown;
  return each.find(({ state }) => state === 'unbounded') ?? first;
}
