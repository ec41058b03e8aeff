import type { Localized, Severity } from '../core/finding';

/** The words of the terminal's own output. */
export const texts = {
  fix: { en: 'fix: {title} ({applicability})', zh: '修复：{title}（{applicability}）' },
  safe: { en: 'safe', zh: '安全' },
  suggested: { en: 'suggested', zh: '建议' },
  template: { en: 'template', zh: '模板' },
  clean: { en: 'No problems in {files}.', zh: '{files}中没有发现问题。' },
  found: { en: '{problems} in {files}: {counts}.', zh: '{files}中发现 {problems}：{counts}。' },
  file: { en: '1 file', zh: '1 个文件' },
  files: { en: '{count} files', zh: '{count} 个文件' },
  problem: { en: '1 problem', zh: '1 个问题' },
  problems: { en: '{count} problems', zh: '{count} 个问题' },
  fixable: {
    en: '{count} fixable with `thriftwise fix`.',
    zh: '其中 {count} 个可用 `thriftwise fix` 修复。',
  },
  suggestedCount: {
    en: '{count} more have a suggested fix: apply it in the editor.',
    zh: '另有 {count} 个有建议的修复，请在编辑器中应用。',
  },
  explain: { en: 'What a rule is about: `thriftwise explain {rule}`.', zh: '规则说明：`thriftwise explain {rule}`。' },
  madeIn: { en: ', client made in {place}', zh: '，客户端创建于 {place}' },
  client: { en: 'client', zh: '客户端' },
  covered: { en: '{count} accepted by the baseline {file}.', zh: '基线 {file} 已接受 {count} 个。' },
  stale: {
    en: '{count} accepted by the baseline are gone: write it anew with --write-baseline {file}.',
    zh: '基线中有 {count} 个问题已消失：请用 --write-baseline {file} 重新生成。',
  },
} satisfies Record<string, Localized>;

const english: Readonly<Record<Severity, readonly [one: string, many: string]>> = {
  error: ['error', 'errors'],
  warning: ['warning', 'warnings'],
  information: ['information', 'information'],
  hint: ['hint', 'hints'],
};

const chinese: Readonly<Record<Severity, string>> = {
  error: '错误',
  warning: '警告',
  information: '信息',
  hint: '提示',
};

/** The name of a severity as a label. */
export function severityName(severity: Severity): Localized {
  return { en: severity, zh: chinese[severity] };
}

/** `3 warnings`. */
export function severityCount(severity: Severity, count: number): Localized {
  return { en: `${count} ${english[severity][count === 1 ? 0 : 1]}`, zh: `${count} 个${chinese[severity]}` };
}
