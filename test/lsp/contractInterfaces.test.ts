import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { endSessions, type Session, startSession } from './session';

// What generators of interfaces write (dts-from-thrift 1.3.3, thrift2ts 0.8.1, the idl2ts of Coze), and TChannel, which reads the IDL when it starts.

afterEach(endSessions);

const idl = `namespace js acme.users

struct User { 1: required i64 id, 2: optional string name }

service UserService {
  User GetUser(1: i64 id)
  list<User> ListUsers(1: i32 limit, 2: string cursor)
  void Remove(1: i64 id)
}
`;
const plain = { 'package.json': '{}', 'tsconfig.json': '{}', 'idl/users.thrift': idl };

type Titles = Readonly<Record<string, readonly string[]>>;

/** The lenses of a Thrift file, by the name that they stand over. */
async function titles(session: Session, path = 'idl/users.thrift', text = idl): Promise<Titles> {
  session.open(path, text);
  const textDocument = { uri: session.uri(path) };
  const { result } = await session.client.request('textDocument/codeLens', { textDocument });
  const found: Record<string, string[]> = {};
  for (const { range, command } of result as readonly {
    readonly range: { readonly start: { readonly line: number; readonly character: number } };
    readonly command: { readonly title: string };
  }[]) {
    const name = /^\w+/.exec((text.split('\n')[range.start.line] ?? '').slice(range.start.character))?.[0] ?? '';
    found[name] = [...(found[name] ?? []), command.title];
  }
  return found;
}

function placeOf(text: string, wanted: string) {
  const line = text.split('\n').findIndex((each) => each.includes(wanted));
  return { line, character: (text.split('\n')[line] ?? '').indexOf(wanted) };
}

async function ask(session: Session, method: string, wanted: string): Promise<readonly string[]> {
  const textDocument = { uri: session.uri('idl/users.thrift') };
  const context = { includeDeclaration: false };
  const asked = { textDocument, position: placeOf(idl, wanted), context };
  const { result } = await session.client.request(method, asked);
  return (
    result as readonly { readonly uri: string; readonly range: { readonly start: { readonly line: number } } }[]
  ).map(({ uri, range }) => `${uri.slice(session.uri('').length).replace(/^\//, '')}:${range.start.line + 1}`);
}

const declared = `// prettier-ignore
// generate by dts-from-thrift
declare namespace acme.users {
  export interface User {
    id: string;
    name?: string;
  }

  export interface UserService {
    GetUser(id: string): Promise<User>;
    ListUsers(limit: number, cursor: string): Promise<User[]>;
    Remove(id: string): Promise<void>;
  }
}
`;

