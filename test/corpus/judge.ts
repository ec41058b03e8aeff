import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What the Apache compiler says of a file. `silent`: it crashed or ran for ever (it does on some cycles), so it is no judge. */
export type Verdict =
  | { readonly kind: 'accepts' }
  | { readonly kind: 'refuses'; readonly why: string }
  | { readonly kind: 'silent'; readonly why: string };

const timeoutMs = 10_000;

/** The compiler's version line; undefined when it is not installed. */
export function compilerVersion(): string | undefined {
  const { stdout, status } = spawnSync('thrift', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** Lets the compiler read the file and everything that it includes; what it generates is thrown away. */
export function judge(file: string): Verdict {
  const out = mkdtempSync(join(tmpdir(), 'thriftwise-judge-'));
  try {
    const { status, signal, stdout, stderr } = spawnSync('thrift', ['-r', '-gen', 'json', '-out', out, file], {
      encoding: 'utf8',
      timeout: timeoutMs,
      cwd: dirname(file),
    });
    if (status === 0) return { kind: 'accepts' };
    if (signal) return { kind: 'silent', why: signal };
    const lines = `${stdout}\n${stderr}`
      .split('\n')
      .filter((line) => /ERROR|FAILURE|error/i.test(line) && !/WARNING/.test(line));
    return { kind: 'refuses', why: (lines[0] ?? `exit ${status}`).replaceAll(`${dirname(file)}/`, '') };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
