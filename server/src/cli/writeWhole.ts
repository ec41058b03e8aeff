import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

function writeAll(file: number, content: Uint8Array): void {
  for (let at = 0; at < content.length; ) at += writeSync(file, content, at);
}

/**
 * Replaces a file's content through a temporary file beside it and a rename, so that it is never seen half written. The mode and, where
 * we may, the owner stay. Returns why it failed, or undefined; the old content is still there then.
 */
export function writeWhole(path: string, content: Uint8Array): string | undefined {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`);
  try {
    const old = statSync(path, { throwIfNoEntry: false });
    // A rename would replace a file that is write-protected, too.
    if (old) accessSync(path, constants.W_OK);
    const file = openSync(temporary, 'wx', old ? old.mode & 0o7777 : 0o666);
    try {
      writeAll(file, content);
      if (old) fchmodSync(file, old.mode & 0o7777);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (old && process.getuid?.() === 0) chownSync(temporary, old.uid, old.gid);
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made, or it is already in place.
    }
    return (error as Error).message;
  }
}
