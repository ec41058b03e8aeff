import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../../server/src/config/schema';
import { allRules } from '../../server/src/rules/registry.generated';
import { rulesIndex, withRuleTable } from './tables';

/** Every generated file but the registry itself, as paths from the project's root with their contents. */
export async function derivedFiles(root: string): Promise<readonly { path: string; content: string }[]> {
  return [
    { path: 'schema/thriftwise.schema.json', content: `${JSON.stringify(configJsonSchema(allRules), null, 2)}\n` },
    { path: 'docs/rules/README.md', content: rulesIndex(allRules) },
    { path: 'README.md', content: withRuleTable(readFileSync(join(root, 'README.md'), 'utf8'), allRules) },
  ];
}
