import { families, type RuleMeta } from '../../server/src/core/rule';

const severities = ['off', 'hint', 'information', 'warning', 'error'];
const textPrefix = 'rule.';

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: Readonly<Record<string, { properties?: Record<string, unknown> }>> };
  };
}

function familyEntries(rules: readonly RuleMeta[]): string[] {
  return families
    .filter((family) => rules.some(({ id }) => id.startsWith(`${family}/`)))
    .map((family) => `${family}/*`);
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The extension manifest with a severity setting for every rule and family below `thriftwise.rules`. */
export function withRuleSettings(manifest: string, rules: readonly RuleMeta[]): string {
  const parsed = JSON.parse(manifest) as Manifest;
  const setting = parsed.contributes.configuration.properties['thriftwise.rules'];
  if (!setting) throw new Error('package.json contributes no setting thriftwise.rules');
  const ids = [...familyEntries(rules), ...rules.map(({ id }) => id)];
  setting.properties = Object.fromEntries(
    ids.map((id) => [id, { type: 'string', enum: severities, markdownDescription: `%${textPrefix}${id}%` }]),
  );
  return print(parsed);
}

/** The texts of a `package.nls` file with those of the rules' settings. */
export function withRuleTexts(texts: string, rules: readonly RuleMeta[], language: 'en' | 'zh'): string {
  const own = Object.entries(JSON.parse(texts) as Record<string, string>).filter(
    ([key]) => !key.startsWith(textPrefix),
  );
  const ofFamilies = familyEntries(rules).map((family) => [
    textPrefix + family,
    language === 'en' ? `Every rule of the family \`${family}\`.` : `规则族 \`${family}\` 中的所有规则。`,
  ]);
  const ofRules = rules.map(({ id, summary, severity }) => [
    textPrefix + id,
    language === 'en' ? `${summary.en}. Default: \`${severity}\`.` : `${summary.zh}。默认：\`${severity}\`。`,
  ]);
  return print(Object.fromEntries([...own, ...ofFamilies, ...ofRules]));
}
