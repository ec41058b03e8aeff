import { describe, expect, it } from 'vitest';
import { findSymbols } from '../../server/src/idl/query/workspaceSymbols';
import { createIdlWorkspace, type IdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { createMemoryFiles } from '../../server/src/workspace/memoryFiles';
import { createRandom } from '../bench/statistics';
import { answersAt, viewsOf } from '../harness/answers';
import { testRoot, testUri } from '../harness/engine';

/** How many edits, moves and deletions there are; more find rarer mistakes. */
const steps = Number(process.env['THRIFTWISE_INDEX_STEPS'] ?? 10_000);
/** To see a failure again: the message tells it. */
const seed = Number(process.env['THRIFTWISE_SEED'] ?? Date.now() % 1_000_000);
const stepsBetweenComparisons = 50;
const placesCompared = 20;
const longestText = 1200;

const paths = ['a.thrift', 'b.c.thrift', 'main.thrift', 'sub/a.thrift', 'sub/deep/e.thrift', 'x.thrift'];

/** Files that name each other under the paths that they may have, so that a move breaks some names and mends others. */
const texts: readonly string[] = [
  `namespace go a
/** Colours. */
enum Color { RED = 1, BLUE, GREEN }
typedef i64 Id
struct User { 1: required Id id, 2: optional Color color = Color.RED }
const User ROOT = { "id": 1, "color": Color.BLUE }
service Base { void Ping() }
exception Failure { 1: string message }
`,
  `include "a.thrift"
typedef list<a.User> Users
union Any { 1: a.User user, 2: Users users }
const list<a.User> ALL = [{ "id": 2 }, a.ROOT]
service Mid extends a.Base { a.User Get(1: a.Id id) throws (1: a.Failure failure) }
`,
  `include "a.thrift"
include "b.c.thrift"
// Everything.
struct User { 1: b.c.Users users, 2: map<a.Id, b.c.Any> any, 3: a.Color color = a.Color.GREEN }
const a.Color FIRST = Color.RED
service Low extends b.c.Mid { User Get2(1: User user) }
`,
  `include "../a.thrift"
include "sub/a.thrift"
include "deep/e.thrift"
struct User { 1: a.User user, 2: e.Leaf leaf }
typedef User Color
`,
  `include "../../b.c.thrift"
include "../a.thrift"
struct Leaf { 1: b.c.Any any, 2: a.User user }
enum Color { RED = 7 }
`,
];

const inserted = [
  'struct User { 1: a.Id id }\n',
  'enum Color { RED }\n',
  'typedef i32 Id\n',
  'include "a.thrift"\n',
  'include "b.c.thrift"\n',
  'include "sub/a.thrift"\n',
  '1: a.User u\n',
  'Color.RED',
  'a.',
  'b.c.',
  ...'{}()"./*=,\n ',
  '// ',
  'const User X = { "id": 1 }\n',
  'extends ',
  '😀',
];

/** The workspace under test, and what it should know. */
function createWorld(random: () => number) {
  const disk: Record<string, string> = {};
  const opened = new Map<string, string>();
  const at = (path: string) => `${testRoot}/${path}`;
  const build = (): IdlWorkspace =>
    createIdlWorkspace({
      files: createMemoryFiles(disk),
      roots: () => [testRoot],
      settingsFor: () => ({ dialect: 'any', includePaths: [testRoot], maxFileSize: 1 << 20 }),
    });
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const pickText = () => pick(texts);
  const workspace = build();
  /** As the session does once it hears of a change on the disk. */
  const reload = (...changed: readonly string[]): void => {
    workspace.invalidate(changed.map(testUri));
    for (const path of changed) if (at(path) in disk) workspace.load(testUri(path));
  };

  function edit(path: string): void {
    const text = opened.get(path);
    if (text === undefined) {
      const begun = disk[at(path)] ?? pickText();
      opened.set(path, begun);
      workspace.open(testUri(path), begun);
      return;
    }
    const start = text.length > longestText ? 0 : Math.floor(random() * text.length);
    const end = text.length > longestText ? text.length : Math.min(text.length, start + Math.floor(random() ** 3 * 20));
    const own = text.length > longestText ? pickText() : random() < 0.3 ? '' : pick(inserted);
    workspace.change(testUri(path), [{ range: { start, end }, text: own }]);
    opened.set(path, text.slice(0, start) + own + text.slice(end));
  }

  function close(path: string): void {
    const text = opened.get(path);
    if (text === undefined) return;
    opened.delete(path);
    if (random() < 0.7) disk[at(path)] = text;
    workspace.close(testUri(path));
    reload(path);
  }

  function write(path: string): void {
    disk[at(path)] = pickText();
    reload(path);
  }

  function remove(path: string): void {
    delete disk[at(path)];
    reload(path);
  }

  function move(path: string): void {
    const text = disk[at(path)];
    const to = pick(paths);
    if (text === undefined || to === path) return;
    disk[at(to)] = text;
    delete disk[at(path)];
    reload(path, to);
  }

  for (const [i, path] of paths.entries()) disk[at(path)] = texts[i] ?? pickText();
  reload(...paths);

  return {
    workspace,
    /** Does one thing to one file. */
    step(): string {
      const path = pick(paths);
      const [name, act] = pick([
        ...Array.from({ length: 9 }, () => ['edit', edit] as const),
        ...Array.from({ length: 3 }, () => ['close', close] as const),
        ['write', write] as const,
        ['remove', remove] as const,
        ['move', move] as const,
      ]);
      act(path);
      return `${name} ${path}`;
    },
    /** A workspace that reads everything anew. */
    fresh(): IdlWorkspace {
      const anew = build();
      for (const [path, text] of opened) anew.open(testUri(path), text);
      for (const path of paths) if (opened.has(path) || at(path) in disk) anew.load(testUri(path));
      return anew;
    },
  };
}

const uris = (files: Iterable<{ readonly uri: string }>): string[] => [...files].map(({ uri }) => uri).sort();

/** What both workspaces say of the files and their includes. */
function knowledgeOf(workspace: IdlWorkspace): unknown {
  const found = findSymbols(workspace, '', 1000, () => false);
  return {
    files: uris(workspace.allFiles()),
    includers: paths.map((path) => uris(workspace.includersOf(testUri(path)))),
    dependents: paths.map((path) => [...workspace.dependentsOf(testUri(path))].sort()),
    symbols: found.map(({ file, entry, container }) => `${file.uri} ${container ?? ''} ${entry.name}`).sort(),
  };
}

describe('the index', () => {
  it(`knows after ${steps} edits, moves and deletions what one knows that is made anew`, () => {
    const random = createRandom(seed);
    const world = createWorld(random);
    const { workspace } = world;
    const done: string[] = [];
    for (let count = 1; count <= steps; count++) {
      done.push(world.step());
      const path = paths[Math.floor(random() * paths.length)] ?? '';
      const asked = workspace.file(testUri(path));
      // What is asked in between must leave nothing behind that is wrong later.
      if (asked) answersAt(workspace, asked, Math.floor(random() * asked.text.length));
      if (count % stepsBetweenComparisons !== 0) continue;
      const fresh = world.fresh();
      const where = `seed ${seed}, step ${count}: ${done.splice(0).join(', ')}`;
      expect(knowledgeOf(workspace), where).toEqual(knowledgeOf(fresh));
      for (const path of paths) {
        const [one, other] = [workspace.file(testUri(path)), fresh.file(testUri(path))];
        expect(one?.text, where).toBe(other?.text);
        if (!one || !other) continue;
        expect(viewsOf(workspace, one), where).toEqual(viewsOf(fresh, other));
        for (let i = 0; i < placesCompared; i++) {
          const offset = Math.floor(random() * one.text.length);
          const answers = [answersAt(workspace, one, offset), answersAt(fresh, other, offset)];
          expect(JSON.stringify(answers[0]), `${where}; ${path} at ${offset}`).toBe(JSON.stringify(answers[1]));
        }
      }
    }
  }, 300_000);
});
