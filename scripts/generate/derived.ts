import { configJsonSchema } from '../../server/src/config/schema';
import { allRules } from '../../server/src/rules/registry.generated';

/** Every generated file but the registry itself, as paths from the project's root with their contents. */
export async function derivedFiles(_root: string): Promise<readonly { path: string; content: string }[]> {
  return [
    { path: 'schema/thriftwise.schema.json', content: `${JSON.stringify(configJsonSchema(allRules), null, 2)}\n` },
  ];
}
