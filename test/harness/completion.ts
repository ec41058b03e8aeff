import type { Candidate, Completion } from '../../server/src/idl/complete/candidate';
import { complete } from '../../server/src/idl/complete/complete';
import { cursorAt } from '../../server/src/idl/complete/cursor';
import type { Snippet } from '../../server/src/idl/complete/input';
import type { IdlFile } from '../../server/src/idl/model/file';
import { createScope } from '../../server/src/idl/resolve/scope';
import type { IdlWorkspace } from '../../server/src/workspace/idlWorkspace';

/** What is offered at an offset of a file that the workspace knows. */
export function completionsAt(
  workspace: IdlWorkspace,
  uri: string,
  offset: number,
  snippets: readonly Snippet[] = [],
): Completion {
  const file = workspace.file(uri);
  if (!file) throw new Error(`${uri} cannot be read`);
  return complete({
    file,
    scope: createScope(file, workspace),
    project: workspace,
    cursor: cursorAt(file, offset),
    dialect: 'any',
    includeChoices: (folder) => workspace.includeChoices(uri, folder),
    rules: ['idl/field-naming', 'idl/syntax'],
    snippets,
  });
}

/** The text after a candidate was taken, snippets with their placeholders' defaults. */
export function take(file: IdlFile, offset: number, candidate: Candidate, expand: (snippet: string) => string): string {
  const { word } = cursorAt(file, offset);
  const range = candidate.range ?? word;
  const written = candidate.insert ?? candidate.label;
  const text = candidate.isSnippet ? expand(written) : written;
  const { include } = candidate;
  const taken = file.text.slice(0, range.start) + text + file.text.slice(range.end);
  if (!include) return taken;
  // Includes stand before everything that can be completed.
  return taken.slice(0, include.edit.range.start) + include.edit.newText + taken.slice(include.edit.range.end);
}
