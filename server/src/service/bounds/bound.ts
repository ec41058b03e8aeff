import type { Localized } from '../../core/finding';
import type { BoundName, Setting } from '../catalogue/library';
import type { ts } from '../ts';

/**
 * - `bounded`: by `value` (ms, or a count), or by something whose value is decided at run time (`value` undefined).
 * - `unbounded`: surely not. Only this is ever reported. - `unknown`: it cannot be told.
 */
export type BoundState = 'bounded' | 'unbounded' | 'unknown';

/** Where a step of the evaluation looked, weakest first. */
export type Layer = 'library' | 'global' | 'client' | 'interceptor' | 'call' | 'wrapper' | 'caller';

/** One step of working out a bound: what was looked at and what came of it. */
export interface Step {
  readonly layer: Layer;
  readonly state: BoundState;
  readonly value: number | undefined;
  /** What was read; undefined for a library's default. */
  readonly node: ts.Node | undefined;
  /** Where it is set, when that is known more exactly than `node`: the option's value in the literal that holds it. */
  readonly site?: ts.Node | undefined;
  readonly setting: Setting | undefined;
  /** Of a library's default: what it does instead of waiting for ever. */
  readonly note?: Localized | undefined;
  /**
   * - `default`: the library's default. - `set`: set to a value. - `disabled`: switched off by its value. - `absent`: nothing is set here.
   * - `ineffective`: set, but it does nothing by itself. - `undecided`: set to something that cannot be told.
   * - `signal`: an abort signal. - `wrapped`: a wrapper gives up. - `untraced`: how the client was made is not known.
   */
  readonly what:
    | 'default'
    | 'set'
    | 'disabled'
    | 'absent'
    | 'ineffective'
    | 'undecided'
    | 'signal'
    | 'wrapped'
    | 'untraced';
}

/** What bounds one call in one respect. */
export interface Bound {
  readonly bound: BoundName;
  readonly state: BoundState;
  /** In ms for bounds of time, a count for `attempts`; undefined when it is not known. */
  readonly value: number | undefined;
  /** Only silence, or the wait for the head of the answer, is bounded: a peer that sends a byte now and then holds the call for ever. */
  readonly idleOnly: boolean;
  /** In the order in which they were taken. */
  readonly steps: readonly Step[];
}

/** The step that decided: the last one that changed anything. */
export function decisive(bound: Bound): Step | undefined {
  return bound.steps.findLast((step) => step.what !== 'absent' && step.what !== 'ineffective');
}

/** Settings that stand in the code and do nothing by themselves. */
export function ineffective(bound: Bound): readonly Step[] {
  return bound.steps.filter(({ what }) => what === 'ineffective');
}
