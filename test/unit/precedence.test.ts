import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { createPrecedence, standingStill } from '../../server/src/workspace/service/precedence';

/** Counts without end; a step is what a thread does between two looks at the flag. */
const counting = `
const { workerData } = require('node:worker_threads');
const flag = new Int32Array(workerData.flag);
const count = new Int32Array(workerData.count);
for (;;) {
  if (Atomics.load(flag, 0) !== 0) Atomics.wait(flag, 0, 1);
  Atomics.add(count, 0, 1);
}
`;

describe('precedence', () => {
  it('lets a thread stand still for a moment, and then go on', async () => {
    const { flag, take } = createPrecedence();
    const count = new SharedArrayBuffer(4);
    const steps = () => Atomics.load(new Int32Array(count), 0);
    const thread = new Worker(counting, { eval: true, workerData: { flag, count } });
    try {
      while (steps() === 0) await setTimeout(1);
      take();
      const begin = performance.now();
      const stopped = steps();
      while (performance.now() - begin < 200);
      // It may have been at a step, or two where the machine held it up.
      expect(steps() - stopped).toBeLessThan(1000);
      const later = steps();
      while (steps() === later) await setTimeout(1);
    } finally {
      await thread.terminate();
    }
  });

  it('does not make anybody wait whom nobody asked to', () => {
    const { flag } = createPrecedence();
    standingStill(flag)();
    expect(new Int32Array(flag)[0]).toBe(0);
  });

  it('ends by itself when the other thread is busy for long', () => {
    const { flag, take } = createPrecedence();
    const step = standingStill(flag);
    take();
    // The timer that would end it cannot run meanwhile.
    step();
    expect(new Int32Array(flag)[0]).toBe(0);
  });
});
