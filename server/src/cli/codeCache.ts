import { readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createRequire, wrap } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';

type CompiledModule = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

/**
 * How the names begin under which compiled forms of `path` are kept: beside it, so that they are trusted exactly as much. They change with
 * the file and with Node, because V8 itself compares only the length of the source.
 */
function cachePrefix(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${path}.${process.version}-${process.arch}-${size}-${Math.trunc(mtimeMs)}`;
}

const checksumBytes = 4;

/** One word of each this many: a torn or lost write leaves whole sectors (512 bytes) wrong, and summing all takes longer than it saves. */
const checkedStep = 16;

/** V8 trusts what it is given: what a crash left half written would end the process. So the file carries a checksum of its own. */
function checksum(data: Uint8Array): number {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
  let sum = data.length;
  for (let i = 0; i < words.length; i += checkedStep) sum = (Math.imul(sum, 31) + (words[i] ?? 0)) | 0;
  return sum;
}

function withChecksum(data: Buffer): Buffer {
  // Into a buffer of its own, so that its words are aligned.
  const whole = Buffer.from(new ArrayBuffer(data.length + checksumBytes));
  data.copy(whole);
  whole.writeInt32LE(checksum(whole.subarray(0, data.length)), data.length);
  return whole;
}

function readCache(path: string): Buffer | undefined {
  let whole: Buffer;
  try {
    whole = readFileSync(path);
  } catch {
    return undefined;
  }
  const length = whole.length - checksumBytes;
  if (length <= 0 || whole.byteOffset % 4 !== 0) return undefined;
  const data = whole.subarray(0, length);
  return checksum(data) === whole.readInt32LE(length) ? data : undefined;
}

/** Keeps what this run compiled. A folder that cannot be written is no reason to complain: the next run compiles again. */
function writeCache(script: Script, source: string, prefix: string, path: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, withChecksum(script.createCachedData()), { flag: 'wx' });
    renameSync(temporary, path);
    const folder = dirname(path);
    for (const name of readdirSync(folder)) {
      const isOld =
        name.startsWith(`${basename(source)}.`) && name.endsWith('.cache') && !name.startsWith(basename(prefix));
      if (isOld) unlinkSync(join(folder, name));
    }
  } catch {
    // Somebody else is writing it, or nobody may.
  }
}

/** A bundled file that was loaded. */
export interface Loaded {
  readonly exports: unknown;
  /** Keeps the compiled form of what has run so far for the next run; does nothing when there was one. */
  keep(): void;
}

/**
 * Loads a bundled file and keeps its compiled form when this process ends, with all functions that the run needed. What is needed for
 * another `purpose` (part of a file's name) is kept apart: the first run decides what its like find compiled.
 */
export function loadWithCodeCache(path: string, purpose: string): unknown {
  const { exports, keep } = loadBundle(path, purpose);
  process.on('exit', keep);
  return exports;
}

/**
 * Loads a bundled CommonJS file as `require` would, in the compiled form that was kept: compiling takes a good part of a short run.
 * `NODE_DISABLE_COMPILE_CACHE` turns that off, as it does for Node's own cache.
 */
export function loadBundle(path: string, purpose = ''): Loaded {
  const require = createRequire(path);
  const { NODE_DISABLE_COMPILE_CACHE: disabled } = process.env;
  if (disabled !== undefined) return { exports: require(path), keep: () => undefined };
  const prefix = cachePrefix(path);
  const kept = `${prefix}${purpose && `-${purpose}`}.cache`;
  const cachedData = readCache(kept);
  // What esbuild writes is ASCII, and read quickest as what it is.
  const script = new Script(wrap(readFileSync(path, 'latin1')), {
    filename: path,
    ...(cachedData ? { cachedData } : {}),
  });
  const module = { exports: {} };
  (script.runInThisContext() as CompiledModule)(module.exports, require, module, path, dirname(path));
  let isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  return {
    exports: module.exports,
    keep() {
      if (!isKept) writeCache(script, path, prefix, kept);
      isKept = true;
    },
  };
}
