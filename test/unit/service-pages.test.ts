import { expect, it } from 'vitest';
import { isBrowserFile } from '../../server/src/service/browserFile';
import { defaultServiceSettings } from '../../server/src/service/model/settings';
import { hostOver } from '../harness/serviceHost';

/** Which of the files, all of one package with Next.js, run in a browser alone. */
function onPages(files: Record<string, string>, dependencies = ['next', 'react', 'react-dom', 'axios']): string[] {
  const listed = Object.fromEntries(dependencies.map((name) => [name, '1']));
  const all = { 'package.json': JSON.stringify({ dependencies: listed }), 'tsconfig.json': '{}', ...files };
  const host = hostOver(Object.fromEntries(Object.entries(all).map(([path, text]) => [`/app/web/${path}`, text])));
  return Object.keys(files).filter((path) => {
    const located = host.locate(`/app/web/${path}`, defaultServiceSettings);
    return located && isBrowserFile(located.file.sourceFile, located.project);
  });
}

const call = "import axios from 'axios';\nexport const load = () => axios.get('https://api');\n";

it('takes components, hooks and the state of pages for code of a page, and what they alone import', () => {
  expect(
    onPages({
      'src/Table.js': "import { load } from './api';\nexport const Table = () => <a onClick={() => load()} />;\n",
      'src/useUser.ts': "import { useEffect } from 'react';\nexport const useUser = () => useEffect(() => {});\n",
      'src/store.ts':
        "import { makeObservable } from 'mobx';\nimport { load } from './api';\nexport const a = [makeObservable, load];\n",
      'src/api.ts': `import { base } from './base';\n${call}export const b = base;\n`,
      'src/base.ts': `import './api';\n${call.replace('load', 'base')}`,
      'src/api.test.ts': "import { load } from './api';\nload();\n",
    }),
  ).toEqual(['src/Table.js', 'src/useUser.ts', 'src/store.ts', 'src/api.ts', 'src/base.ts']);
});

it('keeps what a server runs: API routes, the app folder, data of pages, and what they import', () => {
  const importing = "import { load } from '../src/api';\n";
  expect(
    onPages({
      'pages/api/users.ts': `${importing}export default () => load();\n`,
      'pages/index.jsx': `${importing}export const getServerSideProps = () => load();\nexport default () => <a />;\n`,
      'app/page.jsx': `${importing}export default async () => <a>{await load()}</a>;\n`,
      'src/middleware.ts': call,
      'src/worker.ts': call,
      'src/mail.ts': `import { readFileSync } from 'node:fs';\n${call}export const c = readFileSync;\n`,
      'src/Form.jsx':
        "import { load } from './api';\nimport { read } from './mail';\nexport const Form = () => <a>{[load, read]}</a>;\n",
      'src/api.ts': call,
    }),
  ).toEqual(['src/Form.jsx']);
});

it('says nothing of a package without pages', () => {
  const store = `import { makeObservable } from 'mobx';\n${call}export const a = makeObservable;\n`;
  expect(onPages({ 'src/store.ts': store }, ['express', 'mobx', 'axios'])).toEqual([]);
});
