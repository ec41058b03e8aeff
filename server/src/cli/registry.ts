import { expectFewValues } from '../core/zod';
import { defaultOptions } from '../rules/defaults.generated';
import { allRules, idlRules } from '../rules/registry.generated';
import type { Registry } from '../workspace/linter';

expectFewValues();

/** All rules, for one short run. */
export const registry: Registry = { idl: idlRules, all: allRules, defaults: defaultOptions };
