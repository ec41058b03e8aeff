import type { Localized } from '../core/finding';

/** What the server says of itself; the rules have their own texts. */
export const texts = {
  fixAllOfRule: {
    en: 'Fix all {count} problems of {rule} in this file',
    zh: '修复此文件中 {rule} 的全部 {count} 个问题',
  },
  fixAll: { en: 'Fix all Thriftwise problems that are safe to fix', zh: '修复所有可安全修复的 Thriftwise 问题' },
  sortIncludes: { en: 'Sort the includes', zh: '排序 include' },
  disableLine: { en: 'Disable {rule} for this line', zh: '对此行禁用 {rule}' },
  disableFile: { en: 'Disable {rule} for this file', zh: '对此文件禁用 {rule}' },
  showRule: { en: 'Show documentation of {rule}', zh: '显示 {rule} 的文档' },
  explainCall: { en: 'Explain what limits {call}', zh: '说明 {call} 受到哪些限制' },
  explainedClient: { en: ', client made in {place}', zh: '，客户端创建于 {place}' },
  noCalls: { en: 'no call sites', zh: '没有调用' },
  oneCall: { en: '1 call site', zh: '1 处调用' },
  calls: { en: '{count} call sites', zh: '{count} 处调用' },
  withoutTimeout: { en: '{calls}, {count} without a timeout', zh: '{calls}，其中 {count} 处没有超时' },
  handledIn: { en: 'handled in {file}', zh: '由 {file} 处理' },
  handledInMore: { en: 'handled in {count} places', zh: '在 {count} 处处理' },
  implementedIn: { en: 'implemented in {file}', zh: '由 {file} 实现' },
  implementedInMore: { en: 'implemented in {count} places', zh: '在 {count} 处实现' },
  notLinked: {
    en: 'not linked to TypeScript: it is described in {files}, each time differently',
    zh: '未与 TypeScript 关联：{files} 中都有它的描述，且互不相同',
  },
  noPrefix: {
    en: '{file}: the names that begin with "{alias}." mean nothing any more, and "{wanted}." cannot stand before a name. Give the file a name of letters, digits and "_".',
    zh: '{file}：以“{alias}.”开头的名称不再有定义，而“{wanted}.”不能作为名称的前缀。请使用由字母、数字和“_”组成的文件名。',
  },
  prefixTaken: {
    en: '{file}: the names that begin with "{alias}." mean nothing any more, and another include has the prefix "{wanted}" already. Give the file another name.',
    zh: '{file}：以“{alias}.”开头的名称不再有定义，而前缀“{wanted}”已被另一个 include 占用。请换一个文件名。',
  },
  addsInclude: { en: 'adds include "{path}"', zh: '添加 include "{path}"' },
  indexing: { en: 'Thriftwise: reading the workspace', zh: 'Thriftwise：正在读取工作区' },
  linting: { en: 'Thriftwise: linting the workspace', zh: 'Thriftwise：正在检查工作区' },
  progress: { en: '{done} of {all} files', zh: '{done} / {all} 个文件' },
  crashed: { en: 'The rule {rule} failed: {error}', zh: '规则 {rule} 失败：{error}' },
  analysisRestarting: {
    en: 'The analysis of TypeScript is being restarted: {why}.',
    zh: '正在重新启动 TypeScript 分析：{why}。',
  },
  analysisStopped: {
    en: 'The analysis of TypeScript failed too often and was stopped: {why}. Restart Thriftwise, or raise thriftwise.service.memoryLimitMb.',
    zh: 'TypeScript 分析多次失败，已停止：{why}。请重新启动 Thriftwise，或调高 thriftwise.service.memoryLimitMb。',
  },
  configProblem: { en: 'A mistake in {file}: {message}', zh: '{file} 中有错误：{message}' },
  tooManyFiles: {
    en: 'The workspace has more than {count} Thrift files; renames and workspace findings do not reach the others.',
    zh: '工作区中的 Thrift 文件超过 {count} 个；重命名和工作区检查不涵盖其余文件。',
  },
} satisfies Record<string, Localized>;
