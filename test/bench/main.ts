import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ThriftData } from 'thrift-parser-ts';
import { Bench } from 'tinybench';
import { lintFile } from '../../server/src/workspace/linter';
import { createTestWorkspace, testUri } from '../harness/engine';
import { completionLatency } from './completion';
import { benchContract } from './contract';
import { formatTimes } from './formatting';
import { benchNavigation } from './navigation';
import { benchService } from './service';
import { initializeParams, startSession } from './session';
import { createRandom, summarize } from './statistics';
import { syntheticIdl } from './synthetic';

// Measures what a person waits for, each time beside a peer in the same run, and prints whether the bars hold.
// `npm run bench` builds first; run it on a quiet machine. Not a test: nothing here decides whether a change lands.

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'dist/cli.cjs');
const server = join(root, 'dist/server.cjs');
const peerCli = join(root, 'node_modules/thrift-support/dist/cli.js');
const keystrokes = 400;
const coldRuns = 15;

for (const file of [cli, server, peerCli])
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm ci && npm run build\``);

const bars: { readonly bar: string; readonly measured: string; readonly holds: boolean }[] = [];
const ms = (value: number): string => `${value.toFixed(1)} ms`;

/** Types a name, character by character, at random fields of the file: what a keystroke costs until diagnostics stand as JSON. */
function typing(lines: number) {
  const { workspace, setup } = createTestWorkspace({});
  const uri = testUri('typed.thrift');
  workspace.open(uri, syntheticIdl(lines));
  const random = createRandom(lines);
  const samples: number[] = [];
  const stroke = (at: number, text: string): void => {
    const begin = performance.now();
    workspace.change(uri, [{ range: { start: at, end: at }, text }]);
    const { findings } = lintFile(workspace, uri, setup);
    const file = workspace.file(uri);
    JSON.stringify(
      findings.map(({ range, message, rule, severity }) => ({
        range: file?.lines.rangeOf(range),
        message,
        rule,
        severity,
      })),
    );
    samples.push(performance.now() - begin);
  };
  const word = '\n  7: optional string noteText,';
  for (let typed = 0; typed < keystrokes; typed += word.length) {
    const text = workspace.file(uri)?.text ?? '';
    let at = text.indexOf('\n', text.indexOf('struct GetThing', Math.floor(random() * (text.length * 0.9))));
    for (const character of word) stroke(at++, character);
  }
  return summarize(samples);
}

console.log(`Node ${process.version}\n`);
console.log(
  'Keystroke to diagnostics, all rules on (in process), beside a parse of the whole text by thrift-parser-ts:',
);
typing(1000);
for (const lines of [1000, 4000, 10_000]) {
  const ours = typing(lines);
  const text = syntheticIdl(lines);
  const peer = new Bench({ iterations: 10, time: 0, warmupIterations: 2, warmupTime: 0 });
  peer.add('whole file', () => {
    ThriftData.fromString(text);
  });
  await peer.run();
  const result = peer.tasks[0]?.result;
  const whole = result && 'latency' in result ? result.latency.p50 : Number.NaN;
  console.log(
    `  ${lines} lines: p50 ${ms(ours.p50)}, p95 ${ms(ours.p95)}, max ${ms(ours.max)}; whole-file parse ${ms(whole)}; ratio p50 ${(ours.p50 / whole).toFixed(2)}`,
  );
  if (lines === 10_000)
    bars.push({ bar: 'keystroke p95 <= 16 ms at 10k lines', measured: ms(ours.p95), holds: ours.p95 <= 16 });
}

const formatting = formatTimes(cli, peerCli, 10_000);
const formatRatio = formatting.command.p50 / formatting.peer.p50;
console.log(
  `\nFormatting 10,000 lines: in the editor ${ms(formatting.editor.p50)} (max ${ms(formatting.editor.max)}); whole command ${ms(formatting.command.p50)}, thrift-support ${ms(formatting.peer.p50)}; ratio ${formatRatio.toFixed(2)}`,
);
bars.push({
  bar: 'formatting 10,000 lines not slower than thrift-support',
  measured: `ratio ${formatRatio.toFixed(2)}`,
  holds: formatRatio <= 1,
});

