import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { applyEdits, overlap } from '../../server/src/core/fix';
import { isNamed } from '../../server/src/idl/model/file';
import { refactoringsAt } from '../../server/src/idl/refactor/offer';
import type { Refactoring } from '../../server/src/idl/refactor/refactoring';
import { sortIncludes } from '../../server/src/idl/refactor/sortIncludes';
import { createScope } from '../../server/src/idl/resolve/scope';
import { expandSnippet } from '../../server/src/lsp/snippet';
import { createDiskFiles } from '../../server/src/workspace/diskFiles';
import { createIdlWorkspace, type IdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { lintFile } from '../../server/src/workspace/linter';
import { packages, thriftFilesOf } from '../corpus/corpus';
import { createTestWorkspace } from '../harness/engine';

/** Findings of rules that say that something does not resolve, parse, or serve a purpose. */
const rules = [
  ...['syntax', 'unknown-type', 'unknown-value', 'unknown-service', 'unresolved-include', 'unused-include'],
  ...['include-cycle', 'duplicate-include', 'duplicate-name', 'duplicate-field-id', 'value-mismatch', 'typedef-cycle'],
].map((name) => `idl/${name}`);

const { setup } = createTestWorkspace(
  {},
  { rules: { 'idl/*': 'off', 'thriftwise/*': 'off', ...Object.fromEntries(rules.map((rule) => [rule, 'warning'])) } },
);

const count = (workspace: IdlWorkspace, uris: readonly string[]): number =>
  uris.reduce((sum, uri) => sum + lintFile(workspace, uri, setup).findings.length, 0);

/** Makes the changes in the workspace; returns what undoes them. */
function perform(workspace: IdlWorkspace, { edits, creates, applicability }: Refactoring): () => void {
  const uris = [...new Set(edits.map(({ uri }) => uri))];
  const before = uris.map((uri) => [uri, workspace.textOf(uri) ?? ''] as const);
  for (const [uri, text] of before) {
    const own = edits.filter((edit) => edit.uri === uri);
    const written =
      applicability === 'template' ? own.map((edit) => ({ ...edit, newText: expandSnippet(edit.newText) })) : own;
    workspace.open(uri, applyEdits(text, written));
  }
  if (creates) workspace.open(creates.uri, creates.text);
  return () => {
    for (const [uri, text] of before) workspace.open(uri, text);
    if (creates) workspace.close(creates.uri);
  };
}

describe('refactorings in the IDL that packages ship', () => {
  it('leave nothing that cannot be parsed or does not resolve', () => {
    const tried = new Map<string, number>();
    const worse: string[] = [];
    for (const name of packages) {
      const uris = thriftFilesOf(name).map((path) => pathToFileURL(path).href);
      const roots = [...new Set(uris.map((uri) => dirname(fileURLToPath(uri))))];
      const workspace = createIdlWorkspace({
        files: createDiskFiles(1 << 24),
        roots: () => roots,
        settingsFor: () => ({ dialect: 'any', includePaths: [], maxFileSize: 1 << 20 }),
      });
      for (const uri of uris) workspace.open(uri, readFileSync(fileURLToPath(uri), 'utf8'));
      const isFree = (uri: string): boolean => workspace.whyUnreadable(uri)?.kind === 'missing';
      for (const uri of uris) {
        const file = workspace.file(uri);
        if (!file) continue;
        const places = file.definitions.flatMap((each) => [
          ...(isNamed(each) ? [each.name] : []),
          ...(each.kind === 'Service' ? each.methods.map((method) => method.name) : []),
        ]);
        // Every definition of a small file, some of a large one.
        const step = Math.ceil(places.length / 12);
        for (const node of places.filter((_, i) => i % step === 0)) {
          const range = file.rangeOf(node);
          const scope = createScope(file, workspace);
          for (const each of refactoringsAt(range, { scope, project: workspace, isFree })) {
            tried.set(each.title.en, (tried.get(each.title.en) ?? 0) + 1);
            expect(overlap(each.edits)).toBe(false);
            const around = [...new Set([uri, ...each.edits.map((edit) => edit.uri), ...workspace.dependentsOf(uri)])];
            const before = count(workspace, around);
            const undo = perform(workspace, each);
            const now = count(workspace, [...around, ...(each.creates ? [each.creates.uri] : [])]);
            if (now > before) worse.push(`${uri} ${file.textOf(node)}: ${each.title.en} (${before} -> ${now})`);
            undo();
          }
        }
        const sorted = sortIncludes(file);
        if (sorted) {
          const before = count(workspace, [uri]);
          const undo = perform(workspace, {
            kind: 'rewrite',
            title: { en: '', zh: '' },
            data: {},
            applicability: 'safe',
            edits: sorted,
          });
          expect(count(workspace, [uri])).toBe(before);
          const again = workspace.file(uri);
          expect(again && sortIncludes(again)).toBeUndefined();
          undo();
        }
      }
    }
    expect(worse).toEqual([]);
    for (const title of ['Move', 'Extract', 'Add an optional', 'Create'])
      expect([...tried].filter(([each]) => each.startsWith(title)).length, title).toBeGreaterThan(0);
    console.info([...tried].map(([title, times]) => `${times} x ${title}`).join('\n'));
  });
});
