import { afterEach, describe, expect, it } from 'vitest';
import { startFixture } from './navigation';
import { endSessions } from './session';

afterEach(endSessions);

const workspace = `// file: base/common.types.thrift
enum [[enum|Color]] { [[item|RED]] = 1, BLUE = 2 }
struct [[struct|User]] { 1: i64 [[field|id]], 2: [[enum|Color]] color = [[enum|Color]].[[item|RED]] }
const [[struct|User]] ROOT = { "[[field|id]]": 1 }
service [[service|Base]] {}
// file: a.thrift
include "base/common.types.thrift"
struct A { 1: common.types.[[struct|User]] u, 2: list<common.types.[[enum|Color]]> c = [common.types.[[enum|Color]].[[item|RED]], common.types.[[enum|Color]].BLUE] }
const common.types.[[struct|User]] OTHER = { "[[field|id]]": 2 }
service S extends common.types.[[service|Base]] {}
// file: sub/b.thrift
include "../a.thrift"
// Another file's User is somebody else.
struct User { 1: a.A a }
const a.A DEEP = { "u": { "[[field|id]]": 3 } }
// file: main.thrift
`;

async function references(source: string, includeDeclaration = true) {
  const { ask, places, fixture } = await startFixture(source);
  const found = places(await ask('textDocument/references', { context: { includeDeclaration } }));
  return { found, fixture };
}

describe('textDocument/references', () => {
  it.each([
    ['struct', 'const common.types.Us$0er X = {}'],
    ['enum', 'const i32 X = common.types.Co$0lor.RED'],
    ['item', 'const i32 X = common.types.Color.R$0ED'],
    ['service', 'service X extends common.types.B$0ase {}'],
    ['field', 'const common.types.User X = { "i$0d": 4 }'],
  ])('finds every use of a %s in all files, through includes with dots', async (mark, line) => {
    const { found, fixture } = await references(`${workspace}include "base/common.types.thrift"\n${line}\n`);
    const own = found.filter((place) => place.startsWith('main.thrift'));
    expect(own).toHaveLength(1);
    expect(found.filter((place) => !place.startsWith('main.thrift'))).toEqual([...fixture.shown(mark)].sort());
  });

  it('leaves the declaration out when asked to', async () => {
    const { found } = await references('struct [[d|User]] {}\nstruct B { 1: Us$0er u }\n', false);
    expect(found).toEqual(['main.thrift:1:14-18']);
  });

  it('tells who goes through an include, and who else includes the file', async () => {
    const { found } = await references(
      `${workspace}include "base/com$0mon.types.thrift"\nconst common.types.User X = {}\n`,
    );
    expect(found).toEqual(['a.thrift:0:8-34', 'main.thrift:0:8-34', 'main.thrift:1:6-18']);
  });

  it('knows nothing of base types and annotations', async () => {
    expect((await references('struct A { 1: i6$04 a }\n')).found).toEqual([]);
    expect((await references('struct A { 1: i64 a (api.qu$0ery = "a") }\n')).found).toEqual([]);
  });
});

describe('textDocument/documentHighlight', () => {
  it('marks declarations and keys as written, uses as read, in this file only', async () => {
    const { ask, fixture } = await startFixture(
      `// file: other.thrift\ninclude "main.thrift"\nstruct X { 1: main.User u }\n// file: main.thrift
struct User { 1: i64 id }
const User A = { "i$0d": 1 }
const list<User> B = [{ "id": 2 }]
`,
    );
    const found = await ask('textDocument/documentHighlight');
    expect(
      found.map(({ range, kind }: { range: never; kind: number }) => `${fixture.show('main.thrift', range)} ${kind}`),
    ).toEqual(['main.thrift:0:21-23 3', 'main.thrift:1:18-20 3', 'main.thrift:2:25-27 3']);
  });

  it('marks the uses of an include', async () => {
    const { ask, fixture } = await startFixture(
      '// file: b.c.thrift\nstruct T {}\n// file: main.thrift\ninclude "b.c.thrift"\nstruct A { 1: [[use|b.$0c]].T t, 2: list<[[use|b.c]].T> u }\n',
    );
    const found = await ask('textDocument/documentHighlight');
    const shown = found.map(
      ({ range, kind }: { range: never; kind: number }) => `${fixture.show('main.thrift', range)} ${kind}`,
    );
    expect(shown).toEqual(['main.thrift:0:8-20 3', ...fixture.shown('use').map((place) => `${place} 2`)]);
  });
});

describe('textDocument/references in a new file', () => {
  it('finds what includes a file that no one has saved yet', async () => {
    const { ask, session, places } = await startFixture(
      '// file: main.thrift\ninclude "new.thrift"\nstruct B { 1: new.A a }\n$0',
    );
    await ask('textDocument/references', { context: { includeDeclaration: true } });
    session.open('new.thrift', 'struct A {}\n');
    const position = { line: 0, character: 8 };
    const found = await ask(
      'textDocument/references',
      { position, context: { includeDeclaration: true } },
      'new.thrift',
    );
    expect(places(found)).toEqual(['main.thrift:1:18-19', 'new.thrift:0:7-8']);
  });
});
