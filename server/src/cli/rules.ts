import { presetSeverity } from '../config/presets';
import { localize } from '../core/finding';
import { familyOf, presets, type RuleMeta } from '../core/rule';
import { loadZod } from '../core/zod';
import type { Context, ExitCode } from './context';
import { displayWidth } from './width';

function ruleData(rule: RuleMeta, context: Context) {
  const { id, group, guide, fix, options, summary } = rule;
  return {
    id,
    family: familyOf(id),
    group,
    summary: localize(summary, context.locale),
    guide: guide ?? null,
    fix: fix ?? null,
    severity: rule.severity,
    presets: Object.fromEntries(presets.map((preset) => [preset, presetSeverity(rule, preset)])),
    options: loadZod().toJSONSchema(options(loadZod()), { target: 'draft-7', io: 'input' }),
    docs: context.program.pageUri(id),
  };
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** `thriftwise rules`. */
export async function rules(context: Context): Promise<ExitCode> {
  const { terminal, registry, colors, locale, arguments: given } = context;
  const all = [...registry.all].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (given.value('format') === 'json') {
    await terminal.out(
      `${JSON.stringify({ version: 1, rules: all.map((rule) => ruleData(rule, context)) }, null, 2)}\n`,
    );
    return 0;
  }
  const heads = locale === 'zh-cn' ? ['规则', '级别', '修复', '内容'] : ['RULE', 'SEVERITY', 'FIX', 'FINDS'];
  const rows = all.map((rule) => [rule.id, rule.severity, rule.fix ?? '-', localize(rule.summary, locale)]);
  const widths = [0, 1, 2].map((column) => Math.max(...[heads, ...rows].map((row) => displayWidth(row[column] ?? ''))));
  const line = (row: readonly string[]) => row.map((cell, i) => pad(cell, widths[i] ?? 0)).join('  ');
  await terminal.out(`${colors.bold(line(heads))}\n${rows.map((row) => `${line(row)}\n`).join('')}`);
  return 0;
}
