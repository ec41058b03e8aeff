import { definition, typeDefinition } from './definition';
import type { Handler } from './handler';
import { hover } from './hover';
import { documentHighlight, references } from './references';

const table: readonly Handler[] = [definition, typeDefinition, references, documentHighlight, hover];

/** The handlers by method: one for each of `offers`. */
export const handlers: ReadonlyMap<string, Handler> = new Map(table.map((each) => [each.method, each]));
