/** The numbers of a version or of the lowest version that a range allows (`^1.6.0`, `>=2 <3`, `1.x`); undefined for tags and urls. */
export function parseVersion(text: string | undefined): readonly [number, number, number] | undefined {
  const match = /(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+|x|\*))?/.exec(text ?? '');
  if (!match || /[:/]/.test(text ?? '')) return undefined;
  const number = (part: string | undefined) => (part === undefined || !/^\d+$/.test(part) ? 0 : Number(part));
  return [number(match[1]), number(match[2]), number(match[3])];
}

/** Whether `version` is `wanted` or newer. An unknown version counts as the newest. */
export function isAtLeast(version: string | undefined, wanted: string): boolean {
  const [a, b] = [parseVersion(version), parseVersion(wanted)];
  if (!a || !b) return true;
  for (let i = 0; i < 3; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) > (b[i] ?? 0);
  return true;
}
