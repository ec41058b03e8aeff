import { completion, completionResolve } from './completion';
import { definition, typeDefinition } from './definition';
import type { Handler } from './handler';
import { documentHighlight, references } from './references';

const table: readonly Handler[] = [
  completion,
  completionResolve,
  definition,
  typeDefinition,
  references,
  documentHighlight,
];

/** The handlers by method: one for each of `offers`. */
export const handlers: ReadonlyMap<string, Handler> = new Map(table.map((each) => [each.method, each]));
