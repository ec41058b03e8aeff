import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

const dist = join(import.meta.dirname, '../../dist');

/** Where a bundle lies. */
export function bundlePath(name: string): string {
  return join(dist, name);
}

/** What a bundle gets instead of what a process has. */
export interface StandIns {
  readonly process: object;
  readonly console?: Readonly<Record<string, unknown>>;
  /** By the name that is required. */
  readonly modules?: Readonly<Record<string, unknown>>;
}

type Compiled = (
  exports: object,
  require: (id: string) => unknown,
  module: { exports: object },
  filename: string,
  folder: string,
  process: object,
  console: object,
) => void;

/**
 * Runs a bundle as it is shipped in this process, without what its own process would do beside it: a process takes longer to start than
 * most tests run. The bundles that it requires are loaded once, by Node.
 */
export function runBundle(name: string, { process, console = {}, modules = {} }: StandIns): unknown {
  const path = bundlePath(name);
  const require = createRequire(path);
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname', 'process', 'console'];
  const run = compileFunction(readFileSync(path, 'latin1'), parameters, { filename: path }) as Compiled;
  const module = { exports: {} };
  const requireOrStandIn = (id: string): unknown => modules[id] ?? require(id);
  run(module.exports, requireOrStandIn, module, path, dirname(path), process, console);
  return module.exports;
}
