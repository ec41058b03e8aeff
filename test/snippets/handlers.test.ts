import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cache, expand, root } from './harness';

const directory = join(cache, 'handlers');

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** A copy of the handlers and of the tests that the snippets insert, in a folder of its own, with something spoilt. */
function writeProject(name: string, spoil: (text: string) => string = (text) => text): void {
  const project = join(directory, name);
  cpSync(join(root, 'test/snippets/project'), project, { recursive: true });
  for (const file of ['handler.ts', 'user-handler.ts']) {
    const text = readFileSync(join(project, file), 'utf8');
    writeFileSync(join(project, file), spoil(text));
  }
  for (const prefix of ['tw-test-unit', 'tw-test-integration']) {
    writeFileSync(join(project, `${prefix}.test.ts`), expand(prefix));
  }
}

/** `project/file > title` and how each test of the projects ended. */
let outcomes: Readonly<Record<string, string>>;

beforeAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, 'vitest.config.mjs'),
    // The copies of generated code are one only when Node itself loads all of them.
    `export default { test: { pool: 'threads', isolate: false, server: { deps: { external: [/gen-nodejs/] } } } };`,
  );
  writeProject('right');
  writeProject('wrong', (text) =>
    text
      .replace("name: 'Ada'", "name: 'Eve', id: 2")
      .replace('throw new UserNotFound(', 'throw new Error(String(')
      .replace('user_id: request.user_id });', 'user_id: request.user_id }));')
      .replace('return { user };', 'return { user: { ...user, id: 2 } };')
      .replace('user_id <= 0', 'user_id <= -10')
      .replace(', { cause }', ''),
  );
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const output = join(directory, 'report.json');
  await new Promise<void>((resolve) => {
    // It ends with 1: the wrong handlers fail.
    execFile(process.execPath, [vitest, 'run', '--root', directory, '--reporter', 'json', '--outputFile', output], () =>
      resolve(),
    );
  });
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
  outcomes = Object.fromEntries(
    report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ title, status }) => [`${name.slice(directory.length + 1)} > ${title}`, status]),
    ),
  );
}, 60_000);

test('tw-test-unit and tw-test-integration pass with a right handler and fail with a wrong one', () => {
  expect(outcomes).toEqual({
    'right/tw-test-unit.test.ts > answers with the user': 'passed',
    "right/tw-test-unit.test.ts > refuses 'an unknown user' with 1001": 'passed',
    "right/tw-test-unit.test.ts > refuses 'an invalid id' with 1002": 'passed',
    'right/tw-test-unit.test.ts > keeps the cause when the store fails': 'passed',
    'right/tw-test-integration.test.ts > answers with the user': 'passed',
    'right/tw-test-integration.test.ts > rejects with the declared exception': 'passed',
    'wrong/tw-test-unit.test.ts > answers with the user': 'failed',
    "wrong/tw-test-unit.test.ts > refuses 'an unknown user' with 1001": 'passed',
    "wrong/tw-test-unit.test.ts > refuses 'an invalid id' with 1002": 'failed',
    'wrong/tw-test-unit.test.ts > keeps the cause when the store fails': 'failed',
    'wrong/tw-test-integration.test.ts > answers with the user': 'failed',
    'wrong/tw-test-integration.test.ts > rejects with the declared exception': 'failed',
  });
});
