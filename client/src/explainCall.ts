import * as vscode from 'vscode';
import type { LanguageServer } from './languageServer';

const scheme = 'thriftwise-explain';
/** The text of the one document that explanations are shown in. */
let shown = '';
const changed = new vscode.EventEmitter<vscode.Uri>();
const document = vscode.Uri.from({ scheme, path: '/Thriftwise.md' });

/** Provides the document that explanations are shown in. */
export function explanationDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => shown,
  });
}

interface Place {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** The place that the server's action names, else the cursor's. */
function placeOf(uri: unknown, position: unknown): Place | undefined {
  if (typeof uri === 'string' && typeof position === 'object' && position !== null && 'line' in position)
    return { uri, position: position as Place['position'] };
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** Shows how the bounds of the network call at a place came about, as rendered Markdown beside the code. */
export async function explainCall(server: LanguageServer, uri: unknown, position: unknown): Promise<void> {
  const place = placeOf(uri, position);
  const answer =
    place &&
    (await server.client()?.sendRequest<{ readonly markdown: string } | null>('thriftwise/explain', {
      textDocument: { uri: place.uri },
      position: place.position,
    }));
  if (!answer) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no network call that Thriftwise knows here.'));
    return;
  }
  shown = answer.markdown;
  changed.fire(document);
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', document);
  } catch {
    // The Markdown extension may be switched off.
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}
