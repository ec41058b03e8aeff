import type { BoundName, BoundShape, Default, Setting } from '../catalogue/library';
import { chainAfter } from '../chains';
import type { Client } from '../clients';
import { type NetworkCall, optionsAt } from '../networkCalls';
import type { ts } from '../ts';
import type { Evaluator } from '../values/evaluator';
import { noEnvironment, type Value } from '../values/value';
import type { Bound, Step } from './bound';
import { globalReadings } from './globals';
import { interceptorReadings } from './interceptors';
import { type Reading, readOption, readSetting, siteOf } from './settings';
import { isAtLeast } from './versions';
import { wrapperSteps } from './wrappers';

interface Merge {
  state: Bound['state'];
  value: number | undefined;
  idleOnly: boolean;
  readonly steps: Step[];
}

function defaultOf(shape: BoundShape, version: string | undefined): Default {
  const fitting = shape.defaults.filter(({ since }) => since === undefined || isAtLeast(version, since));
  return fitting.at(-1) ?? { value: 'none' };
}

/** Merges one reading over what the weaker layers said. */
function take(merge: Merge, layer: Step['layer'], setting: Setting | undefined, reading: Reading): void {
  merge.steps.push({ ...reading, layer, setting });
  if (reading.what === 'absent' || reading.what === 'ineffective') return;
  const idle = setting?.effect === 'idle';
  // A signal and a timeout hold side by side: the stronger promise stays.
  if (reading.state === 'unbounded' && setting?.as === 'signal') return;
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

function isKnownTo(setting: Setting, version: string | undefined): boolean {
  if (setting.since !== undefined && version !== undefined && !isAtLeast(version, setting.since)) return false;
  return setting.until === undefined || version === undefined || !isAtLeast(version, setting.until);
}

function fromOptions(
  merge: Merge,
  layer: 'client' | 'call',
  shape: BoundShape,
  options: readonly Value[],
  version: string | undefined,
  evaluator: Evaluator,
): void {
  for (const value of options) {
    for (const setting of shape.settings) {
      if (setting.option === undefined || !setting.at.includes(layer) || !isKnownTo(setting, version)) continue;
      const read = readOption(value, setting.option, evaluator, value.node);
      take(merge, layer, setting, {
        ...readSetting(setting, read, value, evaluator),
        site: siteOf(value, setting.option),
      });
    }
  }
}

/** Takes over what made the client: its parents first, then its own options. */
function fromClient(
  merge: Merge,
  client: Client,
  bound: BoundName,
  version: string | undefined,
  evaluator: Evaluator,
): void {
  const shape = client.shape.bounds.find((each) => each.bound === bound);
  if (client.origin === 'typed') {
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
    return;
  }
  for (const parent of client.parents) fromClient(merge, parent, bound, version, evaluator);
  if (!shape) return;
  const { creation } = client;
  if (creation) {
    const options = optionsAt(creation.maker.options, creation.node, creation.env, evaluator);
    fromOptions(merge, 'client', shape, options, version, evaluator);
    for (const setting of shape.settings) {
      if (setting.argument === undefined || !setting.at.includes('client')) continue;
      const argument = creation.node.arguments?.[setting.argument];
      if (!argument) continue;
      const value = evaluator.evaluate(argument, creation.env);
      take(merge, 'client', setting, readSetting(setting, value, value, evaluator));
    }
  }
  for (const setting of shape.settings)
    if (setting.at.includes('global'))
      for (const reading of globalReadings(setting, client, evaluator)) take(merge, 'global', setting, reading);
  for (const reading of interceptorReadings(client, evaluator)) take(merge, 'interceptor', undefined, reading);
}

/** The library's default, and what is set for all calls of the client. `node` is where the library is used. */
function start(client: Client, bound: BoundName, node: ts.Node | undefined, evaluator: Evaluator) {
  const shape = client.shape.bounds.find((each) => each.bound === bound);
  const merge: Merge = { state: 'unknown', value: undefined, idleOnly: false, steps: [] };
  const { versioned } = client.library;
  const version =
    versioned === undefined
      ? process.version
      : evaluator.project.packages.versionOf(versioned, node?.getSourceFile().fileName ?? '');
  if (shape) {
    const { value } = defaultOf(shape, version);
    const none = value === 'none';
    const amount = none ? undefined : value;
    merge.state = none ? 'unbounded' : 'bounded';
    merge.value = amount;
    merge.steps.push({
      layer: 'library',
      state: merge.state,
      value: amount,
      node: undefined,
      setting: undefined,
      what: 'default',
    });
  }
  fromClient(merge, client, bound, version, evaluator);
  return { merge, shape, version };
}

/** What bounds a call made on one of the clients that it may be made on. */
function boundOn(call: NetworkCall, client: Client, bound: BoundName, evaluator: Evaluator): Bound {
  const { merge, shape, version } = start(client, bound, call.node, evaluator);
  if (shape) {
    fromOptions(
      merge,
      'call',
      shape,
      optionsAt(call.call.options, call.node, noEnvironment, evaluator),
      version,
      evaluator,
    );
    for (const reading of chained(call, shape, evaluator)) take(merge, 'call', reading.setting, reading);
  }
  if (bound === 'request' && merge.state === 'unbounded')
    for (const step of wrapperSteps(call.node, evaluator)) {
      merge.steps.push(step);
      merge.state = step.state;
      merge.value = step.value;
      if (step.state === 'bounded') break;
    }
  return { bound, state: merge.state, value: merge.value, idleOnly: merge.idleOnly, steps: merge.steps };
}

/** Settings made by methods chained to the call: `.timeout(3000)`. */
function chained(
  call: NetworkCall,
  shape: BoundShape,
  evaluator: Evaluator,
): (Reading & { readonly setting: Setting })[] {
  const settings = shape.settings.filter(({ method, at }) => method !== undefined && at.includes('call'));
  if (settings.length === 0) return [];
  const found: (Reading & { readonly setting: Setting })[] = [];
  for (const link of chainAfter(call.node)) {
    for (const setting of settings) {
      if (setting.method !== link.name) continue;
      const argument = link.call.arguments[0];
      if (!argument) continue;
      const given = evaluator.evaluate(argument);
      const value =
        setting.option === undefined || given.kind === 'constant' || given.kind === 'computed'
          ? given
          : readOption(given, setting.option, evaluator, argument);
      found.push({ ...readSetting(setting, value, given, evaluator), setting });
    }
  }
  return found;
}

/** What bounds every call of a client, before a call says anything itself. Unknown for clients of which only the type is known. */
export function boundOfClient(client: Client, bound: BoundName, evaluator: Evaluator): Bound {
  const { merge } = start(client, bound, client.creation?.node, evaluator);
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
