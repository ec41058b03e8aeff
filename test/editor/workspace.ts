/** A folder of files that a test may change. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Workspace {
  /** Absolute, without symbolic links. */
  readonly root: string;
  /** The text of a file on the disk. */
  read(name: string): string;
  /** Whether there is such a file on the disk. */
  has(name: string): boolean;
  remove(): void;
}

/** Writes files, named by their path below the folder, into a fresh temporary folder. */
export function createWorkspace(files: Readonly<Record<string, string>>): Workspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'thriftwise-workspace-')));
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return {
    root,
    read: (name) => readFileSync(join(root, name), 'utf8'),
    has: (name) => existsSync(join(root, name)),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