describe('services that code has interfaces of', { timeout: 60_000 }, () => {
  it('links calls and implementations of interfaces by dts-from-thrift', async () => {
    const client = `declare function connect<T>(name: string): T;
type Wrapped<T> = { [K in keyof T]: T[K] };
const users = connect<acme.users.UserService>('users');
const wrapped = connect<Wrapped<acme.users.UserService>>('users');
export const get = (id: string) => users.GetUser(id);
export const again = (id: string) => wrapped.GetUser(id);
export const other = { GetUser: (id: string) => id };
other.GetUser('1');
`;
    const fake = `export class Users implements acme.users.UserService {
  async GetUser(id: string) {
    return { id };
  }
  async ListUsers() {
    return [];
  }
  async Remove() {}
  helper() {}
}
export const second: acme.users.UserService = new Users();
export const third: acme.users.UserService = {
  GetUser: async (id) => ({ id }),
  ListUsers: async () => [],
  Remove: async () => undefined,
};
`;
    const session = await startSession({
      files: { ...plain, 'typings/users.d.ts': declared, 'client.ts': client, 'users.ts': fake },
    });
    expect(await titles(session)).toEqual({
      UserService: ['2 call sites', 'implemented in users.ts'],
      GetUser: ['2 call sites', 'implemented in users.ts'],
      ListUsers: ['no call sites', 'implemented in users.ts'],
      Remove: ['no call sites', 'implemented in users.ts'],
    });
    expect(await ask(session, 'textDocument/implementation', 'GetUser')).toEqual(['users.ts:2', 'users.ts:13']);
    expect(await ask(session, 'textDocument/references', 'GetUser')).toEqual([
      'client.ts:5',
      'client.ts:6',
      'users.ts:2',
      'users.ts:13',
    ]);
    const textDocument = { uri: session.uri('idl/users.thrift') };
    const hovered = await session.client.request('textDocument/hover', {
      textDocument,
      position: placeOf(idl, 'GetUser'),
    });
    expect(hovered.result).toMatchObject({
      contents: { value: expect.stringContaining('2 call sites; implemented in users.ts') },
    });
  });

  it('takes the service of the namespace where two have the name and the methods', async () => {
    const other = idl.replace('acme.users', 'other.users');
    const client = `declare const users: acme.users.UserService;
export const get = () => users.GetUser('1');
`;
    const session = await startSession({
      files: { ...plain, 'idl/other.thrift': other, 'typings/users.d.ts': declared, 'client.ts': client },
    });
    expect((await titles(session))['GetUser']).toEqual(['1 call site']);
    expect(await titles(session, 'idl/other.thrift', other)).toEqual({});
  });

  it('links nothing where two services fit that differ, or none does', async () => {
    const copy = idl.replace('2: string cursor', '2: i64 cursor');
    const client = `declare const users: acme.users.UserService;
export const get = () => users.GetUser('1');
`;
    const files = { ...plain, 'typings/users.d.ts': declared, 'client.ts': client };
    const why = 'not linked to TypeScript: it is described in idl/copy.thrift, idl/users.thrift, each time differently';
    const both = await startSession({ files: { ...files, 'idl/copy.thrift': copy } });
    expect(await titles(both)).toEqual({ UserService: [why] });
    expect(await titles(both, 'idl/copy.thrift', copy)).toEqual({ UserService: [why] });
    const strange = `service UserService {
  void GetUser(1: i64 id)
  void Deposit(1: i64 amount)
  void Withdraw(1: i64 amount)
  void Close()
}
`;
    const session = await startSession({ files: { ...files, 'idl/users.thrift': strange } });
    expect(await titles(session, 'idl/users.thrift', strange)).toEqual({});
  });

  it('takes no interface by hand for one that a generator wrote', async () => {
    const session = await startSession({
      files: {
        ...plain,
        'typings/users.d.ts': declared.replace('// generate by dts-from-thrift\n', ''),
        'client.ts': "declare const users: acme.users.UserService;\nusers.GetUser('1');\n",
      },
    });
    expect(await titles(session)).toEqual({});
  });

  it('links functions and clients by thrift2ts', async () => {
    const functions = `/**
 * Auto generated by Thrift2Ts.
 *
 * Sat Nov 28 2026 06:25:30 GMT+0000 (Coordinated Universal Time)
 */

import Request from './request';

export function GetUser(id: number): Promise<unknown> {
    return Request<unknown>("UserService.GetUser", { id });
}

export function ListUsers(limit: number, cursor: string): Promise<unknown[]> {
    return Request<unknown[]>("UserService.ListUsers", { limit, cursor });
}

export function Remove(id: number): Promise<void> {
    return Request<void>("UserService.Remove", { id });
}
`;
    const client = `/**
 * This service client is auto-generated by Thrift2Ts.
 */

export class UserServiceClient {
    GetUser = (id: number, callback?: unknown) => this.send_GetUser(id);
    send_GetUser = (id: number) => id;
    ListUsers = (limit: number, cursor: string, callback?: unknown) => this.send_ListUsers(limit, cursor);
    send_ListUsers = (limit: number, cursor: string) => [limit, cursor];
    Remove = (id: number, callback?: unknown) => this.send_Remove(id);
    send_Remove = (id: number) => id;
}
`;
    const main = `import { GetUser as fetchUser } from './services/usersService';
import * as users from './services/usersService';
import { UserServiceClient } from './services/clients/usersClient';

export const one = () => fetchUser(1);
export const all = () => users.ListUsers(10, '');
export const gone = () => new UserServiceClient().Remove(1);
`;
    const session = await startSession({
      files: {
        ...plain,
        'services/request.ts': 'export default function request<T>(path: string, data: unknown): Promise<T>;\n',
        'services/usersService.ts': functions,
        'services/clients/usersClient.ts': client,
        'main.ts': main,
      },
    });
    expect(await titles(session)).toEqual({
      UserService: ['3 call sites'],
      GetUser: ['1 call site'],
      ListUsers: ['1 call site'],
      Remove: ['1 call site'],
    });
    expect(await ask(session, 'textDocument/references', 'GetUser')).toEqual(['main.ts:5']);
  });

  it('links calls by idl2ts, through the Thrift file that they name', async () => {
    const api = `import { createAPI } from './../../api/config';
export interface GetUserRequest {
  id: string
}
export const GetUser = /*#__PURE__*/createAPI<GetUserRequest, unknown>({
  "url": "/api/users/:id",
  "method": "GET",
  "name": "GetUser",
  "reqType": "GetUserRequest",
  "reqMapping": {
    "path": ["id"]
  },
  "resType": "unknown",
  "schemaRoot": "api://schemas/idl_users",
  "service": "users"
});
`;
    const main = `import * as users from './api/idl/users';
export { users };
export const get = () => users.GetUser({ id: '1' });
`;
    const session = await startSession({
      files: {
        ...plain,
        // The same method, but of another file.
        'idl/other.thrift': idl,
        'api/config.ts': 'export declare function createAPI<T, K>(meta: object): (request: T) => Promise<K>;\n',
        'src/api/config.ts': 'export declare function createAPI<T, K>(meta: object): (request: T) => Promise<K>;\n',
        'src/api/idl/users.ts': api.replace('./../../api/config', '../config'),
        'src/main.ts': main,
      },
    });
    expect((await titles(session))['GetUser']).toEqual(['1 call site']);
    expect(await titles(session, 'idl/other.thrift', idl)).toEqual({});
  });

  it('links what TChannel calls and registers by name, and the file that it reads', async () => {
    const server = `const TChannel = require('tchannel');
const TChannelAsThrift = require('tchannel/as/thrift');
const fs = require('fs');
const path = require('path');

const server = TChannel({ serviceName: 'users' });
const thrift = TChannelAsThrift({
  channel: server.makeSubChannel({ serviceName: 'users' }),
  entryPoint: path.join(__dirname, 'idl', 'users.thrift'),
});
thrift.register(server, 'UserService::GetUser', {}, getUser);
thrift.register(server, 'UserService::Missing', {}, getUser);

function getUser(context, request, head, body, callback) {
  callback(null, { ok: true, head, body: { id: body.id } });
}
`;
    const client = `const TChannelAsThrift = require('tchannel/as/thrift');
const fs = require('fs');
const path = require('path');
const source = fs.readFileSync(path.join(__dirname, './idl/users.thrift'), 'utf8');

module.exports = function makeClient(channel) {
  const thrift = new TChannelAsThrift({ channel, source });
  return {
    get: (id, callback) =>
      thrift.request({ serviceName: 'users', timeout: 1000 }).send('UserService::GetUser', null, { id }, callback),
    mail: (mailer, callback) => mailer.send('UserService::Remove', callback),
  };
};
`;
    const session = await startSession({
      files: {
        'package.json': '{ "dependencies": { "tchannel": "4.0.1" } }',
        'idl/users.thrift': idl,
        'idl/copy.thrift': idl,
        'server.js': server,
        'client.js': client,
      },
    });
    expect(await titles(session)).toEqual({
      UserService: ['1 call site', 'handled in server.js'],
      GetUser: ['1 call site', 'handled in server.js'],
      ListUsers: ['no call sites'],
      Remove: ['no call sites'],
    });
    expect(await ask(session, 'textDocument/implementation', 'GetUser')).toEqual(['server.js:14']);
  });

  it('links JavaScript of the Apache compiler whose declarations another tool wrote', async () => {
    const folder = join(import.meta.dirname, '../fixtures/contract');
    const generated = Object.fromEntries(
      ['Health.js', 'UserService.js', 'users_types.js'].map((name) => [
        `gen/${name}`,
        readFileSync(join(folder, 'generated/es6', name), 'utf8'),
      ]),
    );
    const users = readFileSync(join(folder, 'users.thrift'), 'utf8');
    const client = `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';
const client: UserService.Client = thrift.createClient(UserService as never, thrift.createConnection('users', 9090, {}));
const plain = thrift.createClient(UserService as never, thrift.createConnection('users', 9090, {})) as UserService.Client;
export const get = (id: number) => client.getUser(id);
export const again = (id: number) => plain.getUser(id);
`;
    const session = await startSession({
      files: {
        'package.json': '{ "dependencies": { "thrift": "0.24.0" } }',
        'tsconfig.json': '{}',
        'idl/users.thrift': users,
        ...generated,
        'gen/UserService.d.ts': 'export class Client {\n  getUser(id: number): Promise<unknown>;\n}\n',
        'client.ts': client,
        'server.ts': `import * as thrift from 'thrift';
import * as UserService from './gen/UserService';
thrift.createServer(UserService as never, { getUser: async (id: number) => id });
`,
      },
    });
    expect((await titles(session, 'idl/users.thrift', users))['getUser']).toEqual([
      '2 call sites, 2 without a timeout',
      'handled in server.ts',
    ]);
  });
});
