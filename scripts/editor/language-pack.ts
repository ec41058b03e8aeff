/**
 * Makes VS Code run in 简体中文 without the vendor's language pack.
 *
 * The vendor's pack is no npm package. What an extension sees of the display language, though, is not the pack but the
 * fact that one is registered: `vscode.env.language`, and which `package.nls.*.json` is read. So this registers a pack
 * that translates nothing of VS Code's own texts (they stay English) and leaves the rest to VS Code.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Registers the pack for `zh-cn` in a user data folder. The server has to be started with `--locale zh-cn` on top.
 *
 * @param userDataDir an existing folder of a server that is not running yet
 */
export function writeChinesePack(userDataDir: string): void {
  const translations = join(userDataDir, 'zh-cn.i18n.json');
  writeFileSync(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'thriftwise-test',
    label: '中文(简体)',
    extensions: [{ extensionIdentifier: { id: 'thriftwise.no-translations' }, version: '1.0.0' }],
    translations: { vscode: translations },
  };
  writeFileSync(join(userDataDir, 'languagepacks.json'), JSON.stringify({ 'zh-cn': pack }));
}
