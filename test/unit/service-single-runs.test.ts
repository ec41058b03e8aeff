import { expect, it } from 'vitest';
import { loadZod } from '../../server/src/core/zod';
import { serviceRules } from '../../server/src/rules/serviceRules.generated';
import { createServiceRuleSet, lintServiceFile } from '../../server/src/service/lint';
import { defaultServiceSettings } from '../../server/src/service/model/settings';
import { hostOver } from '../harness/serviceHost';

const program = `import { Client } from 'pg';
async function main() {
  const client = new Client({ connectionTimeoutMillis: 500 });
  await client.connect();
}
main();
`;

it('what runs once, by its place and its shape, may end by an error', () => {
  const files = {
    '/ws/package.json': '{ "dependencies": { "pg": "8.0.0" } }',
    '/ws/tsconfig.json': '{}',
    '/ws/prisma/seed.ts': program,
    '/ws/scripts/migrate.ts': program,
    // The start of a service has the same shape.
    '/ws/src/main.ts': program,
    '/ws/scripts/library.ts': program.replace('async function', 'export async function').replace('main();\n', ''),
  };
  const rule = 'service/missing-error-listener';
  const options = serviceRules
    .find(({ id }) => id === rule)
    ?.options(loadZod())
    .parse({});
  const rules = createServiceRuleSet(serviceRules, new Map([[rule, { severity: 'error', options }]]), 'en');
  const host = hostOver(files);
  const severityIn = (path: string) => {
    const located = host.locate(path, defaultServiceSettings);
    return located && lintServiceFile(located.file, located.project, rules).findings.map(({ severity }) => severity);
  };
  expect(severityIn('/ws/prisma/seed.ts')).toEqual(['information']);
  expect(severityIn('/ws/scripts/migrate.ts')).toEqual(['information']);
  expect(severityIn('/ws/src/main.ts')).toEqual(['error']);
  expect(severityIn('/ws/scripts/library.ts')).toEqual(['error']);
});
