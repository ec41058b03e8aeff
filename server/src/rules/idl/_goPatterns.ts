import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';

// The build leaves this line out, so that the bundle holds the package.
const require = createRequire(import.meta.url);

const maxVerdicts = 500;
const verdicts = new Map<string, string | undefined>();

/** Loads the package, whose tables take as long as linting some files. */
function load(): typeof RE2JS {
  return (require('re2js') as { readonly RE2JS: typeof RE2JS }).RE2JS;
}

let loaded: typeof RE2JS | undefined;

function compile(pattern: string): string | undefined {
  try {
    loaded ??= load();
    loaded.compile(pattern);
    return undefined;
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).replace(/^error parsing regexp: /, '');
  }
}

/** Why Go's `regexp` refuses a pattern, in its words; undefined where it accepts it. Files repeat their patterns, so verdicts are kept. */
export function patternProblem(pattern: string): string | undefined {
  if (!verdicts.has(pattern)) {
    if (verdicts.size >= maxVerdicts) verdicts.clear();
    verdicts.set(pattern, compile(pattern));
  }
  return verdicts.get(pattern);
}
