import type { Finding, Fix } from '../core/finding';
import { applyFixes } from '../core/fix';
import type { Dialect } from '../idl/model/document';
import { createIdlFile } from '../idl/model/file';
import { parseDocument } from '../idl/syntax/document';
import type { IdlWorkspace } from './idlWorkspace';

/** The result of fixing one file as far as it goes without a person. */
export interface FixedText {
  readonly text: string;
  /** How many fixes went in, over all passes. */
  readonly applied: number;
}

export const maxFixPasses = 10;

/**
 * Applies the safe fixes of these findings that do not touch each other, once: what another pass would find, another thread has to tell.
 * `fixesOf` computes a finding's fixes and does not throw.
 */
export function fixOnce(
  uri: string,
  text: string,
  findings: readonly Finding[],
  fixesOf: (finding: Finding) => readonly Fix[],
): FixedText {
  const fixes = findings.flatMap(
    (finding) => fixesOf(finding).find(({ applicability }) => applicability === 'safe') ?? [],
  );
  return applyFixes(uri, text, fixes);
}

/** The workspace as it would be if one file had another text; nothing in the workspace changes. */
export function withText(workspace: IdlWorkspace, uri: string, text: string, dialect: Dialect): IdlWorkspace {
  const file = createIdlFile(uri, parseDocument(text, { dialect }));
  return { ...workspace, file: (wanted) => (wanted === uri ? file : workspace.file(wanted)) };
}

/**
 * Applies the safe fixes of one file until none is left, in at most `maxFixPasses` passes. Fixes that overlap wait for the
 * next pass; those that reach into other files are left alone. `lint` finds what is to be fixed in the file as the view has it;
 * `fixesOf` computes a finding's fixes and does not throw.
 */
export function fixText(
  workspace: IdlWorkspace,
  uri: string,
  dialect: Dialect,
  lint: (view: IdlWorkspace) => readonly Finding[],
  fixesOf: (finding: Finding) => readonly Fix[],
): FixedText | undefined {
  const start = workspace.file(uri)?.text;
  if (start === undefined) return undefined;
  let text = start;
  let applied = 0;
  let view = workspace;
  for (let pass = 0; pass < maxFixPasses; pass++) {
    const fixes: Fix[] = lint(view).flatMap(
      (finding) => fixesOf(finding).find(({ applicability }) => applicability === 'safe') ?? [],
    );
    const result = applyFixes(uri, text, fixes);
    if (result.applied === 0 || result.text === text) break;
    applied += result.applied;
    text = result.text;
    view = withText(workspace, uri, text, dialect);
  }
  return { text, applied };
}
