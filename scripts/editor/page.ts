/**
 * A person in front of VS Code: opens files, types, reads what is shown, takes the light bulb's offers.
 *
 * Everything goes through the workbench's own DOM and keyboard, nothing through its API, so what a test sees is what a
 * person sees. Selectors were read off VS Code 1.139.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { projectRoot } from './install';
import { type ScreenBox, type Squiggle, shownLines, squigglesIn, textBox } from './page-text';

/** The colour of a squiggle. `hint` is the row of dots under the first letters. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** One row below a file's name in the Problems view. */
export interface ProblemRow {
  /** What a screen reader says of the row: severity, message, source, code, position. */
  readonly label: string;
  /** The diagnostic's code, or nothing when it has none. */
  readonly code: string | undefined;
  /** Where the code leads, when it is a link. */
  readonly href: string | undefined;
}

/** What the hover over some text shows. */
export interface Hover {
  readonly text: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}

/** User settings under which what a test types stands in the editor letter by letter. */
export const literalTyping = {
  'editor.autoIndent': 'none',
  'editor.autoClosingBrackets': 'never',
  'editor.autoSurround': 'never',
  'editor.quickSuggestions': 'off',
  'editor.suggestOnTriggerCharacters': false,
} as const;

/** How long anything may take. Long, since waiting ends as soon as it is there: the machine may be busy with something else. */
const timeoutMs = 90_000;
const activeEditor = '.editor-group-container.active .editor-instance .monaco-editor';
const screenshots = join(projectRoot, '.cache', 'screenshots');

/** Starts the browser. One is enough for many pages. Throws when there is no chromium (env CHROMIUM names another one). */
export function launchBrowser(): Promise<Browser> {
  const { CHROMIUM = '/usr/bin/chromium' } = process.env;
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
  });
}

/** Opens a page with nothing in it yet. */
export async function newEditorPage(browser: Browser): Promise<EditorPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(timeoutMs);
  return editorPage(page);
}

export type EditorPage = ReturnType<typeof editorPage>;

