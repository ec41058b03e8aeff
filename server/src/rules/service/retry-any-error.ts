import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { isAtLeast } from '../../service/bounds/versions';
import { setTerm } from '../../service/fixes/retries';
import { placeholder } from '../../service/fixes/timeouts';
import { isWork } from '../../service/flow/handedWork';
import { seesTransportOnly, sortsFailures } from '../../service/flow/judged';
import type { Reached } from '../../service/flow/reach';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { countOf, decidesItself, nameOfSite, repeatedCalls, waitsForStart } from './_retries';

const messages = {
  any: {
    en: '{name} tries again after every error: a request that was refused for good (invalid, forbidden, not found) is sent {attempts} times. Retry only what may pass by itself.',
    zh: '{name}对任何错误都重试：被明确拒绝的请求（参数无效、无权限、不存在）会被发送 {attempts} 次。只应重试可能自行恢复的错误。',
  },
  fix: { en: 'Decide which errors are retried ({option})', zh: '判断哪些错误值得重试（{option}）' },
  fixLoop: { en: 'Give up at once on errors that no retry can help', zh: '对重试无法解决的错误立即放弃' },
} as const;

type Key = Extract<keyof typeof messages, string>;

/**
 * Code that tells errors that may pass by themselves from others, in terms of what is called, for a person to confirm. Undefined where the calls'
 * library says too little.
 */
function judgement(calls: readonly Reached[], file: ts.SourceFile, evaluator: Evaluator): string | undefined {
  const libraries = new Set(calls.map(({ call }) => call.clients[0].library.id));
  const [library] = libraries;
  if (libraries.size !== 1 || library === undefined) return undefined;
  if (library === 'fetch') return 'error instanceof TypeError';
  const axios = library === 'axios' ? defaultImport('axios', file) : undefined;
  if (axios === undefined || evaluator.project.packages.versionOf('axios', file.fileName) === undefined)
    return undefined;
  return `${axios}.isAxiosError(error) && (error.response?.status ?? 503) >= 500`;
}

function defaultImport(module: string, file: ts.SourceFile): string | undefined {
  for (const each of file.statements)
    if (
      ts.isImportDeclaration(each) &&
      ts.isStringLiteral(each.moduleSpecifier) &&
      each.moduleSpecifier.text === module
    )
      return each.importClause?.isTypeOnly ? undefined : each.importClause?.name?.text;
  return undefined;
}

/** What a predicate of the library takes, in the version that is installed. */
function parameterOf(site: RetrySite, evaluator: Evaluator): string {
  const { library, shape, node } = site;
  const version =
    library?.versioned === undefined
      ? undefined
      : evaluator.project.packages.versionOf(library.versioned, node.getSourceFile().fileName);
  const fitting = (shape?.terms.predicateTakes ?? []).filter(
    ({ since }) => since === undefined || version === undefined || isAtLeast(version, since),
  );
  return fitting.at(-1)?.code ?? '(error)';
}

function inCatch(tools: FixTools<Key>, site: RetrySite, code: string): TextEdit[] | undefined {
  const attempt = site.work?.parent;
  const clause = attempt && ts.isTryStatement(attempt) ? attempt.catchClause : undefined;
  const name = clause?.variableDeclaration?.name;
  const [first] = clause?.block.statements ?? [];
  if (!clause || !name || !ts.isIdentifier(name) || !first) return undefined;
  const { text } = clause.getSourceFile();
  const open = clause.block.getStart() + 1;
  const gap = /\r?\n[ \t]*$/.exec(text.slice(open, first.getStart()))?.[0] ?? ' ';
  const judged = code.replace(/\berror\b/g, name.text);
  const line = `${gap}if (!(${placeholder(judged)})) throw ${name.text};`;
  return [tools.edit({ start: open, end: open }, line, clause.getSourceFile())];
}

export const rule = serviceRule({
  id: 'service/retry-any-error',
  group: 'retry',
  summary: { en: 'a retry after any error, business errors included', zh: '对任何错误（包括业务错误）都重试' },
  guide: '2.2',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  topic: { name: 'retry', rank: 1 },
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const count = countOf(site);
      if (!decidesItself(site) || site.predicate !== 'no' || (count !== undefined && count <= 2)) continue;
      if (waitsForStart(site, evaluator)) continue;
      const calls = repeatedCalls(site, evaluator).filter(isWork);
      if (site.kind !== 'client') {
        if (calls.length === 0 || sortsFailures(site.works, evaluator)) continue;
        if (seesTransportOnly(site.works, evaluator)) continue;
      }
      report({
        at: site.at,
        message: 'any',
        data: { name: nameOfSite(site), attempts: count ?? { en: 'many', zh: '多' } },
        fixes(tools) {
          const code = judgement(calls, file.sourceFile, evaluator);
          if (code === undefined) return [];
          if (!site.library) return [tools.fix('template', 'fixLoop', {}, inCatch(tools, site, code))];
          const [option] = site.shape?.terms.predicate ?? [];
          if (option === undefined) return [];
          const value = `${parameterOf(site, evaluator)} => ${placeholder(code)}`;
          return [tools.fix('template', 'fix', { option }, setTerm(tools, site, option, value))];
        },
      });
    }
  },
});
