/** How long an answer has to reach whoever waits for it, in milliseconds. */
const answerMs = 5;
/** How long the thread waits at most, in milliseconds: the other one may be busy with something long. */
const maxWaitMs = 50;

/** A flag that two threads see: while it is up, the thread that it was given to stands still. */
export interface Precedence {
  /** One cell, 1 while the flag is up. */
  readonly flag: SharedArrayBuffer;
  /** Puts the flag up for a few milliseconds, or for a few more. */
  take(): void;
}

export function createPrecedence(): Precedence {
  const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const cell = new Int32Array(flag);
  let timer: NodeJS.Timeout | undefined;
  return {
    flag,
    take() {
      Atomics.store(cell, 0, 1);
      clearTimeout(timer);
      timer = setTimeout(() => {
        Atomics.store(cell, 0, 0);
        Atomics.notify(cell, 0);
      }, answerMs).unref();
    },
  };
}

/** What the other thread does between two steps: stands still while the flag is up. Takes it down itself when that lasts too long. */
export function standingStill(flag: SharedArrayBuffer): () => void {
  const cell = new Int32Array(flag);
  return () => {
    if (Atomics.load(cell, 0) === 0) return;
    if (Atomics.wait(cell, 0, 1, maxWaitMs) === 'timed-out') Atomics.store(cell, 0, 0);
  };
}
