/** Lets the messages that have arrived be handled before going on. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs `action` once, `delayMs` after the first of any number of calls. Nothing runs, and no timer is kept, while nobody calls, nor
 * once it was ended.
 */
export function coalesce(action: () => void, delayMs: number): { (): void; cancel(): void; end(): void } {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const call = () => {
    if (ended) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      action();
    }, delayMs);
  };
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return Object.assign(call, {
    cancel,
    end() {
      ended = true;
      cancel();
    },
  });
}

/** What a promise gives, or undefined when that takes longer. */
export async function inTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
