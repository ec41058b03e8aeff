import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configJsonSchema } from '../../server/src/config/schema';
import { allRules } from '../../server/src/rules/registry.generated';
import { withRuleSettings, withRuleTexts } from './manifest';
import { rulesIndex, type SnippetMeta, withRuleTable, withSnippetTable } from './tables';

/** Every generated file but the registry itself, as paths from the project's root with their contents. */
export async function derivedFiles(root: string): Promise<readonly { path: string; content: string }[]> {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const snippets = JSON.parse(read('snippets/typescript.json')) as Record<string, SnippetMeta>;
  return [
    { path: 'schema/thriftwise.schema.json', content: `${JSON.stringify(configJsonSchema(allRules), null, 2)}\n` },
    { path: 'docs/rules/README.md', content: rulesIndex(allRules) },
    { path: 'README.md', content: withSnippetTable(withRuleTable(read('README.md'), allRules), snippets) },
    { path: 'package.json', content: withRuleSettings(read('package.json'), allRules) },
    { path: 'package.nls.json', content: withRuleTexts(read('package.nls.json'), allRules, 'en') },
    { path: 'package.nls.zh-cn.json', content: withRuleTexts(read('package.nls.zh-cn.json'), allRules, 'zh') },
  ];
}
