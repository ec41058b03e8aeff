import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { initializeParams, startSession } from './session';
import { createRandom, summarize } from './statistics';
import { syntheticIdl } from './synthetic';

const places = 40;
const word = 'GetThing';

/**
 * Types a type's name at random fields of a file of 10,000 lines among 300 files, and asks for completion before the first letter
 * and behind each: what a person waits for, over stdio. (thrift-support ships no language server on npm to measure beside.)
 */
export async function completionLatency(server: string, folder: string) {
  const directory = join(folder, 'completion');
  mkdirSync(directory);
  for (let i = 0; i < 300; i++) writeFileSync(join(directory, `file${i}.thrift`), syntheticIdl(100));
  const session = startSession([server, '--stdio']);
  await session.request('initialize', initializeParams(pathToFileURL(directory).href));
  session.notify('initialized', {});
  const uri = pathToFileURL(join(directory, 'typed.thrift')).href;
  const lines = syntheticIdl(10_000).split('\n');
  const text = `include "file1.thrift"\ninclude "file2.thrift"\n${lines.join('\n')}`;
  session.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'thrift', version: 1, text } });
  // An answer to this one means that all files have been read.
  const whole = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  await session.request('textDocument/codeAction', {
    textDocument: { uri },
    range: whole,
    context: { diagnostics: [] },
  });
  const structs = lines.flatMap((line, i) => (line.startsWith('struct GetThing') ? [i + 2] : []));
  const random = createRandom(5);
  const samples: number[] = [];
  let version = 1;
  let offered = 0;
  const type = (line: number, character: number, inserted: string): void => {
    const position = { line, character };
    const contentChanges = [{ range: { start: position, end: position }, text: inserted }];
    session.notify('textDocument/didChange', { textDocument: { uri, version: ++version }, contentChanges });
  };
  for (let i = 0; i < places; i++) {
    const line = structs[Math.floor(random() * structs.length)] ?? 0;
    const head = '  9: optional ';
    type(line + 1, 0, `${head}\n`);
    for (let typed = 0; typed <= word.length; typed++) {
      const begin = performance.now();
      if (typed > 0) type(line + 1, head.length + typed - 1, word[typed - 1] ?? '');
      const answer = (await session.request('textDocument/completion', {
        textDocument: { uri },
        position: { line: line + 1, character: head.length + typed },
      })) as { items: unknown[] };
      samples.push(performance.now() - begin);
      offered += answer.items.length;
    }
    const range = { start: { line: line + 1, character: 0 }, end: { line: line + 2, character: 0 } };
    session.notify('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range, text: '' }],
    });
  }
  session.stop();
  return { ...summarize(samples), items: offered / samples.length };
}
