import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatDocument } from '../../server/src/idl/format/format';
import { defaultIndentation, formatOptionsOf } from '../../server/src/idl/format/options';
import { parseDocument } from '../../server/src/idl/syntax/document';
import { type Summary, summarize } from './statistics';
import { syntheticIdl } from './synthetic';

const runs = 9;

export interface FormatTimes {
  /** Of a document that is parsed already, as in an editor. */
  readonly editor: Summary;
  /** The whole process with `--check`, its start included. */
  readonly command: Summary;
  readonly peer: Summary;
}

/** Text that needs formatting in most lines. */
function unformatted(lines: number): string {
  return syntheticIdl(lines).replaceAll(/^ {2}/gm, '      ').replaceAll(' {', '{').replaceAll('= ', '=');
}

/** Formats a file of `lines` lines in process and by whole commands, the peer's turn after each of ours. */
export function formatTimes(cli: string, peerCli: string, lines: number): FormatTimes {
  const text = unformatted(lines);
  const document = parseDocument(text, { dialect: 'any' });
  const options = formatOptionsOf({}, defaultIndentation);
  const editor: number[] = [];
  for (let run = 0; run < runs * 2; run++) {
    const begin = performance.now();
    formatDocument(document, options);
    if (run >= runs) editor.push(performance.now() - begin);
  }
  const folder = mkdtempSync(join(tmpdir(), 'thriftwise-bench-'));
  try {
    const file = join(folder, 'a.thrift');
    writeFileSync(file, text);
    const command: number[] = [];
    const peer: number[] = [];
    const time = (script: string, into: number[]): void => {
      const begin = performance.now();
      const { status } = spawnSync(process.execPath, [script, 'format', '--check', file]);
      if (status !== 1) throw new Error(`${script} format --check ended with ${status}`);
      into.push(performance.now() - begin);
    };
    for (let run = 0; run < runs; run++) {
      time(cli, command);
      time(peerCli, peer);
    }
    return { editor: summarize(editor), command: summarize(command), peer: summarize(peer) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
