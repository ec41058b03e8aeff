import { readOption } from '../../service/bounds/settings';
import type { OptionsPlace } from '../../service/catalogue/library';
import { takesOption } from '../../service/fixes/options';
import { type NetworkCall, optionsAt } from '../../service/networkCalls';
import type { Evaluator } from '../../service/values/evaluator';
import { noEnvironment } from '../../service/values/value';

/** Where a call could be handed a signal and is not. */
export interface OpenSignal {
  readonly option: string;
  readonly place: OptionsPlace;
}

/** The call's signal option, when its library has one, the types of this call know it, and surely nothing is passed for it. */
export function openSignal(call: NetworkCall, evaluator: Evaluator): OpenSignal | undefined {
  const [client] = call.clients;
  const { options: place } = call.call;
  const option = client.shape.bounds
    .flatMap(({ settings }) => settings)
    .find((each) => each.as === 'signal' && each.option === 'signal' && each.at.includes('call'))?.option;
  if (option === undefined || place === undefined) return undefined;
  if (typeof place === 'number' && !takesOption(call.node, place, option, evaluator.project.checker)) return undefined;
  for (const { value } of optionsAt(place, call.node, noEnvironment, evaluator)) {
    const read = readOption(value, option, evaluator, call.node);
    if (read.kind !== 'constant' || read.value !== undefined) return undefined;
  }
  return { option, place };
}
