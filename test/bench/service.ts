import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Bar } from './navigation';
import { initializeParams, type Session, startSession } from './session';
import { summarize } from './statistics';
import { syntheticIdl } from './synthetic';
import { type SyntheticRepository, writeRepository } from './syntheticService';

export interface ServiceBenchOptions {
  /** The bundled command and server. */
  readonly cli: string;
  readonly server: string;
  /** The repository's own folder: its packages are what the synthetic code imports. */
  readonly root: string;
  /** An empty folder to write into. */
  readonly folder: string;
}

const checks = 3;
const edits = 60;
const strokes = 100;
/** Milliseconds until the server has handed an edit to its thread, which then analyses it for several times as long. */
const handOver = 10;

interface Run {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
}

/** A whole process. What it used is read from the kernel until it ends. */
function measure(args: readonly string[]): Promise<Run> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let cpuMs = 0;
  let peakMb = 0;
  const look = (): void => {
    try {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      cpuMs = (Number(fields[11]) + Number(fields[12])) * 10;
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakMb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peakMb * 1024) / 1024;
    } catch {
      // It ended between two looks.
    }
  };
  const timer = setInterval(look, 20);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(timer);
      if (code === 0) resolve({ wallMs: performance.now() - begin, cpuMs, peakMb });
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

const median = (runs: readonly Run[], of: keyof Run): number => summarize(runs.map((run) => run[of])).p50;
const ms = (value: number): string => `${value.toFixed(0)} ms`;

function diagnostics(session: Session, uri: string): Promise<unknown> {
  return session.request('textDocument/diagnostic', { textDocument: { uri } });
}

/** Types into the middle of a method, one character and back, and waits for the diagnostics each time. */
async function editing(server: string, { folder, edited }: SyntheticRepository) {
  const session = startSession([server, '--stdio']);
  try {
    await session.request('initialize', initializeParams(pathToFileURL(folder).href));
    session.notify('initialized', {});
    const uri = pathToFileURL(edited).href;
    const text = readFileSync(edited, 'utf8');
    const begin = performance.now();
    session.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
    await diagnostics(session, uri);
    const first = performance.now() - begin;
    const line = text.slice(0, text.indexOf('async ')).split('\n').length;
    const samples: number[] = [];
    const ticks = session.cpuTicks();
    for (let i = 0; i < edits; i++) {
      const start = { line, character: 0 };
      const change =
        i % 2 === 0
          ? { range: { start, end: start }, text: ';' }
          : { range: { start, end: { line, character: 1 } }, text: '' };
      const begin = performance.now();
      session.notify('textDocument/didChange', { textDocument: { uri, version: i + 2 }, contentChanges: [change] });
      await diagnostics(session, uri);
      samples.push(performance.now() - begin);
    }
    const cpuMs = ((session.cpuTicks() - ticks) * 10) / edits;
    return { first, edit: summarize(samples), cpuMs, memoryMb: session.residentMb() };
  } finally {
    session.stop();
  }
}

/** Keystrokes in an IDL file, by turns alone and while the thread analyses an edit of a TypeScript file. */
async function idlBeside(server: string, { folder, edited }: SyntheticRepository) {
  const session = startSession([server, '--stdio']);
  try {
    await session.request('initialize', initializeParams(pathToFileURL(folder).href));
    session.notify('initialized', {});
    const code = pathToFileURL(edited).href;
    const idl = pathToFileURL(join(folder, 'typed.thrift')).href;
    const text = readFileSync(edited, 'utf8');
    session.notify('textDocument/didOpen', { textDocument: { uri: code, languageId: 'typescript', version: 1, text } });
    session.notify('textDocument/didOpen', {
      textDocument: { uri: idl, languageId: 'thrift', version: 1, text: syntheticIdl(4000) },
    });
    await Promise.all([diagnostics(session, code), diagnostics(session, idl)]);
    const alone: number[] = [];
    const beside: number[] = [];
    const position = { line: 10, character: 0 };
    const space = [{ range: { start: position, end: position }, text: ' ' }];
    for (let i = 0; i < strokes; i++) {
      const isBeside = i % 2 === 1;
      let analysed: Promise<unknown> = Promise.resolve();
      if (isBeside) {
        const contentChanges = [{ text: `${text}\nexport const stroke = ${i};\n` }];
        session.notify('textDocument/didChange', { textDocument: { uri: code, version: i + 2 }, contentChanges });
        analysed = diagnostics(session, code);
      }
      await setTimeout(handOver);
      const begin = performance.now();
      session.notify('textDocument/didChange', { textDocument: { uri: idl, version: i + 2 }, contentChanges: space });
      await diagnostics(session, idl);
      (isBeside ? beside : alone).push(performance.now() - begin);
      await analysed;
      await setTimeout(handOver);
    }
    return { alone: summarize(alone), beside: summarize(beside) };
  } finally {
    session.stop();
  }
}

