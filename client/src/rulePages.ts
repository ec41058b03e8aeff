import * as vscode from 'vscode';

interface RuleItem extends vscode.QuickPickItem {
  readonly page: vscode.Uri;
}

/** `family/name`, and nothing that could lead out of the folder of pages. */
const ruleId = /^[a-z]+\/[a-z0-9-]+$/;

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The rule behind the diagnostic at the cursor. */
function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find(({ source, range }) => source === 'thriftwise' && range.intersection(editor.selection));
  const code = here?.code;
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
}

async function firstParagraph(page: vscode.Uri): Promise<string> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(page));
  const paragraph = text.split(/\r?\n\r?\n/)[1] ?? '';
  return paragraph.replace(/\s+/g, ' ').replace(/`/g, '');
}

async function allRules(pages: vscode.Uri): Promise<RuleItem[]> {
  const families = await vscode.workspace.fs.readDirectory(pages);
  const folders = families.filter(([, type]) => type === vscode.FileType.Directory).map(([name]) => name);
  const items = await Promise.all(
    folders.map(async (family) => {
      const files = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(pages, family));
      const names = files.map(([name]) => name).filter((name) => name.endsWith('.md'));
      return Promise.all(
        names.map(async (name): Promise<RuleItem> => {
          const page = vscode.Uri.joinPath(pages, family, name);
          return { label: `${family}/${name.slice(0, -'.md'.length)}`, detail: await firstParagraph(page), page };
        }),
      );
    }),
  );
  const current = ruleAtCursor();
  const rank = ({ label }: RuleItem) => (label === current ? 0 : 1);
  return items.flat().sort((a, b) => rank(a) - rank(b) || (a.label < b.label ? -1 : 1));
}

async function choosePage(pages: vscode.Uri): Promise<vscode.Uri | undefined> {
  const placeHolder = vscode.l10n.t('Which rule?');
  const chosen = await vscode.window.showQuickPick(allRules(pages), { placeHolder, matchOnDetail: true });
  return chosen?.page;
}

/** Shows the page of `rule`, or of one that the user picks, as rendered Markdown inside the editor. */
export async function openRule(extension: vscode.Uri, rule: unknown): Promise<void> {
  const pages = vscode.Uri.joinPath(extension, 'docs', 'rules');
  const named = typeof rule === 'string' && ruleId.test(rule) ? vscode.Uri.joinPath(pages, `${rule}.md`) : undefined;
  const page = named ?? (await choosePage(pages));
  if (!page) return;
  if (!(await exists(page))) {
    void vscode.window.showWarningMessage(vscode.l10n.t('There is no page for {0}.', String(rule)));
    return;
  }
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
  } catch {
    // The Markdown extension may be switched off.
    await vscode.window.showTextDocument(page, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}
