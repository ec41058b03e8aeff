import type { Library, RetrierShape } from '../catalogue/library';
import type { ts } from '../ts';

/** A number of attempts: known, surely without end, or not to be told. */
export type Attempts =
  | { readonly state: 'bounded'; readonly value: number | undefined; readonly node: ts.Node | undefined }
  | { readonly state: 'unbounded'; readonly node: ts.Node | undefined }
  | { readonly state: 'unknown' };

/** Whether something is there: surely, surely not, or it cannot be told. */
export type Presence = 'yes' | 'no' | 'unknown';

/** How long is waited between attempts. */
export interface Backoff {
  readonly growth: 'none' | 'constant' | 'growing' | 'unknown';
  readonly jitter: Presence;
  /** Before the second attempt, in ms. */
  readonly firstMs: number | undefined;
  /** What each pause is multiplied by. */
  readonly factor: number | undefined;
  /** The longest single pause, in ms; Infinity when there is none. */
  readonly maxMs: number | undefined;
  readonly node: ts.Node | undefined;
}

/** Code that is run again when it fails. */
export interface RetrySite {
  readonly kind: 'library' | 'loop' | 'recursion';
  /** What reports underline: the retrier's name, or the loop's keyword. */
  readonly at: ts.Node;
  /** The whole call, loop or function. */
  readonly node: ts.Node;
  readonly library: Library | undefined;
  readonly shape: RetrierShape | undefined;
  /** The code that is repeated; undefined where it cannot be told. */
  readonly work: ts.Node | undefined;
  readonly attempts: Attempts;
  readonly backoff: Backoff;
  /** Whether it is decided which errors are worth another attempt. */
  readonly predicate: Presence;
  /** A limit of all attempts together, in ms; Infinity when there is surely none. */
  readonly maxTotalMs: number | undefined;
  /** The object with the options, when it is written where the site is. */
  readonly options: ts.ObjectLiteralExpression | undefined;
  /** The call that takes the options. */
  readonly configured: ts.CallExpression | ts.NewExpression | undefined;
}
