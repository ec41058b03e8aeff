import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Bar } from './navigation';
import { initializeParams, type Session, startSession } from './session';
import { summarize } from './statistics';
import { syntheticIdl } from './synthetic';

export interface ContractBenchOptions {
  /** The bundled server. */
  readonly server: string;
  /** The repository's own folder: its example workspace, generated code, and packages. */
  readonly root: string;
  /** An empty folder to write into. */
  readonly folder: string;
}

const runs = 12;
const idlFiles = 300;
const linesEach = 300;
const clients = 20;
const refreshLimitMs = 300;
const lensLimitMs = 100;
const indexLimitMb = 100;

const ms = (value: number): string => `${value.toFixed(0)} ms`;

/** A workspace, and in it a method that code answers, in a way that a rule has something to say about. */
interface Workspace {
  readonly folder: string;
  /** The Thrift file with the method, and the code that answers it. */
  readonly idl: string;
  readonly code: string;
  /** A line of the Thrift file, and what it becomes to make the finding go. */
  readonly line: string;
  readonly changed: string;
}

/** Code beside many Thrift files, and what the Apache compiler wrote for one of them. */
function writeMany(root: string, folder: string): Workspace {
  const fixtures = join(root, 'test/fixtures/contract');
  mkdirSync(join(folder, 'idl'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(fixtures, 'generated/es6'), join(folder, 'gen'), { recursive: true });
  cpSync(join(fixtures, 'users.thrift'), join(folder, 'idl/users.thrift'));
  for (let i = 0; i < idlFiles; i++) writeFileSync(join(folder, `idl/file${i}.thrift`), syntheticIdl(linesEach));
  writeFileSync(join(folder, 'package.json'), '{ "dependencies": { "thrift": "0.24.0" } }');
  writeFileSync(join(folder, 'tsconfig.json'), '{}');
  const imports = "import * as thrift from 'thrift';\nimport * as UserService from './gen/UserService';\n";
  writeFileSync(
    join(folder, 'server.ts'),
    `${imports}\nthrift.createServer(UserService, {\n  getUser: async () => undefined as never,\n});\n`,
  );
  for (let i = 0; i < clients; i++)
    writeFileSync(
      join(folder, `client${i}.ts`),
      `${imports}\nconst client = thrift.createClient(UserService, thrift.createConnection('users', 9090, {}));\n` +
        'export const get = (id: number) => client.getUser(id);\n',
    );
  const line = readFileSync(join(folder, 'idl/users.thrift'), 'utf8')
    .split('\n')
    .find((each) => each.includes('getUser'));
  return {
    folder,
    idl: join(folder, 'idl/users.thrift'),
    code: join(folder, 'server.ts'),
    line: line ?? '',
    changed: '',
  };
}

/** The workspace that the extension shows to whoever tries it. */
function writeExample(root: string, folder: string): Workspace {
  cpSync(join(root, 'examples'), folder, { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const idl = join(folder, 'idl/inventory.thrift');
  const line = readFileSync(idl, 'utf8')
    .split('\n')
    .find((each) => /^ {2}\S+ \w+\(.*\)/.test(each));
  return { folder, idl, code: join(folder, 'src/inventory.ts'), line: line ?? '', changed: '' };
}

async function diagnostics(session: Session, path: string): Promise<string> {
  const textDocument = { uri: pathToFileURL(path).href };
  return JSON.stringify(await session.request('textDocument/diagnostic', { textDocument }));
}

interface Measured {
  readonly refresh: readonly number[];
  readonly firstLenses: number;
  readonly lenses: readonly number[];
  readonly residentMb: number;
}

/** Edits the IDL and waits until the client is told to ask for the code's findings anew, and has them; asks for lenses after each edit of code. */
async function measure(server: string, { folder, idl, code, line, changed }: Workspace): Promise<Measured> {
  const session = startSession([server, '--stdio']);
  try {
    await session.request('initialize', initializeParams(pathToFileURL(folder).href));
    session.notify('initialized', {});
    await session.request('workspace/symbol', { query: 'User' });
    const residentMb = session.residentMb();
    const [idlUri, codeUri] = [pathToFileURL(idl).href, pathToFileURL(code).href];
    const [idlText, codeText] = [readFileSync(idl, 'utf8'), readFileSync(code, 'utf8')];
    const at = idlText.split('\n').indexOf(line);
    session.notify('textDocument/didOpen', {
      textDocument: { uri: codeUri, languageId: 'typescript', version: 1, text: codeText },
    });
    session.notify('textDocument/didOpen', {
      textDocument: { uri: idlUri, languageId: 'thrift', version: 1, text: idlText },
    });
    let told = await diagnostics(session, code);
    let version = 1;
    const refresh: number[] = [];
    for (let run = 0; run < runs; run++) {
      const [from, to] = run % 2 === 0 ? [line, changed] : [changed, line];
      const range = { start: { line: at, character: 0 }, end: { line: at, character: from.length } };
      const asked = session.asked('workspace/diagnostic/refresh');
      const begin = performance.now();
      session.notify('textDocument/didChange', {
        textDocument: { uri: idlUri, version: ++version },
        contentChanges: [{ range, text: to }],
      });
      await asked;
      const now = await diagnostics(session, code);
      refresh.push(performance.now() - begin);
      if (now === told) throw new Error('the findings stayed as they were');
      told = now;
    }
    const lensesBegin = performance.now();
    await session.request('textDocument/codeLens', { textDocument: { uri: idlUri } });
    const firstLenses = performance.now() - lensesBegin;
    const lenses: number[] = [];
    const end = { line: codeText.split('\n').length - 1, character: 0 };
    for (let run = 0; run < runs; run++) {
      session.notify('textDocument/didChange', {
        textDocument: { uri: codeUri, version: run + 2 },
        contentChanges: [{ range: { start: end, end }, text: '// more\n' }],
      });
      const begin = performance.now();
      await session.request('textDocument/codeLens', { textDocument: { uri: idlUri } });
      lenses.push(performance.now() - begin);
    }
    return { refresh, firstLenses, lenses, residentMb };
  } finally {
    session.stop();
  }
}

/** Measures what ties code to IDL, over stdio: in the example workspace, and with many Thrift files beside the code. */
export async function benchContract({ server, root, folder }: ContractBenchOptions): Promise<readonly Bar[]> {
  const bars: Bar[] = [];
  const workspaces = [
    ['the example workspace', writeExample(root, join(folder, 'contract-example'))],
    [`${clients} files of code beside ${idlFiles} Thrift files`, writeMany(root, join(folder, 'contract-many'))],
  ] as const;
  const resident: number[] = [];
  console.log('\nIDL and code over stdio:');
  for (const [name, workspace] of workspaces) {
    const { refresh, firstLenses, lenses, residentMb } = await measure(server, workspace);
    resident.push(residentMb);
    const [refreshed, shown] = [summarize(refresh), summarize(lenses)];
    console.log(
      `  ${name}: an edit of the IDL until the code's new findings are there: p50 ${ms(refreshed.p50)}, max ${ms(refreshed.max)}; ` +
        `lenses of a file: first ${ms(firstLenses)}, after an edit of code p50 ${ms(shown.p50)}, max ${ms(shown.max)}; ${residentMb.toFixed(0)} MB with the IDL indexed`,
    );
    bars.push(
      {
        bar: `findings in code within ${refreshLimitMs} ms of an IDL edit (median), ${name}`,
        measured: ms(refreshed.p50),
        holds: refreshed.p50 <= refreshLimitMs,
      },
      {
        bar: `lenses within ${lensLimitMs} ms of an edit of code (median), ${name}`,
        measured: ms(shown.p50),
        holds: shown.p50 <= lensLimitMs,
      },
    );
  }
  const [small = 0, large = 0] = resident;
  bars.push({
    bar: `the index of ${idlFiles} files of ${linesEach} lines under ${indexLimitMb} MB`,
    measured: `${(large - small).toFixed(0)} MB`,
    holds: large - small < indexLimitMb,
  });
  return bars;
}
