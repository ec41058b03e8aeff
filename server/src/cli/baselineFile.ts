import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import {
  applyBaseline,
  type Baseline,
  type BaselineKey,
  createBaseline,
  parseBaseline,
  printBaseline,
} from '../core/baseline';
import { pathOf, uriOf } from '../workspace/uris';
import type { UsageError } from './arguments';
import { kindOf } from './paths';
import type { Reported } from './report';
import { writeWhole } from './writeWhole';

/** A baseline with the file that it stands in. */
export interface BaselineFile {
  /** Absolute. */
  readonly path: string;
  readonly entries: Baseline;
}

/** Findings that say something went wrong with the tool or its configuration; no team accepts them. */
const neverAccepted = new Set(['thriftwise/internal-error', 'thriftwise/invalid-config']);

function keyIn(path: string): (finding: Reported) => BaselineKey {
  const folder = posix.dirname(path);
  return ({ uri, rule, symbol }) => ({ rule, symbol, file: posix.relative(folder, pathOf(uri) ?? uri) });
}

/** Reads the baseline that the command line names. */
export function readBaseline(path: string, written: string): BaselineFile | UsageError {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { usage: `The baseline "${written}" cannot be read: ${(error as Error).message}.` };
  }
  const parsed = parseBaseline(text);
  if ('error' in parsed) return { usage: `"${written}" is no baseline: ${parsed.error}.` };
  return { path, entries: parsed.baseline };
}

/** What became of one baseline. */
export interface BaselineUse {
  readonly path: string;
  /** How many findings it covers. */
  readonly covered: number;
  /** How many findings that it accepts are gone. */
  readonly stale: number;
}

function pathIn(path: string, { file }: BaselineKey): string {
  return posix.join(posix.dirname(path), file);
}

/** Takes out what baselines accept. `checked` are the URIs of the files that were linted. */
export function acceptAll(
  findings: readonly Reported[],
  baselineFor: (path: string) => BaselineFile | undefined,
  checked: ReadonlySet<string>,
): { readonly fresh: readonly Reported[]; readonly baselines: readonly BaselineUse[] } {
  const baselines = new Map<string, BaselineFile>();
  for (const uri of checked) {
    const baseline = baselineFor(pathOf(uri) ?? uri);
    if (baseline) baselines.set(baseline.path, baseline);
  }
  let fresh = findings;
  const uses: BaselineUse[] = [];
  for (const { path, entries } of baselines.values()) {
    const isMine = (uri: string) => baselineFor(pathOf(uri) ?? uri)?.path === path;
    const mine = fresh.filter(({ uri }) => isMine(uri));
    const isChecked = (file: string) => {
      const absolute = posix.join(posix.dirname(path), file);
      // What a deleted file had is gone, too.
      return checked.has(uriOf(absolute)) || kindOf(absolute) === 'missing';
    };
    const result = applyBaseline(mine, keyIn(path), entries, isChecked);
    const kept = new Set(result.fresh);
    fresh = fresh.filter((finding) => !isMine(finding.uri) || kept.has(finding));
    uses.push({ path, covered: result.covered, stale: result.stale.reduce((sum, { count }) => sum + count, 0) });
  }
  return { fresh, baselines: uses };
}

/**
 * Accepts all findings given. Entries of files that are there but were not linted this time are kept; what cannot be accepted
 * comes back.
 */
export function writeBaseline(
  path: string,
  findings: readonly Reported[],
  previous: Baseline,
  checked: ReadonlySet<string>,
): { readonly count: number; readonly refused: readonly Reported[] } | UsageError {
  const accepted = findings.filter((finding) => !neverAccepted.has(finding.rule));
  const others = previous.filter((entry) => {
    const file = pathIn(path, entry);
    return !checked.has(uriOf(file)) && kindOf(file) !== 'missing';
  });
  const text = printBaseline([...others, ...createBaseline(accepted.map(keyIn(path)))]);
  const failed = writeWhole(path, Buffer.from(text));
  if (failed !== undefined) return { usage: `The baseline cannot be written: ${failed}.` };
  return { count: accepted.length, refused: findings.filter((finding) => neverAccepted.has(finding.rule)) };
}
