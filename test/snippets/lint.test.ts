/** The snippets under our own service rules: what we offer must not be what we report. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceRules } from '../../server/src/rules/serviceRules.generated';
import { onlyRules } from '../harness/engine';
import { runVariants } from '../harness/serviceEngine';
import { expand, prefixesOf, root, snippets } from './harness';

const timeoutMs = 120_000;

const prefixes = Object.values(snippets).map((snippet) => prefixesOf(snippet)[0] ?? '');
/** Rules that are off by default are for those who ask for them. */
const config = onlyRules(...serviceRules.filter(({ severity }) => severity !== 'off').map(({ id }) => id));

/** The files that snippets import, by their paths beside them. */
function projectFiles(folder: string, prefix = ''): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) Object.assign(files, projectFiles(path, `${prefix}${name}/`));
    else files[`${prefix}${name}`] = readFileSync(path, 'utf8');
  }
  return files;
}

function findingsIn(texts: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(texts);
  const beside = Object.entries(projectFiles(join(root, 'test/snippets/project'))).filter(
    ([path]) => !path.endsWith('package.json'),
  );
  const outcomes = runVariants(
    names.map((name) => ({
      files: { ...Object.fromEntries(beside), [`${name}.ts`]: `${texts[name] ?? ''}\n` },
      config,
    })),
  );
  return outcomes.flatMap(({ findings }, i) => findings.map(({ rule, message }) => `${names[i]} ${rule}: ${message}`));
}

test(
  'no service rule finds anything in a snippet',
  () => {
    const guilty = "import { Pool } from 'pg';\nconst pool = new Pool();\nconsole.log(pool.totalCount);";
    const texts = Object.fromEntries(prefixes.map((prefix) => [prefix, expand(prefix)]));
    const findings = findingsIn({ ...texts, guilty });
    expect(findings.filter((each) => each.startsWith('guilty'))).not.toEqual([]);
    expect(findings.filter((each) => !each.startsWith('guilty'))).toEqual([]);
  },
  timeoutMs,
);
