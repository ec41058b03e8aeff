import type { PresetName, RuleMeta, SeveritySetting } from '../core/rule';

/**
 * The severity that a preset gives a rule.
 * - `kitex`: the rule's own default.
 * - `strict`: the same, and rules that are off by default where they ask for it.
 * - `apache`: the language alone; the conventions and annotations of Kitex are off.
 * - `minimal`: only what is an error.
 */
export function presetSeverity(rule: RuleMeta, preset: PresetName): SeveritySetting {
  if (preset === 'kitex') return rule.severity;
  const own = rule.presets?.[preset];
  if (own !== undefined) return own;
  if (rule.group === 'engine' || preset === 'strict') return rule.severity;
  if (preset === 'apache') return rule.group === 'language' ? rule.severity : 'off';
  return rule.severity === 'error' ? 'error' : 'off';
}
