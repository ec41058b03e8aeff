import { discoverFiles, isThriftPath } from '../workspace/discover';
import { type FileSystem, pathWithoutLinks } from '../workspace/files';
import type { IdlWorkspace } from '../workspace/idlWorkspace';
import { isInside, pathOf, uriOf } from '../workspace/uris';
import { pause } from './pause';

export interface IndexerOptions {
  readonly workspace: IdlWorkspace;
  readonly files: FileSystem;
  readonly folders: () => readonly string[];
  readonly isExcluded: (path: string) => boolean;
  /** The index is complete; `left` tells that there are more files than it holds. */
  readonly onDone: (count: number, left: boolean) => void;
}

/** The Thrift files of the workspace folders, read in the background so that renames and refreshes reach files that are not open. */
export interface Indexer {
  /** Walks the folders anew. */
  rescan(): void;
  /** These files were created or changed. Files that are no part of the workspace are passed over. */
  add(uris: readonly string[]): void;
  /** These files or folders are gone. Returns the files that were known. */
  remove(uris: readonly string[]): readonly string[];
  /** Resolves when nothing is left to be read. */
  idle(): Promise<void>;
  /** Whether everything was read. */
  isIdle(): boolean;
  known(): ReadonlySet<string>;
  stop(): void;
}

const maxFiles = 10_000;
/** How long reading may keep the thread before messages get their turn. */
const sliceMs = 8;

export function createIndexer(options: IndexerOptions): Indexer {
  const known = new Set<string>();
  let queue: string[] = [];
  let wantsScan = false;
  let running: Promise<void> | undefined;
  let stopped = false;
  let sliceEnd = 0;

  async function breathe(): Promise<void> {
    if (performance.now() < sliceEnd) return;
    await pause();
    sliceEnd = performance.now() + sliceMs;
  }

  /** Returns whether there were more files than are kept. */
  async function scan(): Promise<boolean> {
    const found = new Set<string>();
    let left = false;
    const skipsLink = (path: string): boolean => {
      const real = options.files.realPath(path);
      const own = real === undefined ? undefined : pathWithoutLinks(real, options.folders(), options.files);
      return own !== undefined && own !== path && isThriftPath(own) && !options.isExcluded(own);
    };
    for (const folder of options.folders()) {
      for (const path of discoverFiles(folder, { ...options, accepts: isThriftPath, skipsLink })) {
        await breathe();
        if (stopped || wantsScan) return false;
        if (path === undefined) continue;
        if (found.size >= maxFiles) {
          left = true;
          break;
        }
        const uri = uriOf(path);
        found.add(uri);
        known.add(uri);
        options.workspace.load(uri);
      }
    }
    for (const uri of known) if (!found.has(uri)) known.delete(uri);
    return left;
  }

  async function run(): Promise<void> {
    let left = false;
    await pause();
    while (!stopped && (wantsScan || queue.length > 0)) {
      if (wantsScan) {
        wantsScan = false;
        left = await scan();
        continue;
      }
      const uri = queue.pop();
      if (uri !== undefined) options.workspace.load(uri);
      await breathe();
    }
    running = undefined;
    if (!stopped) options.onDone(known.size, left);
  }

  function start(): void {
    running ??= run();
  }

  function belongs(uri: string): boolean {
    const path = pathOf(uri);
    if (path === undefined || !path.endsWith('.thrift') || path.includes('/node_modules/')) return false;
    return options.folders().some((folder) => isInside(folder, path)) && !options.isExcluded(path);
  }

  return {
    rescan() {
      wantsScan = true;
      start();
    },
    add(uris) {
      const wanted = uris.filter((uri) => known.size < maxFiles && belongs(uri));
      if (wanted.length === 0) return;
      for (const uri of wanted) known.add(uri);
      queue.push(...wanted);
      start();
    },
    remove(uris) {
      const gone = new Set(uris);
      const paths = uris.flatMap((uri) => pathOf(uri) ?? []);
      const removed = [...known].filter(
        (uri) => gone.has(uri) || paths.some((folder) => isInside(folder, pathOf(uri) ?? '')),
      );
      for (const uri of removed) known.delete(uri);
      queue = queue.filter((uri) => known.has(uri));
      return removed;
    },
    async idle() {
      while (running) await running;
    },
    isIdle: () => running === undefined && !wantsScan && queue.length === 0,
    known: () => known,
    stop() {
      stopped = true;
    },
  };
}
