import { resolveConfig } from '../../server/src/config/resolve';
import type { Finding } from '../../server/src/core/finding';
import { allRules, idlRules } from '../../server/src/rules/registry.generated';
import { createDiskFiles } from '../../server/src/workspace/diskFiles';
import { createIdlWorkspace } from '../../server/src/workspace/idlWorkspace';
import { createLintSetup, lintFile } from '../../server/src/workspace/linter';
import { uriOf } from '../../server/src/workspace/uris';
import { corpus, packages } from './corpus';
import { exceptions } from './exceptions';
import { compareFormatted } from './formatted';
import { compilerVersion, judge } from './judge';

// Every .thrift file that some npm packages ship, judged by the Apache compiler: no error of ours on a file that it accepts, an error on every
// file that it refuses, or a written reason; and it makes the same of a formatted file. Prints the table; exits 1 on an unexplained difference.

const version = compilerVersion();
if (version === undefined) {
  console.error('The Apache compiler is not installed (Debian: apt-get install thrift-compiler).');
  process.exit(2);
}

// The language alone: conventions are no errors, and the compiler does not know them.
const config = resolveConfig(allRules, [{ extends: 'apache', exclude: [] }]);
const files = corpus();
const roots = [...new Set(files.map(({ file, path }) => file.slice(0, file.length - path.length - 1)))];
const workspace = createIdlWorkspace({
  files: createDiskFiles(config.maxFileSize),
  roots: () => roots,
  settingsFor: () => ({ dialect: config.dialect, includePaths: [], maxFileSize: config.maxFileSize }),
});
const setup = createLintSetup({ idl: idlRules, all: allRules }, config, 'en');

interface Row {
  accepted: number;
  refused: number;
  silent: number;
  agree: number;
  explained: number;
  wrong: number;
}

const table: Record<string, Row> = Object.fromEntries(
  packages.map((name) => [name, { accepted: 0, refused: 0, silent: 0, agree: 0, explained: 0, wrong: 0 }]),
);
const problems: string[] = [];
const stale = new Set(Object.keys(exceptions));

/** Errors of the file and, as the compiler reads them too, of all files that it includes. */
function errorsOf(uri: string, seen = new Set<string>()): Finding[] {
  if (seen.has(uri)) return [];
  seen.add(uri);
  const own = lintFile(workspace, uri, setup).findings.filter((finding) => finding.severity === 'error');
  const included = (workspace.file(uri)?.includes ?? []).flatMap((include) => {
    const target = workspace.resolveInclude(uri, include.path.value);
    return target.kind === 'found' ? errorsOf(target.uri, seen) : [];
  });
  return [...own, ...included];
}

for (const { name, path, file } of files) {
  const row = table[name];
  if (!row) continue;
  const verdict = judge(file);
  const errors = errorsOf(uriOf(file));
  const key = `${name}/${path}`;
  row[verdict.kind === 'accepts' ? 'accepted' : verdict.kind === 'refuses' ? 'refused' : 'silent']++;
  const agrees = verdict.kind === 'silent' || (verdict.kind === 'accepts') === (errors.length === 0);
  if (agrees) row.agree++;
  else if (exceptions[key]) {
    row.explained++;
    stale.delete(key);
  } else {
    row.wrong++;
    const ours = errors
      .slice(0, 3)
      .map((finding) => `${finding.uri.slice(finding.uri.lastIndexOf('/') + 1)} ${finding.rule}: ${finding.message}`);
    problems.push(
      `${key}\n    compiler: ${verdict.kind}${'why' in verdict ? ` (${verdict.why})` : ''}\n    ours: ${ours.join('; ') || 'no error'}`,
    );
  }
}

console.log(`${files.length} files of ${packages.length} packages, judged by ${version}`);
console.table(table);
for (const problem of problems) console.error(problem);
for (const key of stale) console.error(`${key}: the exception is written down, but there is no difference any more`);

let compared = 0;
const changed: string[] = [];
for (const name of packages) {
  const own = files.filter((each) => each.name === name);
  const [first] = own;
  if (!first) continue;
  const root = first.file.slice(0, first.file.length - first.path.length - 1);
  const result = compareFormatted(
    root,
    own.map(({ path }) => path),
  );
  compared += result.compared;
  changed.push(...result.different.map((path) => `${name}/${path}`));
}
console.log(
  `Formatted, ${compared - changed.length} of the ${compared} files that it takes are the same to it as before.`,
);
for (const path of changed) console.error(`${path}: the compiler makes something else of it once it is formatted`);
if (problems.length > 0 || stale.size > 0 || changed.length > 0) process.exitCode = 1;
