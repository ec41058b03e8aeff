/** A real VS Code with the packed extension on a folder of its own, for one group of tests. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type CodeServerOptions, startCodeServer } from '../../scripts/editor/code-server';
import { packedExtension } from '../../scripts/editor/extension';
import { type EditorPage, launchBrowser, literalTyping, newEditorPage } from '../../scripts/editor/page';
import { createWorkspace, type Workspace } from './workspace';

export interface Session {
  /** The window of the running test. */
  readonly editor: EditorPage;
  readonly workspace: Workspace;
  /** Where the extension was installed to, for this group alone. */
  readonly extensionFolder: string;
}

/**
 * Registers hooks: one VS Code and one window for the group (opening one takes longer than most tests), with nothing open
 * when a test starts. A window whose test failed leaves a picture in `.cache/screenshots/` and is thrown away.
 *
 * @returns what the tests of the group work with; it may be used inside tests only
 */
export function useVsCode(
  files: Readonly<Record<string, string>>,
  options: Pick<CodeServerOptions, 'settings' | 'locale'> = {},
): Session {
  const end: (() => void | Promise<void>)[] = [];
  let open: (() => Promise<EditorPage>) | undefined;
  let editor: EditorPage | undefined;
  let workspace: Workspace | undefined;
  let extensionFolder: string | undefined;

  beforeAll(async () => {
    const vsix = packedExtension();
    const folder = createWorkspace(files);
    workspace = folder;
    end.push(() => folder.remove());
    const settings = { ...literalTyping, ...options.settings };
    const server = await startCodeServer({ ...options, vsix, settings, workspace: folder.root });
    end.push(() => server.stop());
    const installed = readdirSync(server.extensionsDir).find((name) => name.startsWith('thriftwise.'));
    extensionFolder = installed && join(server.extensionsDir, installed);
    const browser = await launchBrowser();
    end.push(() => browser.close());
    open = async () => {
      const page = await newEditorPage(browser);
      await page.openWorkspace(server.url);
      return page;
    };
  });

  beforeEach(async () => {
    if (editor === undefined) editor = await open?.();
    else await editor.closeEverything();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    await editor?.screenshot(`failed-${task.name.replace(/\W+/g, '-')}`);
    await editor?.close();
    editor = undefined;
  });

  afterAll(async () => {
    for (const step of end.reverse()) await step();
  });

  return {
    get editor() {
      return present(editor);
    },
    get workspace() {
      return present(workspace);
    },
    get extensionFolder() {
      return present(extensionFolder);
    },
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The session is there inside tests only.');
  return value;
}
