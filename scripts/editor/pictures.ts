/**
 * Takes the README's pictures anew: the editor on a service and on Thrift of the example workspace, and the command in a terminal.
 *
 * Usage: tsx scripts/editor/pictures.ts, after `npm run package`. Needs Debian's chromium. Writes docs/images/.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startCodeServer } from './code-server';
import { packedExtension } from './extension';
import { projectRoot } from './install';
import { type EditorPage, launchBrowser, newEditorPage } from './page';

const images = join(projectRoot, 'docs/images');

/** The colours that the command uses, by SGR code. */
const colours: Readonly<Record<string, string>> = {
  31: '#f14c4c',
  32: '#23d18b',
  33: '#e5e510',
  34: '#3b8eea',
  35: '#d670d6',
  36: '#29b8db',
  90: '#8a8a8a',
};

const escapeCode = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`, 'g');

/** Terminal output with colours as HTML. */
function toHtml(output: string): string {
  let open = 0;
  const close = (): string => '</span>'.repeat(open);
  const body = output
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(escapeCode, (_, code: string) => {
      if (code === '0' || code === '39' || code === '22') {
        if (open === 0) return '';
        open--;
        return '</span>';
      }
      open++;
      if (code === '1') return '<span style="font-weight:bold">';
      if (code === '2') return '<span style="opacity:.6">';
      return `<span style="color:${colours[code] ?? 'inherit'}">`;
    });
  return `<!doctype html><meta charset="utf-8"><body style="margin:0;background:#1e1e1e"><pre style="margin:0;padding:16px;display:inline-block;color:#d4d4d4;font:14px/1.4 monospace">${body}${close()}</pre>`;
}

/** The lenses over a service and its methods. */
async function takeLenses(editor: EditorPage): Promise<void> {
  const { page } = editor;
  await editor.openFile('idl/inventory.thrift');
  await page.keyboard.press('Control+End');
  await page
    .locator('.codelens-decoration a', { hasText: /^2 call sites/ })
    .first()
    .waitFor();
  const box = await page.locator('.editor-group-container.active .editor-instance').first().boundingBox();
  await page.screenshot({
    path: join(images, 'contract.png'),
    ...(box && { clip: { ...box, y: box.y + box.height / 2, height: box.height / 2 } }),
  });
}

async function main(): Promise<void> {
  mkdirSync(images, { recursive: true });
  const browser = await launchBrowser();
  const server = await startCodeServer({ vsix: packedExtension(), workspace: join(projectRoot, 'examples') });
  const folder = mkdtempSync(join(tmpdir(), 'thriftwise-pictures-'));
  try {
    const editor = await newEditorPage(browser);
    await editor.openWorkspace(server.url);
    await editor.openFile('src/clients/stock.ts');
    await editor.waitForSquiggle('error', 'stock.post');
    await editor.problems();
    await editor.hoverAt('get<');
    copyFileSync(await editor.screenshot('readme-service'), join(images, 'service.png'));
    await editor.page.keyboard.press('Escape');
    await editor.openQuickFixes('get<');
    copyFileSync(await editor.screenshot('readme-service-fix'), join(images, 'service-fix.png'));
    await editor.page.keyboard.press('Escape');
    await editor.openFile('idl/user.thrift');
    await editor.waitForSquiggle('error', 'Adress');
    await editor.openQuickFixes('Adress');
    copyFileSync(await editor.screenshot('readme-thrift'), join(images, 'thrift.png'));
    await editor.page.keyboard.press('Escape');
    await takeLenses(editor);
    await editor.close();

    const output = execFileSync(
      process.execPath,
      [
        join(projectRoot, 'dist/cli.cjs'),
        'check',
        '--color',
        '--fail-on',
        'never',
        'idl/payment.thrift',
        'src/clients/rates.ts',
      ],
      {
        cwd: join(projectRoot, 'examples'),
        encoding: 'utf8',
      },
    );
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const html = join(folder, 'terminal.html');
    writeFileSync(html, toHtml(`$ thriftwise check idl/payment.thrift src/clients/rates.ts\n${output}`));
    await page.goto(pathToFileURL(html).href);
    await page.locator('pre').screenshot({ path: join(images, 'terminal.png') });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await browser.close();
    await server.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
