import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { defaultService } from '../../server/src/config/schema';
import { type Analysis, type AnalysisState, createAnalysis } from '../../server/src/workspace/service/analysis';
import type { AnalysisConfig } from '../../server/src/workspace/service/protocol';

/** A thread that does to a file what its text says, and answers with what it was sent as the message of a finding. */
const script = `
const { parentPort } = require('node:worker_threads');
const texts = new Map();
parentPort.on('message', (message) => {
  if (message.kind === 'text') texts.set(message.path, message.text);
  if (message.kind === 'end') parentPort.close();
  if (message.kind !== 'lint') return;
  const text = texts.get(message.path) ?? 'nothing';
  if (text === 'hang') for (;;);
  if (text === 'crash') {
    // Nothing says that an answer arrives before the news of a crash right behind it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    throw new Error('as told');
  }
  if (text === 'exit') process.exit(3);
  const outcome = { findings: [{ message: text }], crashes: [] };
  parentPort.postMessage({ kind: 'linted', id: message.id, outcome, problems: [] });
});
`;

const config: AnalysisConfig = {
  locale: 'en',
  settings: new Map(),
  clients: [],
  service: defaultService,
  maxFindings: 500,
  maxFileSize: 1e6,
  folder: '/',
  exclude: [],
  excludeFolder: '/',
};

const folder = mkdtempSync(join(tmpdir(), 'thriftwise-analysis-'));
const thread = join(folder, 'thread.cjs');
writeFileSync(thread, script);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let analysis: Analysis | undefined;
afterEach(() => analysis?.stop());

/** Long enough for a thread to start on a busy machine. */
const patientMs = 15_000;

function start(window = 1, hangMs = patientMs) {
  const states: AnalysisState[] = [];
  const made = createAnalysis({
    givesWay: false,
    script: thread,
    memoryLimitMb: 64,
    window,
    hangMs,
    onState: (state) => states.push(state),
  });
  analysis = made;
  const lint = async (path: string, urgent = false) => {
    const answer = await made.lint(path, `file://${path}`, config, urgent);
    return 'failure' in answer ? `failure: ${answer.failure}` : answer.findings[0]?.message;
  };
  return { made, lint, states };
}

describe('the analysis thread', () => {
  it('is started by the first file, and ends when told', async () => {
    const { made, lint, states } = start();
    made.setText('/a.ts', 'one');
    expect(made.state()).toBe('idle');
    expect(await lint('/a.ts')).toBe('one');
    await made.stop();
    expect(await lint('/a.ts')).toBe('one');
    expect(states).toEqual(['running', 'idle', 'running']);
  });

  it('answers with the newest text, however it was typed meanwhile', async () => {
    const { made, lint } = start();
    made.setText('/a.ts', 'one');
    const first = lint('/a.ts');
    made.setText('/a.ts', 'two');
    expect(await first).toBe('two');
  });

  it('takes urgent files first, and one that waits only once', async () => {
    const { lint } = start();
    const order: string[] = [];
    const ask = (path: string, urgent: boolean) => lint(path, urgent).then(() => order.push(path));
    await Promise.all([ask('/a', false), ask('/b', false), ask('/c', false), ask('/b', false), ask('/d', true)]);
    expect(order).toEqual(['/a', '/d', '/b', '/b', '/c']);
  });

  it('is started again after a crash; the file it fails with twice is left alone until it changes', async () => {
    const { made, lint, states } = start(8);
    made.setText('/bad.ts', 'crash');
    made.setText('/good.ts', 'good');
    const answers = await Promise.all([lint('/good.ts'), lint('/bad.ts'), lint('/other.ts')]);
    expect(answers).toEqual(['good', 'failure: as told', 'nothing']);
    expect(states.slice(0, 3)).toEqual(['running', 'restarting', 'running']);
    expect(await lint('/bad.ts')).toBe('failure: as told');
    made.setText('/bad.ts', 'mended');
    expect(await lint('/bad.ts')).toBe('mended');
  });

  it('is ended when it hangs', async () => {
    const { made, lint } = start(1, 3000);
    made.setText('/a.ts', 'hang');
    expect(await lint('/a.ts')).toMatch(/^failure: a file took longer than 3 s/);
    expect(await lint('/b.ts')).toBe('nothing');
  });

  it('is given up when it keeps failing, until it is stopped on purpose', async () => {
    const { made, lint, states } = start();
    for (const path of ['/a', '/b', '/c']) made.setText(path, 'exit');
    const answers = await Promise.all(['/a', '/b', '/c', '/d'].map((path) => lint(path)));
    expect(answers.map((answer) => answer?.slice(0, 7))).toEqual(['failure', 'failure', 'failure', 'nothing']);
    expect(states.at(-1)).toBe('stopped');
    expect(await lint('/e')).toMatch(/^failure/);
    await made.stop();
    expect(await lint('/e')).toBe('nothing');
  });
});
