import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../server/src/config/resolve';
import type { Localized } from '../../server/src/core/finding';
import { applyFixes, overlap } from '../../server/src/core/fix';
import { createLineIndex } from '../../server/src/core/lines';
import { noOptions } from '../../server/src/core/options';
import { loadZod } from '../../server/src/core/zod';
import { definitionRule } from '../../server/src/idl/rule';
import { allRules, idlRules } from '../../server/src/rules/registry.generated';
import { createLintSetup, lintFile } from '../../server/src/workspace/linter';
import { createTestWorkspace, testUri } from '../harness/engine';

describe('the linter', () => {
  it('keeps all other findings when a rule throws, and says so once', () => {
    const broken = definitionRule({
      id: 'idl/broken',
      group: 'convention',
      summary: { en: 'throws', zh: '抛出' },
      severity: 'warning',
      options: noOptions,
      messages: {},
      check() {
        throw new Error('no such luck');
      },
    });
    const files = {
      'main.thrift': 'struct A {\n  1: required i64 userId\n}\nstruct B {\n  1: required i64 postId\n}\n',
    };
    const { workspace } = createTestWorkspace(files);
    const rules = [...allRules, broken];
    const setup = createLintSetup({ idl: [...idlRules, broken], all: rules }, resolveConfig(rules, []), 'en');
    const { findings, crashes } = lintFile(workspace, testUri('main.thrift'), setup);
    expect(findings.filter((finding) => finding.rule === 'idl/field-naming')).toHaveLength(2);
    expect(
      findings.filter((finding) => finding.rule === 'thriftwise/internal-error').map((finding) => finding.message),
    ).toEqual([
      'The rule idl/broken failed here with a bug of its own (no such luck). All other rules ran. Please report it.',
    ]);
    expect(crashes.map((crash) => crash.rule)).toEqual(['idl/broken']);
  });

  it('cuts at maxFindings, mildest first, and says how many are left out', () => {
    const fields = Array.from({ length: 9 }, (_, i) => `  ${i + 1}: required i64 userId${i}`).join('\n');
    const { lint } = createTestWorkspace(
      { 'main.thrift': `namespace go a\nstruct A {\n${fields}\n}\nenum E {\n  A\n}\n` },
      {
        maxFindings: 4,
        rules: { 'idl/*': 'off', 'idl/field-naming': 'hint', 'idl/implicit-enum-value': 'error' },
      },
    );
    const { findings } = lint('main.thrift');
    expect(findings.map((finding) => finding.rule)).toEqual([
      'thriftwise/limit',
      'idl/field-naming',
      'idl/field-naming',
      'idl/field-naming',
      'idl/implicit-enum-value',
    ]);
    expect(findings[0]?.message).toBe('6 more findings are not shown: the limit is 4 a file (maxFindings).');
  });

  it('does not parse a file above maxFileSize, and says so', () => {
    const { lint } = createTestWorkspace(
      { 'main.thrift': `struct A {}\n// ${'x'.repeat(3000)}\n` },
      { maxFileSize: 2048 },
    );
    expect(lint('main.thrift').findings.map((finding) => finding.message)).toEqual([
      'This file is not checked: it has 3016 characters, and the limit is 2048 (maxFileSize).',
    ]);
  });

  it('writes messages in Chinese', () => {
    const { lint } = createTestWorkspace({ 'main.thrift': 'struct A {\n  1: required i64 userId\n}\n' }, {}, 'zh-cn');
    expect(lint('main.thrift').findings.find((finding) => finding.rule === 'idl/field-naming')?.message).toBe(
      '“userId”不是 snake_case，请使用“user_id”',
    );
  });

  it('computes a fix against the newest version, after lines above the definition changed', () => {
    const { workspace, setup } = createTestWorkspace({ 'main.thrift': '' });
    const uri = testUri('main.thrift');
    workspace.open(uri, 'struct A {\n  1: required i64 a_b\n}\nenum E {\n  ONE\n}\n');
    lintFile(workspace, uri, setup);
    workspace.change(uri, [{ range: { start: 0, end: 0 }, text: '// a new first line\n\n' }]);
    const text = workspace.file(uri)?.text ?? '';
    const finding = lintFile(workspace, uri, setup).findings.find((each) => each.rule === 'idl/implicit-enum-value');
    expect(applyFixes(uri, text, finding?.fixes() ?? []).text).toBe(
      '// a new first line\n\nstruct A {\n  1: required i64 a_b\n}\nenum E {\n  ONE = 0\n}\n',
    );
  });
});

describe('rule metadata', () => {
  it.each(allRules.map((rule) => [rule.id, rule] as const))(
    '%s has both languages with the same values in them',
    (_, rule) => {
      const values = (text: string) => [...text.matchAll(/\{(\w+?)(?:Zh)?\}/g)].map((match) => match[1]).sort();
      const texts: readonly Localized[] = [rule.summary, ...Object.values(rule.messages)];
      for (const { en, zh } of texts) {
        expect([...new Set(values(zh))]).toEqual([...new Set(values(en))]);
        expect(zh === en && /[a-z]{3}/.test(en.replace(/\{\w+\}/g, ''))).toBe(false);
      }
      expect(rule.options(loadZod()).safeParse({}).success).toBe(true);
    },
  );

  it('has ids that are unique', () => {
    expect(new Set(allRules.map((rule) => rule.id)).size).toBe(allRules.length);
  });
});

describe('fixes', () => {
  const edit = (start: number, end: number, newText: string) => ({ uri: 'a', range: { start, end }, newText });
  const fix = (...edits: ReturnType<typeof edit>[]) => ({ title: 't', applicability: 'safe' as const, edits });

  it('are applied whole or not at all; the later one of two that collide waits', () => {
    const result = applyFixes('a', 'abcdef', [
      fix(edit(0, 1, 'X'), edit(4, 5, 'Y')),
      fix(edit(4, 6, 'Z'), edit(2, 3, 'W')),
    ]);
    expect(result).toEqual({ text: 'XbcdYf', applied: 1, deferred: 1 });
  });

  it('never merge two insertions at one place', () => {
    expect(applyFixes('a', 'ab', [fix(edit(1, 1, 'X')), fix(edit(1, 1, 'Y'))])).toEqual({
      text: 'aXb',
      applied: 1,
      deferred: 1,
    });
  });

  it('that overlap themselves are known', () => {
    expect(overlap([edit(0, 3, ''), edit(2, 4, '')])).toBe(true);
    expect(overlap([edit(0, 2, ''), edit(2, 4, '')])).toBe(false);
  });
});

describe('the line index', () => {
  it('counts all three line ends and UTF-16 units', () => {
    const lines = createLineIndex('a\r\nb\rc\n😀d');
    expect(lines.lineCount).toBe(4);
    expect(lines.positionAt(9)).toEqual({ line: 3, character: 2 });
    expect(lines.offsetAt({ line: 1, character: 9 })).toBe(4);
    expect(lines.offsetAt({ line: 0, character: 9 })).toBe(1);
    expect(lines.offsetAt({ line: 9, character: 0 })).toBe(10);
    expect(lines.lineRange(0)).toEqual({ start: 0, end: 1 });
  });
});