function editorPage(page: Page) {
  const editor = (): Locator => page.locator(activeEditor).first();
  const press = (keys: string): Promise<void> => page.keyboard.press(keys);

  /** Opens the folder behind a server's URL and waits until the workbench is there. */
  async function openWorkspace(url: string): Promise<void> {
    await page.goto(url);
    await waitForReady();
  }

  /** Waits for the workbench and its status bar. Extensions may still be starting. */
  async function waitForReady(): Promise<void> {
    await page.locator('div.monaco-workbench').waitFor({ timeout: 60_000 });
    await page.locator('[id="status.problems"]').waitFor({ timeout: 60_000 });
  }

  /** Opens a file of the workspace by its path below the folder, and puts the cursor into it. */
  async function openFile(name: string): Promise<void> {
    await press('Control+p');
    const list = (await quickInput(name)).locator('.quick-input-list .monaco-list-row');
    const parts = name.split('/');
    const base = parts.pop() ?? name;
    // Files that were open before are listed at once, whatever was typed; the found ones come later.
    const label = new RegExp(
      `^${[base, ...(parts.length > 0 ? [parts.join('/')] : [])].map(escapeRegExp).join(' ')}\\b`,
    );
    await until(
      async () => label.test(plain((await list.first().getAttribute('aria-label')) ?? '')),
      async () => `The file ${name} is not offered first; there is ${await list.first().getAttribute('aria-label')}`,
    );
    await press('Enter');
    await page.locator(`.tabs-container div.tab.active[data-resource-name$="${base}"]`).waitFor();
    await page.locator(`${activeEditor}[data-uri$="${name}"]`).waitFor();
    await focusEditor();
  }

  async function quickInput(text: string): Promise<Locator> {
    const widget = page.locator('.quick-input-widget:not(.hidden)');
    const input = widget.locator('.quick-input-box input');
    await input.waitFor();
    await input.focus();
    if (text !== '') await page.keyboard.insertText(text);
    const row = widget.locator('.quick-input-list .monaco-list-row').first();
    await row.waitFor();
    return widget;
  }

  async function focusEditor(): Promise<void> {
    await editor().locator('.native-edit-context').first().focus();
  }

  /** Clicks the command in the palette; once more where the palette was closed before, as it is when something else takes the focus. */
  async function clickCommand(title: string, tries = 3): Promise<Locator> {
    await press('F1');
    const widget = await quickInput(title);
    const row = widget.locator('.quick-input-list .monaco-list-row').filter({
      has: page.locator('.label-name', { hasText: new RegExp(`^${escapeRegExp(title)}$`) }),
    });
    try {
      await row.first().click({ timeout: timeoutMs / 9 });
    } catch (error) {
      if (tries <= 1 || (await widget.isVisible())) throw error;
      return clickCommand(title, tries - 1);
    }
    return widget;
  }

  /**
   * Runs a command by the title that the palette shows (`Category: Title`). Throws when the palette has no such row.
   *
   * @param choice for a command that asks: taken is the first row that the list has for this text
   */
  async function runCommand(title: string, choice?: string): Promise<void> {
    const widget = await clickCommand(title);
    if (choice !== undefined) {
      await widget.locator('.quick-input-list .label-name', { hasText: choice }).first().waitFor();
      await quickInput(choice);
      await press('Enter');
    }
    await page.locator('.quick-input-widget:not(.hidden) .quick-input-box input').waitFor({ state: 'hidden' });
  }

  /** The titles that the palette offers for a text, top first. */
  async function commands(text: string): Promise<string[]> {
    await press('F1');
    const widget = await quickInput(text);
    const titles = await widget.locator('.quick-input-list .monaco-list-row .label-name').allInnerTexts();
    await press('Escape');
    await widget.waitFor({ state: 'hidden' });
    return titles.map(plain);
  }

  /** Closes every editor, throws unsaved changes away, and takes notifications off the screen. */
  async function closeEverything(): Promise<void> {
    await press('Escape');
    const dirty = page.locator('.tabs-container .tab.dirty');
    for (let left = await dirty.count(); left > 0; left--) {
      await dirty.first().click();
      await runCommand('File: Revert File');
    }
    await runCommand('View: Close All Editors');
    await page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
    if ((await notifications()).length > 0) await runCommand('Notifications: Clear All Notifications');
  }

  /** Opens the Problems view and reads its rows, top first. */
  async function problems(): Promise<ProblemRow[]> {
    const panel = page.locator('[id="workbench.panel.markers"]');
    if (!(await panel.isVisible())) await press('Control+Shift+m');
    await panel.waitFor();
    const rows = await panel.locator('.markers-panel .monaco-list-row').evaluateAll((elements) =>
      elements
        .filter((row) => row.querySelector('.marker-icon') !== null)
        .map((row) => {
          const link = row.querySelector('a.monaco-link');
          const code = row.querySelector('.marker-code');
          return {
            top: row.getBoundingClientRect().top,
            label: row.getAttribute('aria-label') ?? '',
            code: code?.textContent ?? undefined,
            href: link?.getAttribute('href') ?? undefined,
          };
        }),
    );
    return rows.sort((a, b) => a.top - b.top).map(({ label, code, href }) => ({ label: plain(label), code, href }));
  }

  /** Waits until the Problems view has a row whose label fulfils a pattern, and answers it. */
  async function waitForProblem(pattern: RegExp): Promise<ProblemRow> {
    let rows: ProblemRow[] = [];
    await until(
      async () => {
        rows = await problems();
        return rows.some((row) => pattern.test(row.label));
      },
      async () => `No problem ${pattern}; there are ${JSON.stringify(rows.map((row) => row.label))}`,
    );
    const found = rows.find((row) => pattern.test(row.label));
    if (found === undefined) throw new Error(`The problem ${pattern} went away while it was read.`);
    return found;
  }

  /** Reads the squiggles of the active editor, top first, with the text that stands above each. */
  async function squiggles(severity: Severity): Promise<Squiggle[]> {
    return editor().evaluate(squigglesIn, `.view-overlays .cdr.squiggly-${severity}`);
  }

  /** Waits until the active editor shows a squiggle under a text, or, with `present` false, shows none there. */
  async function waitForSquiggle(severity: Severity, text: string, present = true): Promise<void> {
    await until(
      async () => (await squiggles(severity)).some((s) => s.text === text) === present,
      async () =>
        `${present ? 'No' : 'Still a'} ${severity} squiggle under "${text}"; there are ${JSON.stringify(await squiggles(severity))}`,
    );
  }

  /** Waits until the active editor shows no squiggle of a severity. */
  async function waitForNoSquiggles(severity: Severity): Promise<void> {
    await until(
      async () => (await squiggles(severity)).length === 0,
      async () => `Still ${severity} squiggles: ${JSON.stringify(await squiggles(severity))}`,
    );
  }

  /** Waits for a rendered page, such as a Markdown preview, that shows a text. */
  async function waitForPreview(text: string): Promise<void> {
    await until(
      async () => (await previews()).some((shown) => shown.includes(text)),
      async () => `No page shows "${text}"; there are ${JSON.stringify(await previews())}`,
    );
  }

  /** What the frames inside the window show. */
  async function previews(): Promise<string[]> {
    const inner = page.frames().filter((frame) => frame !== page.mainFrame());
    // A frame that goes away while it is read shows nothing.
    return Promise.all(inner.map((frame) => frame.evaluate(() => document.body.innerText).catch(() => '')));
  }

  async function boxOf(text: string): Promise<ScreenBox> {
    await editor().locator('.view-line').first().waitFor();
    const box = await editor().evaluate(textBox, text);
    if (box === undefined) throw new Error(`The editor does not show "${text}":\n${await editorText()}`);
    return box;
  }

  /** Puts the cursor into the first place where the active editor shows a text. */
  async function clickText(text: string): Promise<void> {
    const box = await boxOf(text);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  /** Rests the mouse on a text and reads the hover that appears. Throws when none does. */
  async function hoverAt(text: string): Promise<Hover> {
    const box = await boxOf(text);
    const hover = page.locator('.monaco-hover:not(.hidden)').filter({ hasText: /\S/ }).first();
    await insist(hover, async () => {
      await page.mouse.move(box.x + box.width / 2, box.y - 60);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    });
    // A hover shows what it has and fills up: wait until the last participant has answered.
    await hover.getByText(/^Loading/).waitFor({ state: 'hidden' });
    const links = await hover.locator('a[href], a[data-href]').evaluateAll((found) =>
      found.map((a) => ({
        text: a.textContent ?? '',
        href: a.getAttribute('data-href') || a.getAttribute('href') || '',
      })),
    );
    return {
      text: plain((await hover.textContent()) ?? ''),
      links: links.filter((link) => link.href !== '' && link.href !== '#'),
    };
  }

  /** Puts the cursor on a text, opens the light bulb's menu, and leaves it open. */
  async function openQuickFixes(text: string): Promise<Locator> {
    await clickText(text);
    // VS Code looks for actions a moment after the cursor has moved; before that the shortcut finds nothing.
    await editor().locator('.lightBulbWidget:visible, [class*="codicon-gutter-lightbulb"]').first().waitFor();
    const rows = page.locator('.action-widget .monaco-list-row.action');
    await insist(rows.first(), () => press('Control+.'));
    return rows;
  }

  /** The titles in the light bulb's menu for the place of a text, top first. */
  async function quickFixes(text: string): Promise<string[]> {
    const rows = await openQuickFixes(text);
    const titles = await rows.evaluateAll((found) =>
      found
        .map((row) => ({ top: row.getBoundingClientRect().top, title: row.querySelector('.title')?.textContent ?? '' }))
        .sort((a, b) => a.top - b.top)
        .map((row) => row.title),
    );
    await press('Escape');
    await page.locator('.action-widget .monaco-list-row.action').first().waitFor({ state: 'hidden' });
    return titles.map(plain);
  }

  /** Takes an offer of the light bulb by its title. Throws with the titles there are when none matches. */
  async function applyQuickFix(text: string, title: string | RegExp): Promise<void> {
    const rows = await openQuickFixes(text);
    const row = rows.filter({ has: page.locator('.title', { hasText: title }) });
    if ((await row.count()) === 0) {
      throw new Error(`No quick fix "${title}" at "${text}"; offered: ${JSON.stringify(await rows.allInnerTexts())}`);
    }
    await row.first().click();
    await page.locator('.action-widget .monaco-list-row.action').first().waitFor({ state: 'hidden' });
  }

  /** Asks for completions at the cursor and takes the one with a label. Throws with the labels there are when none has it. */
  async function complete(label: string): Promise<void> {
    await focusEditor();
    await press('Control+Space');
    const rows = page.locator('.suggest-widget.visible .monaco-list-row');
    const labels = (): Promise<string[]> => rows.locator('.label-name').allInnerTexts();
    await until(
      async () => (await labels()).map(plain).includes(label),
      async () => `"${label}" is not offered; there are ${JSON.stringify(await labels())}`,
    );
    await rows
      .filter({ has: page.locator('.label-name', { hasText: new RegExp(`^${escapeRegExp(label)}$`) }) })
      .first()
      .click();
    await page.locator('.suggest-widget.visible').waitFor({ state: 'hidden' });
  }

  /** Renames what stands under a text, everywhere. */
  async function rename(text: string, to: string): Promise<void> {
    await clickText(text);
    await press('F2');
    const input = page.locator('.rename-box input.rename-input');
    await input.waitFor();
    await input.fill(to);
    await press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Goes to where what stands under a text is defined, and waits for that file. */
  async function goToDefinition(text: string, file: string): Promise<void> {
    await clickText(text);
    await insist(page.locator(`${activeEditor}[data-uri$="${file}"]`), () => press('F12'));
  }

  /** Types at the cursor, in one go. */
  async function typeText(text: string): Promise<void> {
    await focusEditor();
    await page.keyboard.insertText(text);
  }

  /** Replaces the whole text of the active editor. */
  async function replaceText(text: string): Promise<void> {
    await focusEditor();
    await press('Control+a');
    await page.keyboard.insertText(text);
  }

  /** Saves the active editor and waits until its tab is clean. */
  async function saveFile(): Promise<void> {
    await focusEditor();
    await press('Control+s');
    await page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
  }

  /** The lines that the active editor shows, top first. A text longer than the view is cut off at its edge. */
  async function editorText(): Promise<string> {
    return (await editor().evaluate(shownLines)).map((line) => line.text).join('\n');
  }

  /** Waits until the shown text fulfils a condition; throws with the text when it does not get there. */
  async function waitForText(condition: (text: string) => boolean): Promise<string> {
    await until(
      async () => condition(await editorText()),
      async () => `The text stays\n${await editorText()}`,
    );
    return editorText();
  }

  /** The texts in the status bar, left to right. */
  async function statusItems(): Promise<string[]> {
    const labels = await page
      .locator('.statusbar-item:visible')
      .evaluateAll((items) =>
        items.map((item) => `${item.getAttribute('aria-label') ?? ''} ${item.textContent ?? ''}`.trim()),
      );
    return labels.map(plain);
  }

  /** Waits for a status bar item whose text or label fulfils a pattern, and answers it. */
  async function waitForStatusItem(pattern: RegExp, withinMs = timeoutMs): Promise<string> {
    await until(
      async () => (await statusItems()).some((item) => pattern.test(item)),
      async () => `No status item ${pattern}; there are ${JSON.stringify(await statusItems())}`,
      withinMs,
    );
    return (await statusItems()).find((item) => pattern.test(item)) ?? '';
  }

  /** The texts of the notifications on the screen. */
  async function notifications(): Promise<string[]> {
    return (await page.locator('.notification-toast .notification-list-item-message').allInnerTexts()).map(plain);
  }

  /** Writes a picture to `.cache/screenshots/NAME.png` and answers its path. */
  async function screenshot(name: string): Promise<string> {
    mkdirSync(screenshots, { recursive: true });
    const path = join(screenshots, `${name}.png`);
    await page.screenshot({ path });
    return path;
  }

  /** Closes the page and its browser context. */
  async function close(): Promise<void> {
    await page.context().close();
  }

  return {
    page,
    openWorkspace,
    waitForReady,
    openFile,
    focusEditor,
    runCommand,
    commands,
    closeEverything,
    problems,
    waitForProblem,
    squiggles,
    waitForSquiggle,
    waitForNoSquiggles,
    waitForPreview,
    clickText,
    hoverAt,
    openQuickFixes,
    quickFixes,
    applyQuickFix,
    complete,
    rename,
    goToDefinition,
    typeText,
    replaceText,
    saveFile,
    editorText,
    waitForText,
    statusItems,
    waitForStatusItem,
    notifications,
    screenshot,
    close,
  };
}

/** How long one try may take to show its effect. */
const tryMs = 5000;

/**
 * Does something until its effect shows. What is asked of VS Code before a feature of the server is registered finds nothing, and is not asked again
 * by itself.
 */
async function insist(effect: Locator, attempt: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    await attempt();
    const left = deadline - performance.now();
    try {
      await effect.waitFor({ timeout: Math.max(1, Math.min(tryMs, left)) });
      return;
    } catch (error) {
      if (left <= tryMs) throw error;
    }
  }
}

async function until(
  condition: () => Promise<boolean>,
  failure: () => Promise<string>,
  withinMs = timeoutMs,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(await failure());
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** VS Code sets text with no-break spaces. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').trim();
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
