import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { serviceMeta } from '../../server/src/rules/serviceMeta.generated';
import { installKnown } from './install';
import { generatedPart, type Repository, withGenerated } from './page';
import { cell, type Found, matchVerdicts, parseVerdicts } from './verdicts';

// Usage: accuracy FOLDER [--install] [--kept] [OWNER/NAME...]. Runs the built command over the repositories of docs/accuracy/repositories.tsv, which lie in
// FOLDER/OWNER-NAME, prints the findings that nobody judged as lines for docs/accuracy/verdicts.tsv (the message where the note goes), and, when
// no repository is named, rewrites the generated part of docs/accuracy.md. What the command said is kept in FOLDER/OWNER-NAME.findings.json;
// --kept takes that instead of running it again; --install first gives each repository the packages that rules know.

const root = join(import.meta.dirname, '../..');
const page = join(root, 'docs/accuracy.md');
const secondsEach = 300;

const { values, positionals } = parseArgs({
  options: { install: { type: 'boolean' }, kept: { type: 'boolean' } },
  allowPositionals: true,
});
const [folder, ...only] = positionals;
if (folder === undefined) {
  console.error('Usage: npm run accuracy -- FOLDER [--install] [--kept] [OWNER/NAME...]');
  process.exit(2);
}

interface Output {
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly message: string;
    readonly file: string;
    readonly range: { readonly start: { readonly line: number } };
  }[];
  readonly summary: { readonly files: number };
}

/** What the command says of a repository, or why it says nothing. */
function check(place: string): Output | string {
  const kept = `${place}.findings.json`;
  if (!existsSync(place)) return 'it is not there';
  if (!(values.kept && existsSync(kept))) {
    const command = [join(root, 'dist/cli.cjs'), 'check', '--format', 'json', '--fail-on', 'never', '.'];
    const run = spawnSync(process.execPath, command, {
      cwd: place,
      encoding: 'utf8',
      timeout: secondsEach * 1000,
      maxBuffer: 2 ** 30,
    });
    if (run.error && 'code' in run.error && run.error.code === 'ETIMEDOUT') return `it took more than ${secondsEach} s`;
    if (run.status !== 0) return `the command failed: ${cell(run.stderr)}`;
    // Whole or not at all: another run may read it.
    writeFileSync(`${kept}.${process.pid}`, run.stdout);
    renameSync(`${kept}.${process.pid}`, kept);
  }
  return JSON.parse(readFileSync(kept, 'utf8')) as Output;
}

const listed = readFileSync(join(root, 'docs/accuracy/repositories.tsv'), 'utf8').trimEnd().split('\n').slice(1);
const verdicts = parseVerdicts(readFileSync(join(root, 'docs/accuracy/verdicts.tsv'), 'utf8'));
const rules = new Set(serviceMeta.map(({ id }) => id));
const repositories: Repository[] = [];
const findings: Found[] = [];
for (const row of listed) {
  const [name = '', commit = ''] = row.split('\t');
  if (only.length > 0 && !only.includes(name)) continue;
  const place = join(folder, name.replace('/', '-'));
  if (values.install && existsSync(place)) installKnown(place);
  const began = Date.now();
  const output = check(place);
  if (typeof output === 'string') {
    console.error(`${name}: ${output}`);
    repositories.push({ name, commit, problem: output });
    continue;
  }
  console.error(`${name}: ${output.findings.length} findings, ${((Date.now() - began) / 1000).toFixed(1)} s`);
  repositories.push({ name, commit, files: output.summary.files });
  const lines = new Map<string, string[]>();
  for (const { rule, severity, message, file, range } of output.findings) {
    if (!rules.has(rule)) continue;
    const text = lines.get(file) ?? readFileSync(join(place, file), 'utf8').split(/\r\n|\r|\n/);
    lines.set(file, text);
    const { line } = range.start;
    findings.push({
      rule,
      severity,
      repository: name,
      path: file,
      line: line + 1,
      text: cell(text[line] ?? ''),
      message: cell(message),
    });
  }
}

const matched = matchVerdicts(findings, verdicts);
const commitOf = new Map(repositories.map(({ name, commit }) => [name, commit.slice(0, 12)]));
for (const { rule, repository, path, line, text, message } of matched.unjudged)
  console.log([rule, repository, commitOf.get(repository), path, line, text, '', message].join('\t'));
for (const [{ rule, repository, path, line }, { verdict, note }] of matched.judged)
  if (verdict === 'wrong') console.error(`wrong and reported: ${rule} ${repository} ${path}:${line} ${note}`);
if (only.length === 0)
  writeFileSync(
    page,
    withGenerated(readFileSync(page, 'utf8'), generatedPart(serviceMeta, repositories, findings, matched)),
  );
