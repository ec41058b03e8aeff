import { readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { IdlFile } from '../../server/src/idl/model/file';
import { baseTypeNames, type Field, type Type } from '../../server/src/idl/model/tree';
import { fieldsIn, typesIn } from '../../server/src/idl/model/walk';
import type { IdlProject } from '../../server/src/idl/resolve/project';
import { createScope } from '../../server/src/idl/resolve/scope';
import { parseDocument } from '../../server/src/idl/syntax/document';
import { expandSnippet } from '../../server/src/lsp/snippet';
import { createDiskFiles } from '../../server/src/workspace/diskFiles';
import { createIdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { createRandom } from '../bench/statistics';
import { packages, thriftFilesOf } from '../corpus/corpus';
import { completionsAt, take } from '../harness/completion';
import { createTestWorkspace, testUri } from '../harness/engine';

const problemCount = (text: string): number =>
  parseDocument(text, { dialect: 'any' }).chunks.reduce((sum, { problems }) => sum + problems.length, 0);

/** A place in a type that one word fills. */
interface Hole {
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

function holesOf(file: IdlFile): Hole[] {
  const words = (field: Field): Hole[] =>
    [...typesIn(field.type)].flatMap((type: Type) => {
      if (type.kind !== 'NamedType' && type.kind !== 'BaseType') return [];
      const { start, end } = file.rangeOf(type.kind === 'NamedType' ? type.name : type);
      const word = type.kind === 'NamedType' ? type.name.text : type.name;
      return [{ start, end: type.kind === 'BaseType' ? start + word.length : end, word }];
    });
  return file.definitions.filter(({ broken }) => !broken).flatMap((each) => [...fieldsIn(each)].flatMap(words));
}

/** Whether the word means something here, and something that new text should be written with. */
function isMeant({ word }: Hole, file: IdlFile, project: IdlProject): boolean {
  if ((baseTypeNames as readonly string[]).includes(word)) return word !== 'byte' && word !== 'slist';
  const found = createScope(file, project).type(word);
  return found.kind === 'found' && found.definition.kind !== 'Exception';
}

describe('completion in the IDL that packages ship', () => {
  const holesPerFile = 15;
  const shown = 10;

  it(`has the type that was taken out of a field among the first ${shown}, and what it writes can be read`, () => {
    const random = createRandom(7);
    let asked = 0;
    let found = 0;
    let first = 0;
    const missed: string[] = [];
    const broken: string[] = [];
    for (const name of packages) {
      const paths = thriftFilesOf(name);
      const roots = [...new Set(paths.map((path) => dirname(path)))];
      const workspace = createIdlWorkspace({
        files: createDiskFiles(1 << 24),
        roots: () => roots,
        settingsFor: () => ({ dialect: 'any', includePaths: [], maxFileSize: 1 << 20 }),
      });
      for (const path of paths) workspace.load(pathToFileURL(path).href);
      for (const path of paths) {
        const uri = pathToFileURL(path).href;
        const text = readFileSync(path, 'utf8');
        workspace.open(uri, text);
        const file = workspace.file(uri);
        if (!file || file.document.fbthrift) continue;
        const holes = holesOf(file);
        const problems = problemCount(text);
        for (let i = 0; i < Math.min(holesPerFile, holes.length); i++) {
          const hole = holes[Math.floor(random() * holes.length)];
          if (!hole || !isMeant(hole, file, workspace)) continue;
          workspace.change(uri, [{ range: hole, text: '' }]);
          const changed = workspace.file(uri);
          if (!changed) throw new Error('the file is gone');
          const { candidates } = completionsAt(workspace, uri, hole.start);
          const rank = candidates.findIndex(({ label }) => label === hole.word);
          asked++;
          if (rank !== -1 && rank < shown) found++;
          else missed.push(`${posix.basename(path)}: ${hole.word} (${rank})`);
          if (rank === 0) first++;
          for (const candidate of candidates.slice(0, 3)) {
            const written = take(changed, hole.start, candidate, expandSnippet);
            // `required` and `list<>` wait for what comes next.
            if (!candidate.continues && problemCount(written) > problems) broken.push(`${path}: ${candidate.label}`);
          }
          workspace.change(uri, [{ range: { start: hole.start, end: hole.start }, text: hole.word }]);
        }
      }
    }
    expect(broken).toEqual([]);
    expect(asked).toBeGreaterThan(400);
    console.info(`types of ${asked} fields: ${found} among the first ${shown}, ${first} in the first place`);
    expect(found / asked, missed.join('\n')).toBeGreaterThan(0.92);
  });
});

const broken = [
  'include "base.thrift"\nstruct A {\n  1: required list<map<string, base.C\n  2: opt\n\nstruct B { 1: A a (api.query = "x\n}\n',
  'namespace go a.b\nservice S extends base. {\n  A Get(1: A a) throws (1: \n  oneway void\n  list<A> All( (api.get = "/a"\n}\n',
  'enum E { A = 1, B = , C\nconst map<E, list<string>> M = {E.A: ["x", "y], E. : [\ntypedef list< A\nunion U { 1: i32 a 2:',
  '// thriftwise-disable-next-line idl/x, \n/* open\nstruct A { 1: i64 "a }\n# thr\nexception X { 1: required string message = "\\" }\n',
  "struct { 1 2: , : = ( ) ) } ] > < struct struct service include namespace 'a\nconst = { [ { (",
];

describe('completion in broken text', () => {
  it('answers at every place, and offers nothing twice', () => {
    const base = 'struct C {}\nenum Color { RED = 1 }\nservice Root {}\nexception E {}\n';
    for (const text of broken) {
      const { workspace } = createTestWorkspace({ 'base.thrift': base, 'other.thrift': base });
      const uri = testUri('a.thrift');
      // What follows the cursor is there or is not: somebody is typing.
      for (let at = 0; at <= text.length; at++) {
        for (const shape of [text, text.slice(0, at)]) {
          workspace.open(uri, shape);
          const { candidates } = completionsAt(workspace, uri, at);
          const labels = candidates.map(({ label, kind }) => `${kind === 'snippet' ? 'snippet ' : ''}${label}`);
          expect(new Set(labels).size, `${JSON.stringify(shape)} at ${at}: ${labels}`).toBe(labels.length);
        }
      }
    }
  });
});
