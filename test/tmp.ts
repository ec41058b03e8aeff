import { createTestWorkspace, testUri } from './harness/engine';
import { createScope } from '../server/src/idl/resolve/scope';
import { cursorAt } from '../server/src/idl/complete/cursor';
import { complete } from '../server/src/idl/complete/complete';
const base = { 'base.thrift': 'namespace go base\nstruct Base { 1: string log_id }\nexception Err {1: string message}\nenum Color { RED = 1, GREEN = 2 }\nconst i32 LIMIT = 5\nservice Root {}\n', 'common/other.thrift': 'namespace go other\nstruct Other { 1: i64 id }\n',
};
function show(text: string) {
  const at = text.indexOf('|');
  const t = text.replace('|', '');
  const { workspace } = createTestWorkspace({ ...base, 'a.thrift': t });
  const file = workspace.file(testUri('a.thrift'))!;
  const cursor = cursorAt(file, at);
  const r = complete({ file, scope: createScope(file, workspace), project: workspace, cursor, dialect: 'any', includeChoices: (f) => workspace.includeChoices(file.uri, f), rules: ['idl/a', 'idl/b'], snippets: [] });
  console.log(JSON.stringify(text.slice(-60)), cursor.place.kind, JSON.stringify(cursor.typed), r.candidates.slice(0, 14).map((c) => c.label + (c.include ? '+' : '')).join(' '), r.isIncomplete ? '...' : '');
}
const I = 'include "base.thrift"\n';
for (const t of ['|', 'str|', I + 'str|', I + 'struct A {\n  1: |', I + 'struct A {\n  1: required |', I + 'struct A {\n  1: required base.|', I + 'struct A {\n  1: required Oth|\n}\n', I + 'struct A {\n  1: i64 id\n  |\n\nstruct B {}', I + 'struct A {\n  1: i64 id\n 3: i32 x\n  |\n 9: i8 y }\n\nstruct B {}', 'struct A {\n  1: list<|', 'struct A {\n  1: map<string, |> x\n}', 'enum E { A = 1, B = 2 }\nstruct A { 1: E e = | }', I + 'struct A { 1: base.Color e = | }', I + 'struct A { 1: i32 e = | }', 'struct A { 1: bool e = |', I + 'service S extends |', I + 'service S {\n  void a() throws (1: |', I + 'service S {\n  void a() throws (|', I + 'service S {\n  void a() |', I + 'service S {\n  |', I + 'service S {\n  oneway |', 'namespace |', 'namespace go |', 'include "|', 'include "common/|', 'include "ba|se.thrift"', 'include |', 'struct A { 1: i64 id (|', 'struct A { 1: i64 id (api.query = "|")', 'service S { void a() (streaming.mode = "|', 'service S { void a() (|', '// thriftwise-disable-next-line |', '// thr|', '// hello |', 'struct A { 1: string s = "|"', 'struct B { 1: i32 x, 2: bool y }\nconst B X = {"|', 'struct B { 1: i32 x, 2: bool y }\nconst B X = {"y": |', 'const list<bool> X = [|', 'struct A {\n  1: i64 id\n} |', 'struct A {\n  1: i64 id |', 'struct A {\n  1: |\n  2: i32 b\n}', '/* a\n | \n*/', 'enum E { A = 1, B = |', 'struct GetUserRequest{}\nstruct GetUserResponse{}\nservice S {\n  | GetUser(1: GetUserRequest r)', 'struct GetUserRequest{}\nstruct GetUserResponse{}\nservice S {\n  GetUserResponse GetUser(1: |']) show(t);
