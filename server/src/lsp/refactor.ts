import { type CodeAction, CodeActionKind, type CodeActionParams, type WorkspaceEdit } from 'vscode-languageserver/node';
import { type Locale, localize } from '../core/finding';
import type { TextRange } from '../core/range';
import type { IdlFile } from '../idl/model/file';
import { refactoringsAt } from '../idl/refactor/offer';
import type { Refactoring } from '../idl/refactor/refactoring';
import { sortIncludes } from '../idl/refactor/sortIncludes';
import { createScope } from '../idl/resolve/scope';
import type { IdlWorkspace } from '../workspace/idlWorkspace';
import { type Places, toWorkspaceEdit } from './convert';
import { sortIncludesKind, wants } from './features';
import { texts } from './texts';

const kinds: Readonly<Record<Refactoring['kind'], CodeActionKind>> = {
  extract: CodeActionKind.RefactorExtract,
  rewrite: CodeActionKind.RefactorRewrite,
  move: CodeActionKind.RefactorMove,
};

/** The edits with the new file made first; undefined where the client makes none. */
function toEdit({ applicability, edits, creates }: Refactoring, places: Places): WorkspaceEdit | undefined {
  const edit = toWorkspaceEdit({ title: '', applicability, edits }, places);
  if (!edit || !creates) return edit;
  if (!edit.documentChanges || !places.features.createFiles) return undefined;
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: 'create', uri: creates.uri, options: { overwrite: false, ignoreIfExists: false } },
      {
        textDocument: { uri: creates.uri, version: null },
        edits: [{ range: { start, end: start }, newText: creates.text }],
      },
      ...edit.documentChanges,
    ],
  };
}

export interface RefactoringRequest {
  readonly file: IdlFile;
  readonly workspace: IdlWorkspace;
  readonly places: Places;
  readonly locale: Locale;
}

/** `refactor.*` for the place of the cursor, and `source.organizeImports` for the file. */
export function refactorings(params: CodeActionParams, range: TextRange, input: RefactoringRequest): CodeAction[] {
  const { file, workspace, places, locale } = input;
  const { only } = params.context;
  const actions: CodeAction[] = [];
  if (Object.values(kinds).some((kind) => wants(only, kind))) {
    const { documentChanges, createFiles } = places.features;
    const isFree = (uri: string): boolean =>
      workspace.file(uri) === undefined && workspace.whyUnreadable(uri)?.kind === 'missing';
    const found = refactoringsAt(range, {
      scope: createScope(file, workspace),
      project: workspace,
      isFree: documentChanges && createFiles ? isFree : undefined,
    });
    for (const each of found) {
      const edit = wants(only, kinds[each.kind]) ? toEdit(each, places) : undefined;
      if (edit) actions.push({ title: localize(each.title, locale, each.data), kind: kinds[each.kind], edit });
    }
  }
  if (only !== undefined && wants(only, sortIncludesKind)) {
    const edits = sortIncludes(file);
    const edit = edits && toWorkspaceEdit({ title: '', applicability: 'safe', edits }, places);
    if (edit) actions.push({ title: localize(texts.sortIncludes, locale), kind: sortIncludesKind, edit });
  }
  return actions;
}
