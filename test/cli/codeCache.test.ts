import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, makeFolder, plainEnv } from './run';

/** A copy of the command whose compiled form is nobody else's. */
function makeCopy() {
  const root = makeFolder({ 'a.thrift': '', 'package.json': '{ "version": "9.9.9" }' });
  const folder = join(root, 'dist');
  mkdirSync(folder);
  for (const name of ['cli.cjs', 'command.cjs']) copyFileSync(join(dirname(command), name), join(folder, name));
  return {
    folder,
    caches: () => readdirSync(folder).filter((name) => !name.endsWith('.cjs')),
    run(env: Readonly<Record<string, string>> = {}, entry = 'dist/cli.cjs', words = ['check', 'a.thrift']) {
      const { status, stderr } = spawnSync(process.execPath, [join(root, entry), ...words], {
        cwd: root,
        env: { ...plainEnv, ...env },
        encoding: 'utf8',
      });
      return [status, stderr];
    },
    root,
  };
}

describe('the compiled form of the command', { timeout: 60_000 }, () => {
  const fine = [0, ''];

  it('is kept by the first run and used by the next', () => {
    const copy = makeCopy();
    expect([copy.run(), copy.caches().length]).toEqual([fine, 1]);
    const path = join(copy.folder, copy.caches()[0] ?? '');
    const { mtimeMs } = statSync(path);
    expect([copy.run(), copy.caches().length, statSync(path).mtimeMs]).toEqual([fine, 1, mtimeMs]);
  });

  it('is made anew when it is damaged in any way', () => {
    const copy = makeCopy();
    copy.run();
    const path = join(copy.folder, copy.caches()[0] ?? '');
    const good = readFileSync(path);
    // A crash leaves whole sectors unwritten.
    for (const at of [0, 512, 2048, good.length >> 1, good.length - 512]) {
      const bad = Buffer.from(good).fill(0, at, at + 512);
      writeFileSync(path, bad);
      expect([at, ...copy.run()]).toEqual([at, ...fine]);
      expect(readFileSync(path).equals(bad)).toBe(false);
    }
    for (const length of [0, 3, 4, 5000]) {
      truncateSync(path, length);
      expect([length, ...copy.run()]).toEqual([length, ...fine]);
      expect(statSync(path).size).toBeGreaterThan(5000);
    }
  });

  it('is kept for each command, so that the first one does not decide for all', () => {
    const copy = makeCopy();
    const run = (...words: string[]) => copy.run({}, 'dist/cli.cjs', words);
    expect([run('--version'), run('rules'), run('check', 'a.thrift')]).toEqual([fine, fine, fine]);
    const endings = () => copy.caches().map((name) => /-(\w+)\.cache$/.exec(name)?.[1]);
    expect(endings().sort()).toEqual(['check', 'other', 'rules']);
    utimesSync(join(copy.folder, 'command.cjs'), new Date(0), new Date(1_000_000));
    expect(run('--help')).toEqual(fine);
    expect(endings()).toEqual(['other']);
  });

  it('is never taken for another version of the file', () => {
    const copy = makeCopy();
    copy.run();
    const [before] = copy.caches();
    utimesSync(join(copy.folder, 'command.cjs'), new Date(0), new Date(1_000_000));
    expect([copy.run(), copy.caches().length]).toEqual([fine, 1]);
    expect(copy.caches()[0]).not.toBe(before);
  });

  it('is not kept where nobody wants it, and the command runs through a link', () => {
    const copy = makeCopy();
    expect([copy.run({ NODE_DISABLE_COMPILE_CACHE: '1' }), copy.caches()]).toEqual([fine, []]);
    mkdirSync(join(copy.root, 'bin'));
    symlinkSync('../dist/cli.cjs', join(copy.root, 'bin/thriftwise'));
    expect([copy.run({}, 'bin/thriftwise'), copy.caches().length]).toEqual([fine, 1]);
  });
});
