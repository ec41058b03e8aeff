import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../server/src/config/schema';
import type { Finding } from '../../server/src/core/finding';
import { applyEdits, applyFixes, overlap } from '../../server/src/core/fix';
import { idlRules } from '../../server/src/rules/registry.generated';
import { lintFile } from '../../server/src/workspace/linter';
import { expandPlaceholders } from '../harness/check';
import { createTestWorkspace, testUri } from '../harness/engine';

const path = 'main.thrift';
const uri = testUri(path);

// Names, types and values from small sets, so that references resolve, clash and dangle about as often as not.
const typeName = fc.constantFrom(
  'User',
  'GetUserRequest',
  'GetUserResponse',
  'order_item',
  'Color',
  'NotFound',
  'Info',
  'base.Base',
);
const fieldName = fc.constantFrom(
  'id',
  'user_id',
  'userId',
  'created_at',
  'name',
  'type',
  'Base',
  'message',
  'data1',
  'class',
);
const baseType = fc.constantFrom(
  'i64',
  'i32',
  'string',
  'bool',
  'byte',
  'double',
  'binary',
  'list<string>',
  'map<string, User>',
  'set<Color>',
);
const type = fc.oneof(baseType, typeName);
const id = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0, 100, 255, 40_000) },
);
const comment = fc.constantFrom('', '', '', ' // a note', ' # 旧字段 😀', ' /* kept */');
const value = fc.constantFrom('1', '"x"', 'true', '[]', '{}', 'Color.RED', 'LIMIT', '0x1F', '1.5');

const field = fc
  .record({
    id: fc.option(id),
    requiredness: fc.constantFrom('', 'required ', 'optional '),
    type,
    name: fieldName,
    value: fc.option(value, { freq: 4 }),
    annotation: fc.constantFrom('', '', ' (api.query = "q")', ' (go.tag = "json:\\"x\\"")', ' (vt.gt = "0")'),
    separator: fc.constantFrom('', ',', ';'),
    comment,
  })
  .map(
    (f) =>
      `${f.id === null ? '' : `${f.id}: `}${f.requiredness}${f.type} ${f.name}${f.value === null ? '' : ` = ${f.value}`}${f.annotation}${f.separator}${f.comment}`,
  );

function lines(items: readonly string[]): string {
  return items.map((item) => `  ${item}\n`).join('');
}

const struct = fc
  .tuple(fc.constantFrom('struct', 'union', 'exception'), typeName, fc.array(field, { maxLength: 5 }))
  .map(([kind, name, fields]) => `${kind} ${name.replace('.', '')} {\n${lines(fields)}}\n`);
const enumeration = fc
  .array(fc.tuple(fc.constantFrom('RED', 'green', 'BLUE'), fc.option(fc.integer({ min: -1, max: 3 }))), {
    maxLength: 4,
  })
  .map(
    (items) =>
      `enum Color {\n${lines(items.map(([name, number]) => (number === null ? name : `${name} = ${number}`)))}}\n`,
  );
const method = fc
  .tuple(
    fc.constantFrom('', 'oneway ', 'async '),
    fc.oneof(fc.constant('void'), type),
    fc.constantFrom('GetUser', 'getUser', 'LogAction'),
    fc.array(field, { maxLength: 2 }),
    fc.constantFrom('', ' throws (1: NotFound notFound)', ' throws (1: User user)'),
  )
  .map(
    ([oneway, result, name, args, throws]) =>
      `${oneway}${result} ${name}(${args.map((each) => each.replace(/ (?:\/\/|#).*$/, '')).join(' ')})${throws}`,
  );
const service = fc.array(method, { maxLength: 4 }).map((methods) => `service UserService {\n${lines(methods)}}\n`);
const header = fc.constantFrom(
  'namespace go example.user\n',
  'namespace GO x\n',
  'include "base.thrift"\n',
  'include "nothing.thrift"\n',
  '',
);
const small = fc.constantFrom(
  'const i32 LIMIT = 3\n',
  'const byte LIMIT = 300\n',
  'typedef i64 Id\n',
  'typedef User order_item\n',
  '// a comment of its own\n',
  '\n',
);
const definition = fc.oneof(struct, enumeration, service, small);
const idl = fc
  .tuple(fc.array(header, { maxLength: 3 }), fc.array(definition, { minLength: 1, maxLength: 6 }))
  .map(([headers, definitions]) => [...headers, ...definitions].join(''));

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat({ max: 30 }),
  insert: fc.oneof(
    fc.constantFrom(
      '',
      '}',
      '{',
      '"',
      '/*',
      '*/',
      '//',
      '\n',
      'struct A {',
      '1: required i64 a\n',
      '😀',
      '(',
      '<',
      ',',
      '= 3',
    ),
    fc.string({ maxLength: 8 }),
  ),
});

