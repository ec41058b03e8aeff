import { createRequire } from 'node:module';
import type * as zod from 'zod';

// The build leaves this line out, so that the bundle holds the package.
const require = createRequire(import.meta.url);

export type Zod = typeof zod.z;

let loaded: Zod | undefined;
let isShort = false;

/** Says that this process checks few values: each schema would be compiled when it is first used, which costs more then. */
export function expectFewValues(): void {
  isShort = true;
}

/** The package that checks what people write. Loaded when something is checked: most short runs have no configuration. */
export function loadZod(): Zod {
  if (!loaded) {
    const { config, z } = require('zod') as typeof zod;
    if (isShort) config({ jitless: true });
    loaded = z;
  }
  return loaded;
}
