import { readlinkSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** So much nicer than the others: a third of what the main thread gets when both want the same core. */
const nicer = 5;
const nicest = 19;

/**
 * Lets the thread that it is called in give way to the process' others when cores are few: whoever types waits for the main thread. Linux
 * alone gives threads a priority of their own; elsewhere, and where that is not allowed, nothing happens. Never raises a priority.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    const [pid, , thread] = readlinkSync('/proc/thread-self').split('/').map(Number);
    // Numbers of another namespace would be somebody else's.
    if (pid !== process.pid || thread === undefined || thread === pid) return;
    setPriority(thread, Math.min(getPriority(thread) + nicer, nicest));
  } catch {
    // Then all threads are equal.
  }
}
