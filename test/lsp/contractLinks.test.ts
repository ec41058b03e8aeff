import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { endSessions, startSession } from './session';

// Every way in which documentation says that a handler is given to generated code, and that a client is made of it.

afterEach(endSessions);

const fixtures = join(import.meta.dirname, '../fixtures/contract');
const idl = readFileSync(join(fixtures, 'users.thrift'), 'utf8');

function generated(variant: string, only = /./): Record<string, string> {
  const folder = join(fixtures, 'generated', variant);
  const names = readdirSync(folder).filter((name) => only.test(name));
  return Object.fromEntries(names.map((name) => [`gen/${variant}/${name}`, readFileSync(join(folder, name), 'utf8')]));
}

const thrift = "import * as thrift from 'thrift';\n";
const es6 = "import * as UserService from './gen/es6/UserService';\n";
const node = "import * as UserService from './gen/node/UserService';\n";
const creditKarma = "import * as UserService from './gen/creditkarma/UserService';\n";
const handler = '{ getUser: async (id: number) => undefined as never }';

/** Each answers `getUser`, in a line of its own. */
const servers: Readonly<Record<string, string>> = {
  'createServer.ts': `${thrift}${es6}
thrift.createServer(UserService, ${handler});`,
  'createServerOfProcessor.ts': `${thrift}${es6}
thrift.createServer(UserService.Processor, ${handler});`,
  'createServerOfNode.ts': `${thrift}${node}
thrift.createServer(UserService, ${handler});`,
  'multiplexed.ts': `${thrift}${es6}
const processor = new thrift.MultiplexedProcessor();
processor.registerProcessor('users', new UserService.Processor(${handler} as never));
thrift.createMultiplexServer(processor).listen(9090);`,
  'webServer.ts': `${thrift}${es6}
const services = { '/users': { processor: UserService, handler: ${handler} } };
thrift.createWebServer({ services } as never).listen(80);`,
  'class.ts': `${thrift}${es6}
class Users {
  async getUser(id: number) {
    return undefined as never;
  }
}
thrift.createServer(UserService, new Users());`,
  'creditKarma.ts': `${creditKarma}
export const processor = new UserService.Processor(${handler} as never);`,
  'assigned.ts': `${thrift}import UserService = require('./gen/node/UserService');
thrift.createServer(UserService, ${handler});`,
  'assignedProcessor.ts': `${thrift}import UserService = require('./gen/es6/UserService');
export const processor = new UserService.Processor(${handler} as never);`,
  'required.ts': `${thrift}const UserService = require('./gen/node/UserService');
thrift.createServer(UserService, ${handler});`,
  'requiredPart.ts': `${thrift}const { Processor } = require('./gen/node/UserService');
thrift.createServer(Processor, ${handler});`,
  'requiredPlain.ts': `${thrift}var UserService = require('./gen/js/UserService');
thrift.createServer(UserService, ${handler});`,
  'requiredOnly.ts': `${thrift}var UserService = require('./gen/only/UserService');
thrift.createServer(UserService, ${handler});`,
  'assignedMembers.js': `const thrift = require('thrift');
const UserService = require('./gen/js/UserService');
const handlers = {};
handlers.getUser = async (id) => id;
thrift.createServer(UserService, handlers);`,
  'module.ts': `export const getUser = async (id: number) => undefined as never;`,
  'wrapped.ts': `${thrift}${es6}
declare function timed<T>(handler: T): T;
thrift.createServer(UserService, { getUser: timed(async (id: number) => undefined as never) });`,
  'default.mjs': `import thrift from 'thrift';
import UserService from './gen/es6/UserService.js';
thrift.createServer(UserService, { getUser: async (id) => id });`,
  'plain.js': `const thrift = require('thrift');
const UserService = require('./gen/js/UserService');
thrift.createServer(UserService, { getUser: async (id) => id });`,
};

/** Gives `module.ts` as a handler. */
const ofModule = `${thrift}${es6}import * as functions from './module';
thrift.createServer(UserService, functions);`;

