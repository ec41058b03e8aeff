import { setFlagsFromString } from 'node:v8';

/**
 * V8 11 (Node 20) optimizes a function after so many bytes of its bytecode have run. By default that is soon over: a check spends a third
 * of its processor time on compiling and on taking back what was compiled too early. At first a little more patience pays, since what runs
 * hottest is worth compiling even for twenty files; after that much more does. Later versions count calls instead, and wait.
 */
const isEager = process.versions.v8.startsWith('11.');
const firstBudget = 250_000;
const laterBudget = 2_000_000;
/** In UTF-16 code units of Thrift: what runs hottest has been compiled then. */
const warmUp = 150_000;

function setBudget(bytes: number): void {
  if (isEager) setFlagsFromString(`--interrupt-budget=${bytes}`);
}

/** Sets V8 up for a command: before any of its code is loaded. */
export function startTiering(): void {
  if (!isEager) return;
  setBudget(firstBudget);
  // A heap that grows in few large steps is collected less often while it is small.
  setFlagsFromString('--semi-space-growth-factor=16');
  // Code that is kept for the next run must have been made under the flags that it is loaded under.
  process.once('exit', () => setBudget(firstBudget));
}

/** Takes in how much Thrift has been linted, and lets V8 be patient once it is enough. */
export function createTiering(): (characters: number) => void {
  let linted = 0;
  return (characters) => {
    const before = linted;
    linted += characters;
    if (before < warmUp && linted >= warmUp) setBudget(laterBudget);
  };
}
