// First, and apart from the others: the rules make their schemas when they are loaded.
import './plainZod';

import { allRules, idlRules } from '../rules/registry.generated';
import type { Registry } from '../workspace/linter';

/** All rules, for one short run. */
export const registry: Registry = { idl: idlRules, all: allRules };
