import type { Step } from '../../service/bounds/bound';
import { isSettingOf } from '../../service/bounds/evaluate';
import type { BoundName, Setting } from '../../service/catalogue/library';
import type { Client } from '../../service/clients';
import type { ServiceFile } from '../../service/model/file';
import type { NetworkCall } from '../../service/networkCalls';
import type { ts } from '../../service/ts';
import type { Evaluator } from '../../service/values/evaluator';

/** Less is hardly enough for one packet there and back: the unit is wrong. */
export const hardlyMs = 30;

/**
 * The setting that fixes propose for a bound at a place, in the version that the node gets: the preferred one, else the first that really bounds. A
 * client is given no signal or deadline: its calls would share it.
 */
export function settingFor(
  client: Client,
  bound: BoundName,
  at: 'client' | 'call',
  node: ts.Node,
  evaluator: Evaluator,
): Setting | undefined {
  const shape = client.shape.bounds.find((each) => each.bound === bound);
  const usable = shape?.settings.filter(
    (each) =>
      isSettingOf(client, shape, each, node, evaluator) &&
      each.option !== undefined &&
      each.at.includes(at) &&
      !each.needs &&
      each.preferred !== false &&
      (at === 'call' || (each.as !== 'signal' && each.as !== 'deadline')) &&
      !['flag', 'opaque', 'whole'].includes(each.as) &&
      ['bounds', 'idle', 'headers'].includes(each.effect ?? 'bounds'),
  );
  return (
    usable?.find(({ preferred }) => preferred) ??
    usable?.find(({ effect }) => effect === undefined || effect === 'bounds') ??
    usable?.[0]
  );
}

/** The option by which a call takes a signal that ends it as a whole, in the installed version. */
export function signalFor({ clients: [client], node }: NetworkCall, evaluator: Evaluator): Setting | undefined {
  const shape = client.shape.bounds.find((each) => each.bound === 'request');
  return shape?.settings.find(
    (each) =>
      each.as === 'signal' &&
      each.option !== undefined &&
      each.preferred !== false &&
      each.at.includes('call') &&
      isSettingOf(client, shape, each, node, evaluator),
  );
}

/** The method chained to a call that bounds it as a whole, in libraries that have one (`.timeout(3000)`). */
export function chainedMethod(client: Client): Setting | undefined {
  return client.shape.bounds
    .find((each) => each.bound === 'request')
    ?.settings.find(
      ({ method, option, at, effect = 'bounds', preferred }) =>
        method !== undefined && option === undefined && preferred && at.includes('call') && effect === 'bounds',
    );
}

/** The name under which messages call a setting. */
export function nameOfSetting(setting: Setting | undefined): string {
  return (
    setting?.parameter ??
    setting?.option ??
    setting?.path ??
    (setting?.method === undefined ? '' : `${setting.method}()`)
  );
}

/** Where a step's setting stands when that is in this file; undefined otherwise. */
export function siteIn(step: Step, file: ServiceFile): ts.Node | undefined {
  const site = step.site ?? step.node;
  return site?.getSourceFile() === file.sourceFile ? site : undefined;
}
