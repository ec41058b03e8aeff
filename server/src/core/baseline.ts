/** What a baseline knows of a finding: no line numbers, so it holds while text moves. */
export interface BaselineKey {
  readonly rule: string;
  /** Relative to the baseline file's folder, with `/`. */
  readonly file: string;
  /** The path of names to the place; empty outside of named definitions. */
  readonly symbol: string;
}

export interface BaselineEntry extends BaselineKey {
  /** How many findings of this rule the symbol may have. */
  readonly count: number;
}

/** The findings that a team has accepted for now. */
export type Baseline = readonly BaselineEntry[];

/** How findings stand against a baseline. */
export interface BaselineResult<Item> {
  /** Findings that the baseline does not cover, in the order given. */
  readonly fresh: readonly Item[];
  /** How many findings the baseline covers. */
  readonly covered: number;
  /** Entries that allow more than was found, with the number of findings that are gone. */
  readonly stale: readonly BaselineEntry[];
}

const formatVersion = 1;

function keyOf({ rule, file, symbol }: BaselineKey): string {
  return `${file}\n${symbol}\n${rule}`;
}

function compareKeys(a: BaselineKey, b: BaselineKey): number {
  const [first, second] = [keyOf(a), keyOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function countKeys(keys: Iterable<BaselineKey>): Map<string, BaselineEntry> {
  const counted = new Map<string, BaselineEntry>();
  for (const { rule, file, symbol } of keys) {
    const key = keyOf({ rule, file, symbol });
    counted.set(key, { rule, file, symbol, count: (counted.get(key)?.count ?? 0) + 1 });
  }
  return counted;
}

/** Accepts the findings given. Sorted by file, symbol, rule. */
export function createBaseline(findings: Iterable<BaselineKey>): Baseline {
  return [...countKeys(findings).values()].sort(compareKeys);
}

/**
 * Takes out the findings that the baseline covers. Where a symbol has more findings of a rule than were accepted, all of them
 * are fresh: nobody can tell which one is new.
 * @param isChecked whether a file was looked at in this run; entries of other files are never stale.
 */
export function applyBaseline<Item>(
  items: readonly Item[],
  toKey: (item: Item) => BaselineKey,
  baseline: Baseline,
  isChecked: (file: string) => boolean,
): BaselineResult<Item> {
  const accepted = new Map(baseline.map((entry) => [keyOf(entry), entry.count]));
  const present = countKeys(items.map(toKey));
  const isCovered = (item: Item): boolean => {
    const key = keyOf(toKey(item));
    return (present.get(key)?.count ?? 0) <= (accepted.get(key) ?? 0);
  };
  const fresh = items.filter((item) => !isCovered(item));
  const stale = baseline.flatMap((entry) => {
    const gone = entry.count - (present.get(keyOf(entry))?.count ?? 0);
    return gone > 0 && isChecked(entry.file) ? [{ ...entry, count: gone }] : [];
  });
  return { fresh, covered: items.length - fresh.length, stale };
}

/** The text of a baseline file: JSON by file, symbol and rule, one entry a line, so that merges stay small. */
export function printBaseline(baseline: Baseline): string {
  // Maps, because a symbol may be called `__proto__`.
  const files = new Map<string, Map<string, [rule: string, count: number][]>>();
  for (const { file, symbol, rule, count } of [...baseline].sort(compareKeys)) {
    const symbols = files.get(file) ?? new Map<string, [string, number][]>();
    files.set(file, symbols.set(symbol, [...(symbols.get(symbol) ?? []), [rule, count]]));
  }
  const data = [...files].map(([file, symbols]) => {
    const entries = [...symbols].map(([symbol, rules]) => [symbol, Object.fromEntries(rules)]);
    return [file, Object.fromEntries(entries)];
  });
  return `${JSON.stringify({ version: formatVersion, files: Object.fromEntries(data) }, null, 2)}\n`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a baseline file. Returns an error in words for text that is no baseline; never throws. */
export function parseBaseline(text: string): { readonly baseline: Baseline } | { readonly error: string } {
  let root: unknown;
  try {
    root = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { error: `it is not valid JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  const data = isRecord(root) ? root : {};
  const { version, files } = data;
  if (version !== formatVersion) return { error: `"version" is not ${formatVersion}` };
  if (!isRecord(files)) return { error: '"files" is not an object' };
  const baseline: BaselineEntry[] = [];
  for (const [file, symbols] of Object.entries(files)) {
    if (!isRecord(symbols)) return { error: `the entry of "${file}" is not an object` };
    for (const [symbol, rules] of Object.entries(symbols)) {
      if (!isRecord(rules)) return { error: `the entry of "${file}", "${symbol}" is not an object` };
      for (const [rule, count] of Object.entries(rules)) {
        if (typeof count !== 'number' || !Number.isInteger(count) || count < 1)
          return { error: `the count of "${rule}" in "${file}", "${symbol}" is not a whole number above 0` };
        baseline.push({ rule, file, symbol, count });
      }
    }
  }
  return { baseline: baseline.sort(compareKeys) };
}