/** Each calls `getUser`. */
const clients: Readonly<Record<string, string>> = {
  'createClient.ts': `${thrift}${es6}
export const call = thrift.createClient(UserService, thrift.createConnection('users', 9090, {})).getUser(1);`,
  'createClientOfClass.ts': `${thrift}${es6}
export const call = thrift.createClient(UserService.Client, thrift.createConnection('users', 9090, {})).getUser(1);`,
  'multiplexer.ts': `${thrift}${es6}
const connection = thrift.createConnection('users', 9090, {});
export const call = new thrift.Multiplexer().createClient('users', UserService, connection).getUser(1);`,
  'http.ts': `${thrift}${es6}
export const call = thrift.createHttpClient(UserService, thrift.createHttpConnection('users', 80, {})).getUser(1);`,
  'webSocket.ts': `${thrift}${es6}
export const call = thrift.createWSClient(UserService, thrift.createWSConnection('users', 80, {})).getUser(1);`,
  'parameter.ts': `${es6}
export const call = (client: UserService.Client) => client.getUser(1);`,
  'node.ts': `${thrift}${node}
export const call = thrift.createClient(UserService, thrift.createConnection('users', 9090, {})).getUser(1);`,
  'ofCreditKarma.ts': `import { createHttpClient } from '@creditkarma/thrift-client';
${creditKarma}
export const call = createHttpClient(UserService.Client, { hostName: 'users', port: 80 }).getUser(1);`,
  'tcpOfCreditKarma.ts': `import { createTcpClient } from '@creditkarma/thrift-client';
${creditKarma}
export const call = createTcpClient(UserService.Client, { hostName: 'users', port: 80 }).getUser(1);`,
  'assignedClient.ts': `${thrift}import UserService = require('./gen/node/UserService');
export const call = thrift.createClient(UserService, thrift.createConnection('users', 9090, {})).getUser(1);`,
  'requiredClient.ts': `${thrift}const UserService = require('./gen/node/UserService');
export const call = thrift.createClient(UserService, thrift.createConnection('users', 9090, {})).getUser(1);`,
  'requiredPlainClient.ts': `${thrift}var UserService = require('./gen/js/UserService.js');
export const call = thrift.createClient(UserService, thrift.createConnection('users', 9090, {})).getUser(1);`,
  'called.ts': `${thrift}${es6}
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
export const call = client.getUser.call(client, 1);`,
  'applied.ts': `${thrift}${es6}
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
export const call = client.getUser.apply(client, [1 as never]);`,
  'picked.ts': `${es6}
export const call = (client: Pick<UserService.Client, 'getUser'>) => client.getUser(1);`,
  'promisified.js': `const thrift = require('thrift');
const { promisify } = require('node:util');
const UserService = require('./gen/js/UserService');
const client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));
promisify(client.getUser).call(client, 1);`,
  'plainClient.js': `const thrift = require('thrift');
const UserService = require('./gen/js/UserService');
thrift.createClient(UserService, thrift.createConnection('users', 9090, {})).getUser(1);`,
};

it('links handlers and clients however they are made', { timeout: 60_000 }, async () => {
  const plain = ['js', 'only'].flatMap((folder) =>
    Object.entries(generated('node', /\.js$/)).map(([path, text]) => [path.replace('/node/', `/${folder}/`), text]),
  );
  const session = await startSession({
    files: {
      'package.json': JSON.stringify({
        dependencies: {
          thrift: '0.24.0',
          '@creditkarma/thrift-client': '1.0.4',
          '@creditkarma/thrift-server-core': '1',
        },
      }),
      // Of what is generated, only what code brings in is part of the program.
      'tsconfig.json': '{ "compilerOptions": { "allowJs": true }, "include": ["*"] }',
      'idl/users.thrift': idl,
      ...generated('es6'),
      ...generated('node'),
      ...generated('creditkarma'),
      ...Object.fromEntries(plain),
      ...servers,
      'ofModule.ts': ofModule,
      ...clients,
    },
  });
  session.open('idl/users.thrift', idl);
  const line = idl.split('\n').findIndex((each) => each.includes('getUser'));
  const position = { line, character: (idl.split('\n')[line] ?? '').indexOf('getUser') };
  const textDocument = { uri: session.uri('idl/users.thrift') };
  const filesOf = async (method: string) => {
    const context = { includeDeclaration: false };
    const { result } = await session.client.request(method, { textDocument, position, context });
    return (result as readonly { readonly uri: string }[]).map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1)).sort();
  };
  expect(await filesOf('textDocument/implementation')).toEqual(Object.keys(servers).sort());
  expect(await filesOf('textDocument/references')).toEqual([...Object.keys(servers), ...Object.keys(clients)].sort());
});
