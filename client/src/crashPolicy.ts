/** How many crashes, in how long, make it pointless to start again. */
const maxCrashes = 5;
const windowMs = 3 * 60 * 1000;

/** Tells, for each crash at `now` (milliseconds), whether the server is worth another start. */
export function createCrashPolicy(): (now: number) => boolean {
  let crashes: number[] = [];
  return (now) => {
    crashes = [...crashes.filter((at) => now - at < windowMs), now];
    return crashes.length < maxCrashes;
  };
}
