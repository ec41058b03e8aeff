import * as vscode from 'vscode';

const content = `{
  // The conventions to start from: "kitex", "apache" (the language only), "strict" or "minimal".
  "extends": "kitex",

  // Folders to look in for includes, after the including file's own.
  "includePaths": [],

  // A severity, or [severity, options], for a rule or for a whole family ("idl/*").
  "rules": {
  }
}
`;

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}

/** Opens the `thriftwise.json` of a workspace folder; makes one where there is none. */
export async function createConfigFile(): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Open a folder first: thriftwise.json lies in it.'));
    return;
  }
  const uri = vscode.Uri.joinPath(folder.uri, 'thriftwise.json');
  const edit = new vscode.WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(content) });
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(uri);
}
