import type { Library, RetrierShape } from '../catalogue/library';
import type { Client } from '../clients';
import type { ts } from '../ts';
import type { Pause } from './delays';

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
  /** The pause itself, where the code makes it. */
  readonly pause?: Pause;
}

/**
 * Code that is run again when it fails. `policy` is where a library's policy is made; what it is given to run are sites of their own (`library`),
 * whose `configured` is the policy's making. `loop` and `recursion` are our own code that repeats; `helper` is where it is handed something to repeat.
 */
export interface RetrySite {
  readonly kind: 'library' | 'policy' | 'client' | 'loop' | 'recursion' | 'helper';
  /** What reports underline: the retrier's name, or the loop's keyword. */
  readonly at: ts.Node;
  /** The whole call, loop or function. */
  readonly node: ts.Node;
  readonly library: Library | undefined;
  readonly shape: RetrierShape | undefined;
  /** The function that a loop or a call of itself stands in. */
  readonly around?: ts.FunctionLikeDeclaration | undefined;
  /** The code that is repeated; undefined where it cannot be told. */
  readonly work: ts.Node | undefined;
  /** All that a policy, or a function that repeats what it is handed, repeats anywhere; elsewhere `work` alone. */
  readonly works: readonly ts.Node[];
  /** The clients whose calls are repeated, of a site of kind `client`. */
  readonly clients: readonly Client[];
  readonly attempts: Attempts;
  readonly backoff: Backoff;
  /** Whether it is decided which errors are worth another attempt. */
  readonly predicate: Presence;
  /** Of kind `client`: whether calls that may not be repeated are repeated as well. */
  readonly repeatsWrites: Presence;
  /** A limit of all attempts together, in ms; Infinity when there is surely none. */
  readonly maxTotalMs: number | undefined;
  /** The object with the options, when it is written where the site is. */
  readonly options: ts.ObjectLiteralExpression | undefined;
  /** The call that takes the options. */
  readonly configured: ts.CallExpression | ts.NewExpression | undefined;
}