const files = { 'base.thrift': 'namespace go base\nstruct Base {\n  1: optional string log_id\n}\n' };
const strict: Config = { extends: 'strict' };

function plain(findings: readonly Finding[]) {
  return findings.map(({ rule, severity, message, range, symbol, related, tags }) => ({
    rule,
    severity,
    message,
    range,
    symbol,
    related,
    tags,
  }));
}

function lintText(text: string, config: Config = strict) {
  const workspace = createTestWorkspace({ ...files, [path]: text }, config);
  return { ...workspace, findings: workspace.lint(path).findings };
}

const onlySyntax: Config = { rules: { 'idl/*': 'off', 'idl/syntax': 'error' } };

function syntaxProblems(text: string): number {
  return lintText(text, onlySyntax).findings.filter((finding) => finding.rule === 'idl/syntax').length;
}

describe('the engine', () => {
  it('finds the same after any edits as in a fresh workspace', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(idl, fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
        const { workspace, setup } = createTestWorkspace({ ...files, [path]: text }, strict);
        workspace.open(uri, text);
        lintFile(workspace, uri, setup);
        for (const { at, remove, insert } of edits) {
          const now = workspace.file(uri)?.text ?? '';
          const start = Math.floor(at * now.length);
          workspace.change(uri, [{ range: { start, end: Math.min(now.length, start + remove) }, text: insert }]);
          const incremental = lintFile(workspace, uri, setup).findings;
          expect(incremental.filter((finding) => finding.rule === 'thriftwise/internal-error')).toEqual([]);
          expect(plain(incremental)).toEqual(plain(lintText(workspace.file(uri)?.text ?? '').findings));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leaves the findings of all other definitions alone when one is changed inside', { timeout: 60_000 }, () => {
    const rules = Object.fromEntries(
      idlRules.map((rule) => [rule.id, rule.scope === 'definition' ? 'warning' : 'off']),
    );
    const config: Config = { rules: { ...rules, 'thriftwise/*': 'off' } as NonNullable<Config['rules']> };
    const mutation = fc.constantFrom(
      'i64',
      '1: required',
      ': :',
      '=',
      ',',
      ';',
      'x.y',
      '"text"',
      'required',
      'oneway',
      '()',
      '99',
    );
    fc.assert(
      fc.property(
        fc.array(definition, { maxLength: 3 }),
        struct,
        fc.array(definition, { maxLength: 3 }),
        mutation,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (before, middle, after, inserted, at) => {
          const head = `namespace go a\n${before.join('')}`;
          const tail = `\nconst string LAST = "x"\n${after.join('')}`;
          const open = middle.indexOf('{\n') + 2;
          const place = open + Math.floor(at * (middle.length - 2 - open));
          // Inside a comment or between two halves of a word the mutation is another one, which is fine.
          const changed = `${middle.slice(0, place)} ${inserted} ${middle.slice(place)}`;
          const outside = (text: string, body: string) =>
            plain(lintText(head + body + tail, config).findings)
              .filter(({ range }) => range.end <= head.length || range.start >= head.length + body.length)
              .map((finding) => ({
                ...finding,
                related: [],
                range: text.slice(finding.range.start, finding.range.end),
                from: finding.range.start < head.length,
              }));
          expect(outside(head + changed + tail, changed)).toEqual(outside(head + middle + tail, middle));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('makes fixes that parse, do not overlap, and come to an end', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(idl, (text) => {
        const { findings } = lintText(text);
        const problems = syntaxProblems(text);
        for (const finding of findings) {
          for (const fix of finding.fixes()) {
            expect(overlap(fix.edits), fix.title).toBe(false);
            const own = fix.edits.filter((each) => each.uri === uri);
            for (const { range } of own) {
              expect(range.start).toBeGreaterThanOrEqual(0);
              expect(range.end).toBeLessThanOrEqual(text.length);
            }
            const edits =
              fix.applicability === 'template'
                ? own.map((each) => ({ ...each, newText: expandPlaceholders(each.newText) }))
                : own;
            const fixed = applyEdits(text, edits);
            expect(syntaxProblems(fixed), `${finding.rule}: ${fix.title}\n${text}\n---\n${fixed}`).toBeLessThanOrEqual(
              problems,
            );
          }
        }
        let now = text;
        for (let pass = 0; ; pass++) {
          const safe = lintText(now).findings.flatMap((finding) =>
            finding
              .fixes()
              .filter((fix) => fix.applicability === 'safe')
              .slice(0, 1),
          );
          const { text: next, applied } = applyFixes(uri, now, safe);
          if (applied === 0) break;
          expect(pass, `safe fixes end:\n${text}\n---\n${now}`).toBeLessThan(10);
          expect(next).not.toBe(now);
          now = next;
        }
      }),
      { numRuns: 150 },
    );
  });
});