/** Measures the analysis of TypeScript beside typescript-eslint (rules that need types) on the same files. */
export async function benchService({ cli, server, root, folder }: ServiceBenchOptions): Promise<readonly Bar[]> {
  const bars: Bar[] = [];
  const peer = join(root, 'test/bench/typescriptEslint.mjs');
  for (const count of [250, 1200]) {
    const target = join(folder, `service-${count}`);
    mkdirSync(target);
    const repository = writeRepository(target, count, join(root, 'node_modules'));
    writeFileSync(join(target, 'typed.thrift'), syntheticIdl(4000));
    const ours: Run[] = [];
    const theirs: Run[] = [];
    // By turns, so that a busy moment of the machine hits both.
    for (let run = 0; run < (count > 1000 ? 1 : checks); run++) {
      ours.push(await measure([cli, 'check', '--format', 'json', '--fail-on', 'never', join(target, 'src')]));
      theirs.push(await measure([peer, target]));
    }
    const edit = await editing(server, repository);
    const ratio = median(ours, 'cpuMs') / median(theirs, 'cpuMs');
    const memory = edit.memoryMb / median(theirs, 'peakMb');
    console.log(
      `\n${count} TypeScript files, beside typescript-eslint's typed rules on the same files:\n` +
        `  whole check ${ms(median(ours, 'wallMs'))} (processor ${ms(median(ours, 'cpuMs'))}, ${median(ours, 'peakMb').toFixed(0)} MB); ` +
        `typescript-eslint ${ms(median(theirs, 'wallMs'))} (processor ${ms(median(theirs, 'cpuMs'))}, ${median(theirs, 'peakMb').toFixed(0)} MB); ` +
        `ratio wall ${(median(ours, 'wallMs') / median(theirs, 'wallMs')).toFixed(2)}, processor ${ratio.toFixed(2)}\n` +
        `  first diagnostics of the open file ${ms(edit.first)}; edit to diagnostics p50 ${ms(edit.edit.p50)}, p95 ${ms(edit.edit.p95)}, ` +
        `max ${ms(edit.edit.max)} (processor ${ms(edit.cpuMs)} each); server ${edit.memoryMb.toFixed(0)} MB resident`,
    );
    bars.push(
      {
        bar: `whole check of ${count} files within half of typescript-eslint's processor time`,
        measured: `ratio ${ratio.toFixed(2)}`,
        holds: ratio <= 0.5,
      },
      {
        bar: `server with ${count} files below 1.2 times typescript-eslint's memory`,
        measured: `ratio ${memory.toFixed(2)}`,
        holds: memory < 1.2,
      },
    );
    if (count !== 250) continue;
    bars.push({
      bar: 'edit to diagnostics p95 <= 150 ms in 250 files',
      measured: ms(edit.edit.p95),
      holds: edit.edit.p95 <= 150,
    });
    const { alone, beside } = await idlBeside(server, repository);
    const slower = beside.p50 / alone.p50;
    console.log(
      `  keystroke in IDL: alone p50 ${alone.p50.toFixed(1)} ms, p95 ${alone.p95.toFixed(1)} ms; while TypeScript is analysed p50 ${beside.p50.toFixed(1)} ms, p95 ${beside.p95.toFixed(1)} ms`,
    );
    bars.push({
      bar: 'keystroke in IDL within 10 % while TypeScript is analysed (median)',
      measured: `ratio ${slower.toFixed(2)}`,
      holds: slower <= 1.1,
    });
  }
  return bars;
}