const folder = mkdtempSync(join(tmpdir(), 'thriftwise-bench-'));
try {
  const cold = (command: string, args: readonly string[]): number => {
    const begin = performance.now();
    const { error } = spawnSync(process.execPath, [command, ...args], { maxBuffer: 1 << 28 });
    if (error) throw error;
    return performance.now() - begin;
  };
  console.log(
    '\nCold check of a directory, beside thrift-support lint on the same files (medians of whole processes):',
  );
  for (const { files, lines } of [
    { files: 1, lines: 400 },
    { files: 20, lines: 400 },
    { files: 100, lines: 400 },
  ]) {
    const directory = join(folder, `cold-${files}`);
    mkdirSync(directory);
    const paths = Array.from({ length: files }, (_, i) => join(directory, `file${i}.thrift`));
    for (const path of paths) writeFileSync(path, syntheticIdl(lines));
    const ours: number[] = [];
    const theirs: number[] = [];
    // Alternating, so that a busy moment of the machine hits both.
    for (let run = 0; run < coldRuns; run++) {
      ours.push(cold(cli, ['check', '--format', 'json', '--fail-on', 'never', directory]));
      theirs.push(cold(peerCli, ['lint', '--json', ...paths]));
    }
    const ratio = summarize(ours).p50 / summarize(theirs).p50;
    console.log(
      `  ${files} files of ${lines} lines: ours ${ms(summarize(ours).p50)}, thrift-support ${ms(summarize(theirs).p50)}; ratio ${ratio.toFixed(2)}`,
    );
    bars.push({
      bar: `cold check of ${files} files not slower than thrift-support`,
      measured: `ratio ${ratio.toFixed(2)}`,
      holds: ratio <= 1,
    });
  }

  const indexed = join(folder, 'indexed');
  mkdirSync(indexed);
  for (let i = 0; i < 200; i++) writeFileSync(join(indexed, `file${i}.thrift`), syntheticIdl(300));
  const replies: number[] = [];
  for (let run = 0; run < coldRuns; run++) {
    const begin = performance.now();
    const session = startSession([server, '--stdio']);
    await session.request('initialize', initializeParams(pathToFileURL(indexed).href));
    replies.push(performance.now() - begin);
    session.stop();
  }
  console.log(
    `\nStart-up to the reply of initialize: median ${ms(summarize(replies).p50)}, worst ${ms(summarize(replies).max)}`,
  );
  bars.push({
    bar: 'initialize answered within 400 ms',
    measured: ms(summarize(replies).max),
    holds: summarize(replies).max <= 400,
  });

  const session = startSession([server, '--stdio']);
  await session.request('initialize', initializeParams(pathToFileURL(indexed).href));
  session.notify('initialized', {});
  const uri = pathToFileURL(join(indexed, 'file0.thrift')).href;
  session.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'thrift', version: 1, text: syntheticIdl(10_000) },
  });
  await session.request('textDocument/diagnostic', { textDocument: { uri } });
  // Indexing runs in the background; it is over when the processor has been still for a second.
  for (let before = -1; before !== session.cpuTicks(); await sleep(1000)) before = session.cpuTicks();
  const memory = session.residentMb();
  const ticks = session.cpuTicks();
  await sleep(5000);
  const busy = session.cpuTicks() - ticks;
  console.log(
    `\n200 files of 300 lines indexed and one of 10,000 lines open: ${memory.toFixed(0)} MB resident; at rest ${busy} processor ticks in 5 s`,
  );
  bars.push({
    bar: 'under 150 MB resident with 200 files indexed',
    measured: `${memory.toFixed(0)} MB`,
    holds: memory < 150,
  });
  bars.push({ bar: 'CPU at rest 0', measured: `${busy} ticks in 5 s`, holds: busy === 0 });

  const trips: number[] = [];
  for (let i = 0; i < 200; i++) {
    const begin = performance.now();
    const position = { line: 10, character: 0 };
    session.notify('textDocument/didChange', {
      textDocument: { uri, version: i + 2 },
      contentChanges: [{ range: { start: position, end: position }, text: ' ' }],
    });
    await session.request('textDocument/diagnostic', { textDocument: { uri } });
    trips.push(performance.now() - begin);
  }
  session.stop();
  const trip = summarize(trips);
  console.log(
    `\nKeystroke to diagnostics over stdio, 10,000 lines: p50 ${ms(trip.p50)}, p95 ${ms(trip.p95)}, max ${ms(trip.max)}`,
  );

  const completion = await completionLatency(server, folder);
  console.log(
    `\nLetter to completion over stdio, 10,000 lines among 300 files: p50 ${ms(completion.p50)}, p95 ${ms(completion.p95)}, max ${ms(completion.max)}; ${completion.items.toFixed(0)} items (thrift-support has no language server on npm)`,
  );
  bars.push({
    bar: 'completion p95 <= 50 ms at 10k lines among 300 files',
    measured: ms(completion.p95),
    holds: completion.p95 <= 50,
  });
  bars.push(...(await benchNavigation({ server, peerCli, folder })));
  bars.push(...(await benchContract({ server, root, folder })));
  bars.push(...(await benchService({ cli, server, root, folder })));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log('\nBars:');
for (const { bar, measured, holds } of bars) console.log(`  ${holds ? 'holds ' : 'MISSED'}  ${bar}: ${measured}`);
if (bars.some(({ holds }) => !holds)) process.exitCode = 1;
