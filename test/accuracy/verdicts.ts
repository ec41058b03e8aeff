// What people said of findings, and which finding of today each verdict is about.

/** A finding of the command in one of the repositories. `line` counts from 1, `text` is that line, trimmed. */
export interface Found {
  readonly rule: string;
  readonly severity: string;
  readonly repository: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly message: string;
}

export type Answer = 'right' | 'wrong' | 'unsure';

/** One line of `verdicts.tsv`: somebody read the finding in the repository at this commit. */
export interface Verdict {
  readonly rule: string;
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly verdict: Answer;
  readonly note: string;
}

export const header = 'rule\trepository\tcommit\tpath\tline\ttext\tverdict\tnote';

/** A text as one cell: tabs and other white space become single spaces. */
export function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

/** The lines of `verdicts.tsv`. Throws, with the number of the line, where one has another form. */
export function parseVerdicts(tsv: string): Verdict[] {
  const [first, ...lines] = tsv.trimEnd().split('\n');
  if (first !== header) throw new Error(`line 1: expected "${header}"`);
  return lines.map((text, index) => {
    const cells = text.split('\t');
    const [rule, repository, commit, path, line, code, verdict, note = ''] = cells;
    if (
      !(rule && repository && commit && path && Number(line) > 0 && code !== undefined) ||
      (verdict !== 'right' && verdict !== 'wrong' && verdict !== 'unsure') ||
      cells.length > 8
    )
      throw new Error(`line ${index + 2}: not "${header}": ${text}`);
    return { rule, repository, commit, path, line: Number(line), text: code, verdict, note };
  });
}

/** What a finding and its verdict have in common; the number of the line is not, so that it may move. */
const keyOf = (of: Found | Verdict): string => [of.rule, of.repository, of.path, of.text].join('\t');

export interface Matched {
  readonly judged: ReadonlyMap<Found, Verdict>;
  readonly unjudged: readonly Found[];
  /** Verdicts on what is no longer reported. */
  readonly gone: readonly Verdict[];
}

/**
 * Gives each finding at most one verdict and each verdict at most one finding. Where a file has the same line several times, a verdict goes to the
 * finding at its own place, else to the next one that has none.
 */
export function matchVerdicts(findings: readonly Found[], verdicts: readonly Verdict[]): Matched {
  const open = new Map<string, Verdict[]>();
  for (const verdict of verdicts) open.set(keyOf(verdict), [...(open.get(keyOf(verdict)) ?? []), verdict]);
  const judged = new Map<Found, Verdict>();
  const take = (finding: Found, index: number): void => {
    const verdict = index < 0 ? undefined : open.get(keyOf(finding))?.splice(index, 1)[0];
    if (verdict) judged.set(finding, verdict);
  };
  for (const finding of findings)
    take(finding, open.get(keyOf(finding))?.findIndex(({ line }) => line === finding.line) ?? -1);
  for (const finding of findings) if (!judged.has(finding)) take(finding, 0);
  return {
    judged,
    unjudged: findings.filter((finding) => !judged.has(finding)),
    gone: [...open.values()].flat(),
  };
}
