import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useVsCode } from './session';

const fixtures = join(import.meta.dirname, '../fixtures/contract');
const generated = Object.fromEntries(
  readdirSync(join(fixtures, 'generated/es6')).map((name) => [
    `gen/${name}`,
    readFileSync(join(fixtures, 'generated/es6', name), 'utf8'),
  ]),
);

describe('VS Code with an IDL and the code that answers for it', () => {
  const session = useVsCode({
    'package.json': '{ "dependencies": { "thrift": "0.24.0" } }\n',
    'tsconfig.json': '{}\n',
    // Only what the tests look at.
    'thriftwise.json': JSON.stringify({
      rules: { 'idl/*': 'off', 'service/*': 'off', 'contract/*': 'off', 'contract/undeclared-throw': 'warning' },
    }),
    'users.thrift': readFileSync(join(fixtures, 'users.thrift'), 'utf8'),
    ...generated,
    'server.ts': `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';
import { NotFound } from './gen/users_types';

thrift.createServer(UserService, {
  async findByName(name: string) {
    throw new NotFound({ message: name });
  },
});
`,
  });

  test('a lens over a method leads to the code that answers it', async () => {
    const { editor } = session;
    await editor.openFile('users.thrift');
    const lens = editor.page.locator('.codelens-decoration a', { hasText: /^handled in server\.ts$/ }).last();
    await lens.waitFor({ timeout: 60_000 });
    await editor.screenshot('contract-lens');
    await lens.click();
    // A single place is gone to at once or shown in the list of references, as the editor is set.
    const shown = editor.page
      .locator('.reference-zone-widget, .zone-widget, .tab.active[aria-label*="server.ts"]')
      .first();
    await shown.waitFor({ timeout: 20_000 });
    await editor.screenshot('contract-lens-followed');
    await editor.page.keyboard.press('Escape');
  });

  test('a finding in code is mended in the IDL', async () => {
    const { editor, workspace } = session;
    await editor.openFile('server.ts');
    await editor.waitForSquiggle('warning', 'new NotFound({ message: name })');
    await editor.applyQuickFix('NotFound({', 'Declare NotFound in the IDL');
    await editor.runCommand('File: Save All Files');
    await expect
      .poll(() => workspace.read('users.thrift'), { timeout: 20_000 })
      .toContain('User findByName(1: string name) throws (1: NotFound notFound) (idempotent = "true")');
    await editor.openFile('server.ts');
    await editor.waitForNoSquiggles('warning');
  });
});
