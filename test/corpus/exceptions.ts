/** Files on which Thriftwise and the Apache compiler 0.17 differ, each with the reason. Keys: package, then path in it. */
export const exceptions: Readonly<Record<string, string>> = {};
