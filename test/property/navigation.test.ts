import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/core/fix';
import type { IdlFile } from '../../server/src/idl/model/file';
import { describeAt } from '../../server/src/idl/query/describe';
import { foldsOf } from '../../server/src/idl/query/folding';
import { above, below } from '../../server/src/idl/query/hierarchy';
import { occurrencesIn, occurrencesOf } from '../../server/src/idl/query/occurrences';
import { renameSymbol, renameTargetAt } from '../../server/src/idl/query/rename';
import { selectionsAt } from '../../server/src/idl/query/selection';
import { semanticTokens } from '../../server/src/idl/query/semanticTokens';
import { signatureAt } from '../../server/src/idl/query/signature';
import { symbolAt } from '../../server/src/idl/query/symbol';
import { usedByPart, usersOfPart } from '../../server/src/idl/query/uses';
import { findSymbols } from '../../server/src/idl/query/workspaceSymbols';
import type { IdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { answersAt, viewsOf } from '../harness/answers';
import { createTestWorkspace, testUri } from '../harness/engine';
import { alike, atLeast, same } from '../harness/quickly';

const paths = ['a.thrift', 'b.c.thrift', 'main.thrift'] as const;

/** Three files that name each other, with every kind of reference. */
const base: Readonly<Record<(typeof paths)[number], string>> = {
  'a.thrift': `namespace go a
/** Colours. */
enum Color { RED = 1, BLUE, GREEN }
typedef i64 Id
struct User { 1: required Id id (vt.gt = "$age"), 2: optional Color color = Color.RED, 3: i32 age }
const User ROOT = { "id": 1, "color": Color.BLUE }
service Base { void Ping() }
exception Failure { 1: string message }
`,
  'b.c.thrift': `include "a.thrift"
typedef list<a.User> Users
union Any { 1: a.User user, 2: Users users }
const list<a.User> ALL = [{ "id": 2 }, a.ROOT]
service Mid extends a.Base { a.User Get(1: a.Id id) throws (1: a.Failure failure) }
`,
  'main.thrift': `include "a.thrift"
include "b.c.thrift"
// Everything.
struct User { 1: b.c.Users users, 2: map<a.Id, b.c.Any> any, 3: a.Color color = a.Color.GREEN }
const a.Color FIRST = Color.RED
service Low extends b.c.Mid {
  User Get2(
    1: User user
  )
}
`,
};

const snippet = fc.constantFrom(
  'struct User { 1: a.Id id }\n',
  'enum Color { RED }\n',
  'include "a.thrift"\n',
  'include "b.c.thrift"\n',
  '1: a.User u\n',
  'Color.RED',
  'a.',
  'b.c.',
  '{',
  '}',
  '(',
  ')',
  '"',
  '/*',
  '*/',
  '// ',
  '\n',
  ' ',
  '.',
  '=',
  'typedef ',
  'const User X = { "id": 1 }\n',
  'extends ',
  '😀',
);

interface Edit {
  readonly path: (typeof paths)[number];
  /** Where, as a share of the text. */
  readonly at: number;
  readonly deleted: number;
  readonly text: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  path: fc.constantFrom(...paths),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  deleted: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 })),
  text: fc.oneof(snippet, fc.constant('')),
});

function open(texts: Readonly<Record<string, string>>): IdlWorkspace {
  const { workspace } = createTestWorkspace(Object.fromEntries(paths.map((path) => [path, ''])));
  for (const path of paths) workspace.open(testUri(path), texts[path] ?? '');
  return workspace;
}

function apply(workspace: IdlWorkspace, { path, at, deleted, text }: Edit): void {
  const uri = testUri(path);
  const before = workspace.textOf(uri) ?? '';
  const start = Math.floor(at * before.length);
  const end = Math.min(before.length, start + deleted);
  workspace.change(uri, [{ range: { start, end }, text }]);
}

function files(workspace: IdlWorkspace): IdlFile[] {
  return paths.flatMap((path) => workspace.file(testUri(path)) ?? []);
}

