/** What a session is made of. A bundle of its own, so that `initialize` is answered before all of it has been read. */
export { defaultOptions } from '../rules/defaults.generated';
export { allRules, idlRules } from '../rules/registry.generated';
export { createSession } from './session';
