import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLineIndex } from '../../server/src/core/lines';
import { initializeParams, type Session, startSession } from './session';
import { summarize } from './statistics';
import { syntheticIdl } from './synthetic';

/** One measured promise, as `main.ts` prints it. */
export interface Bar {
  readonly bar: string;
  readonly measured: string;
  readonly holds: boolean;
}

export interface NavigationBenchOptions {
  /** The bundled server. */
  readonly server: string;
  /** The command of thrift-support: what npm has of it lists symbols, but answers no editor. */
  readonly peerCli: string;
  /** An empty folder to write into. */
  readonly folder: string;
}

const files = 300;
const linesEach = 300;
const bigLines = 10_000;
const runs = 20;
const limitMs = 50;

const base =
  'namespace go bench.base\n\n// What every answer carries.\nstruct Base {\n  1: optional string log_id\n}\n';

/** A file in which every answer holds the struct of another file. */
function user(lines: number): string {
  return syntheticIdl(lines)
    .replace('namespace go', 'include "base.thrift"\nnamespace go')
    .replaceAll('  2: optional i64 created_at', '  2: optional i64 created_at\n  254: optional base.Base base');
}

function milliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** Asks over and over, each time after a keystroke, so that nothing can be answered from the version before. */
async function timed(session: Session, uri: string, method: string, params: object): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let run = 0; run < runs; run++) {
    const end = { line: 2, character: 0 };
    const changes = [{ range: { start: end, end }, text: run % 2 === 0 ? ' ' : '' }];
    if (run % 2 === 1) changes[0] = { range: { start: end, end: { line: 2, character: 1 } }, text: '' };
    session.notify('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges: changes });
    const begin = performance.now();
    await session.request(method, { textDocument: { uri }, ...params });
    samples.push(performance.now() - begin);
  }
  return samples;
}

let version = 1;

/** Measures navigation over stdio in a workspace of 300 files, one of them with 10,000 lines and open. */
export async function benchNavigation({ server, peerCli, folder }: NavigationBenchOptions): Promise<readonly Bar[]> {
  const bars: Bar[] = [];
  const root = join(folder, 'navigation');
  mkdirSync(root);
  const paths = Array.from({ length: files - 2 }, (_, i) => join(root, `file${i}.thrift`));
  for (const path of paths) writeFileSync(path, user(linesEach));
  const text = user(bigLines);
  const big = join(root, 'big.thrift');
  writeFileSync(join(root, 'base.thrift'), base);
  writeFileSync(big, text);

  const session = startSession([server, '--stdio']);
  await session.request('initialize', initializeParams(pathToFileURL(root).href));
  session.notify('initialized', {});
  const begin = performance.now();
  await session.request('workspace/symbol', { query: 'Base' });
  const built = performance.now() - begin;
  const peerBegin = performance.now();
  spawnSync(process.execPath, [peerCli, 'symbols', '--json', big, ...paths], { maxBuffer: 1 << 28 });
  const peer = performance.now() - peerBegin;
  console.log(
    `\nNavigation over stdio, ${files} files of ${linesEach} lines, one of ${bigLines}:\n` +
      `  index build until the first workspace symbol: ${milliseconds(built)}; thrift-support symbols on the same files: ` +
      `${milliseconds(peer)} (a whole process; it resolves nothing); ratio ${(built / peer).toFixed(2)}\n` +
      `  ${session.residentMb().toFixed(0)} MB resident`,
  );

  const uri = pathToFileURL(big).href;
  session.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'thrift', version: 1, text } });
  const lines = createLineIndex(text);
  const middle = text.indexOf('base.Base', text.length / 2);
  const position = lines.positionAt(middle + 'base.'.length + 1);
  const local = lines.positionAt(text.indexOf('Request echo', text.length / 2) + 1);
  const everything = { start: { line: 0, character: 0 }, end: { line: bigLines * 2, character: 0 } };
  const screen = { start: position, end: { line: position.line + 60, character: 0 } };
  const asked: readonly [name: string, method: string, params: object][] = [
    ['hover on a struct that all files use', 'textDocument/hover', { position }],
    ['hover on a struct of the file', 'textDocument/hover', { position: local }],
    ['definition in another file', 'textDocument/definition', { position }],
    [
      'references to a struct that all files use',
      'textDocument/references',
      { position, context: { includeDeclaration: true } },
    ],
    ['highlights', 'textDocument/documentHighlight', { position: local }],
    ['rename of a struct that all files use', 'textDocument/rename', { position, newName: 'Common' }],
    ['document symbols', 'textDocument/documentSymbol', {}],
    ['workspace symbols', 'workspace/symbol', { query: 'gthr' }],
    ['folding', 'textDocument/foldingRange', {}],
    ['semantic tokens of a screen', 'textDocument/semanticTokens/range', { range: screen }],
    ['semantic tokens of the file', 'textDocument/semanticTokens/full', {}],
    ['inlay hints of a screen', 'textDocument/inlayHint', { range: screen }],
    ['inlay hints of the file', 'textDocument/inlayHint', { range: everything }],
  ];
  for (const [name, method, params] of asked) {
    const { p50, p95 } = summarize(await timed(session, uri, method, params));
    console.log(`  ${name}: p50 ${milliseconds(p50)}, p95 ${milliseconds(p95)}`);
    bars.push({ bar: `${name} within ${limitMs} ms (median)`, measured: milliseconds(p50), holds: p50 <= limitMs });
  }
  session.stop();
  return bars;
}
