import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../../server/src/config/schema';
import { allRules } from '../../server/src/rules/registry.generated';
import { withRuleSettings, withRuleTexts } from './manifest';
import { rulesIndex, withRuleTable } from './tables';

/** Every generated file but the registry itself, as paths from the project's root with their contents. */
export async function derivedFiles(root: string): Promise<readonly { path: string; content: string }[]> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  return [
    { path: 'schema/thriftwise.schema.json', content: `${JSON.stringify(configJsonSchema(allRules), null, 2)}\n` },
    { path: 'docs/rules/README.md', content: rulesIndex(allRules) },
    { path: 'README.md', content: withRuleTable(read('README.md'), allRules) },
    { path: 'package.json', content: withRuleSettings(read('package.json'), allRules) },
    { path: 'package.nls.json', content: withRuleTexts(read('package.nls.json'), allRules, 'en') },
    { path: 'package.nls.zh-cn.json', content: withRuleTexts(read('package.nls.zh-cn.json'), allRules, 'zh') },
  ];
}
