import { afterEach, describe, expect, it } from 'vitest';
import { noOptions } from '../../server/src/core/options';
import { definitionRule, fileRule } from '../../server/src/idl/rule';
import { endInProcess, startInProcess } from './inProcess';
import { brief } from './session';

afterEach(endInProcess);

const shared = {
  group: 'language',
  summary: { en: 'throws', zh: '抛出异常' },
  severity: 'error',
  options: noOptions,
  messages: { fine: { en: 'fine', zh: '正常' }, fix: { en: 'fix', zh: '修复' } },
} as const;

const throwingDefinitionRule = definitionRule({
  ...shared,
  id: 'idl/throws-on-enums',
  check(definition, { report }) {
    if (definition.kind !== 'Enum') return;
    report({ at: definition.name, message: 'fine' });
    throw new Error('boom');
  },
});

const throwingFileRule = fileRule({
  ...shared,
  id: 'idl/throws-on-files',
  check() {
    throw new TypeError('bang');
  },
});

const throwingFixRule = definitionRule({
  ...shared,
  id: 'idl/throws-in-fixes',
  check(definition, { report }) {
    if (definition.kind !== 'Struct') return;
    report({
      at: definition.name,
      message: 'fine',
      fixes: () => {
        throw new Error('no fix');
      },
    });
  },
});

const text =
  'namespace go demo\nstruct User {\n  1: required i64 userId\n}\nenum Color {\n  RED\n}\nenum Size {\n  L\n}\n';

describe('a rule that throws', () => {
  it('is reported once in the file; what it and all others found is kept', async () => {
    const session = await startInProcess([throwingDefinitionRule, throwingFileRule]);
    const found = brief(await session.pull(text));
    expect(found.filter((each) => each.endsWith('internal-error'))).toHaveLength(2);
    expect(found).toContain('4:5 idl/throws-on-enums');
    expect(found).toContain('7:5 idl/throws-on-enums');
    expect(found).toContain('2:18 idl/field-naming');
    expect(found).toContain('5:2 idl/implicit-enum-value');
    expect(session.logged.filter((each) => each.includes('boom'))).toHaveLength(1);
    expect(session.statuses.at(-1)).toMatchObject({ state: 'degraded' });
  });

  it('in computing fixes takes no other action away', async () => {
    const session = await startInProcess([throwingFixRule]);
    await session.pull(text);
    const actions = await session.actions();
    const titles = actions.map(({ title }) => title);
    expect(titles).toContain('Write "= 0"');
    expect(titles).toContain('Disable idl/throws-in-fixes for this line');
    expect(session.logged.some((each) => each.includes('no fix'))).toBe(true);
  });
});

describe('a fix with placeholders', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: an LSP snippet.
  const snippet = '/** ${1:What it is} \\$ ${2|one,two|} */\n';
  const templateRule = definitionRule({
    ...shared,
    id: 'idl/template',
    check(definition, { report }) {
      if (definition.kind !== 'Struct') return;
      report({
        at: definition.name,
        message: 'fine',
        fixes: ({ fix, insertBefore }) => [fix('template', 'fix', {}, [insertBefore(definition, snippet)])],
      });
    },
  });
  const editOf = async (snippets: boolean) => {
    const session = await startInProcess([templateRule], snippets);
    await session.pull(text);
    const action = (await session.actions()).find(({ title }) => title === 'fix');
    return action?.edit?.documentChanges?.[0]?.edits;
  };
  const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };

  it('is a snippet to a client that knows snippets', async () => {
    expect(await editOf(true)).toEqual([{ range, snippet: { kind: 'snippet', value: snippet } }]);
  });

  it('is the text with its defaults to one that does not', async () => {
    expect(await editOf(false)).toEqual([{ range, newText: '/** What it is $ one */\n' }]);
  });
});