describe('navigation', () => {
  it('answers after any edits as a workspace that reads the texts anew', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 12 }), (edits) => {
        const edited = open(base);
        for (const each of edits) {
          apply(edited, each);
          // What was asked in between must leave nothing behind that is wrong later.
          for (const file of files(edited)) for (let i = 0; i < file.text.length; i += 29) answersAt(edited, file, i);
        }
        const fresh = open(Object.fromEntries(paths.map((path) => [path, edited.textOf(testUri(path)) ?? ''])));
        for (const path of paths) {
          const [one, other] = [edited.file(testUri(path)), fresh.file(testUri(path))];
          if (!one || !other) throw new Error(path);
          alike(viewsOf(edited, one), viewsOf(fresh, other));
          for (let offset = 0; offset <= one.text.length; offset += 3)
            alike(answersAt(edited, one, offset), answersAt(fresh, other, offset));
        }
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it('throws nowhere in broken texts, and gives ranges that lie in them', () => {
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 20 }), (edits) => {
        const workspace = open(base);
        for (const each of edits) apply(workspace, each);
        findSymbols(workspace, 'us', 10, () => false);
        for (const file of files(workspace)) {
          viewsOf(workspace, file);
          const isIn = ({ start, end }: { start: number; end: number }) =>
            start >= 0 && start <= end && end <= file.text.length;
          same(
            foldsOf(file).every(({ range }) => isIn(range)),
            true,
          );
          const tokens = semanticTokens(file, workspace);
          for (const [i, { range }] of tokens.entries()) {
            same(isIn(range), true);
            atLeast(range.start, tokens[i - 1]?.range.end ?? 0);
            expect(file.text.slice(range.start, range.end)).not.toMatch(/[\r\n]/);
          }
          for (let offset = 0; offset <= file.text.length; offset++) {
            const around = selectionsAt(file, offset);
            for (const [i, inner] of around.entries()) {
              const outer = around[i + 1];
              same(isIn(inner), true);
              if (outer) same(outer.start <= inner.start && inner.end <= outer.end, true);
            }
            const signature = signatureAt(file, offset, { project: workspace, locale: 'en' });
            if (signature) {
              const { span } = signature.parameters[signature.active] ?? {};
              same(span && span.start < span.end && span.end < signature.label.length, true);
            }
            const found = symbolAt(file, offset, workspace);
            const described = describeAt(file, offset, { project: workspace, locale: 'zh-cn', countUses: true });
            if (found) expect(described).toBeDefined();
            if (!found) continue;
            same(found.range.start <= offset && offset <= found.range.end, true);
            occurrencesIn(file, found.symbol, workspace);
            if (found.symbol.kind === 'definition') {
              above(found.symbol, workspace);
              below(found.symbol, workspace);
              const { file: of, node } = found.symbol;
              if (node.kind !== 'Service') {
                const part = { kind: 'definition', file: of, node } as const;
                for (const { part: user, ranges } of usersOfPart(part, workspace)) {
                  const held = usedByPart(user, workspace).find((each) => each.part.node === node);
                  // A struct that is used in a type is what its user is made of; constants are used in values, too.
                  if (node.kind !== 'Const' && node.kind !== 'Enum') alike(held?.ranges, ranges);
                }
              }
            }
            const target = renameTargetAt(file, offset, workspace);
            if (target.kind === 'target') renameSymbol(target, 'NewName', workspace);
          }
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('finds the declaration and itself among the references of every reference', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        const workspace = open(base);
        for (const each of edits) apply(workspace, each);
        for (const file of files(workspace)) {
          for (let offset = 0; offset <= file.text.length; offset++) {
            const found = symbolAt(file, offset, workspace);
            if (!found || found.symbol.kind === 'include') continue;
            const { name } = found.symbol.node;
            const occurrences = [...occurrencesOf(found.symbol, workspace)];
            const [first] = occurrences;
            same(first?.kind, 'declaration');
            for (const { uri, range } of occurrences) {
              const text = workspace.textOf(uri) ?? '';
              same(text.slice(range.start, range.end), name.text);
            }
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('renames so that everything means what it meant, and back', () => {
    const places = fc.record({
      path: fc.constantFrom(...paths),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), places, (edits, { path, at }) => {
        const workspace = open(base);
        for (const each of edits) apply(workspace, each);
        const file = workspace.file(testUri(path));
        if (!file) throw new Error(path);
        const offset = Math.floor(at * file.text.length);
        const target = renameTargetAt(file, offset, workspace);
        if (target.kind === 'refused') return;
        const renamed = renameSymbol(target, 'Fresh_name', workspace);
        if (renamed.kind === 'refused') return;
        const texts = Object.fromEntries(
          paths.map((of) => {
            const uri = testUri(of);
            const own = renamed.edits.filter((each) => each.uri === uri);
            return [of, applyEdits(workspace.textOf(uri) ?? '', own)];
          }),
        );
        const after = open(texts);
        const declared = after.file(target.symbol.file.uri);
        if (!declared) throw new Error('no file');
        // The declaration's place moves only by edits before it in its file.
        const [own] = [...occurrencesOf(target.symbol, workspace)];
        const shiftBy = renamed.edits.filter(
          ({ uri, range }) => uri === declared.uri && range.end <= (own?.range.start ?? 0),
        ).length;
        const start = (own?.range.start ?? 0) + shiftBy * ('Fresh_name'.length - target.name.length);
        const again = symbolAt(declared, start, after);
        same(again?.symbol.kind, target.symbol.kind);
        if (!again) return;
        const before = [...occurrencesOf(target.symbol, workspace)].length;
        expect([...occurrencesOf(again.symbol, after)]).toHaveLength(before);
        const backTarget = renameTargetAt(declared, start, after);
        if (backTarget.kind === 'refused') throw new Error(backTarget.key);
        const back = renameSymbol(backTarget, target.name, after);
        if (back.kind === 'refused') throw new Error(back.key);
        for (const of of paths) {
          const uri = testUri(of);
          const edited = applyEdits(
            texts[of] ?? '',
            back.edits.filter((each) => each.uri === uri),
          );
          same(edited, workspace.textOf(uri));
        }
      }),
      { numRuns: 300 },
    );
  });
});
