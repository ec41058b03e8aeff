/** Where the rules' pages can be read without the extension. */
const rulePages = 'https://github.com/thriftwise/thriftwise/blob/main/docs/rules';

/** The page of a rule: what the link behind a diagnostic's code opens. */
export function ruleUrl(rule: string): string {
  return `${rulePages}/${rule}.md`;
}
