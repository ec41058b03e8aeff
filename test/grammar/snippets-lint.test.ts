import { expect, test } from 'vitest';
import { createTestWorkspace } from '../harness/engine';
import { snippetContexts } from './snippet-contexts';
import { expandSnippet } from './snippet-expander';
import { readProjectFile } from './tokenize';

const snippets = JSON.parse(readProjectFile('snippets/thrift.json')) as Record<string, { readonly body: string[] }>;

test.each(Object.entries(snippetContexts))('%s follows every convention of the default preset', (name, context) => {
  const text = context.before + expandSnippet(snippets[name]?.body ?? []) + context.after;
  // The file lies where its namespace says, so that the rule that compares the two has nothing to add.
  const directory = 'example/user';
  const included = Object.entries(context.files ?? {}).map(([path, content]) => [`${directory}/${path}`, content]);
  const { lint } = createTestWorkspace({ [`${directory}/user.thrift`]: text, ...Object.fromEntries(included) });
  const { findings, crashes } = lint(`${directory}/user.thrift`);
  expect(crashes).toEqual([]);
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
});
