import type { TextEdit } from '../../core/finding';
import { noOptions } from '../../core/options';
import { isNameTaken } from '../../service/fixes/names';
import { exponent, factor, ownDuration, proposeTerm, setTerm } from '../../service/fixes/retries';
import { placeholder } from '../../service/fixes/timeouts';
import { isWork } from '../../service/flow/handedWork';
import { counterOf, type Loop } from '../../service/flow/loops';
import { retrySites } from '../../service/flow/retries';
import type { RetrySite } from '../../service/flow/retrySite';
import { functionAround, isAsync } from '../../service/flow/walk';
import { visitReached } from '../../service/process/stopping';
import { type FixTools, serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { type Evaluator, evaluatorOf } from '../../service/values/evaluator';
import { countOf, decidesItself, nameOfSite, repeatedCalls, waitsForStart } from './_retries';

const messages = {
  none: {
    en: '{name} tries again at once: a server that is overloaded gets the failed load again within milliseconds, and all attempts are spent before anything can recover.',
    zh: '{name}立即重试：过载的服务器会在几毫秒内再次收到失败的请求，还没来得及恢复重试次数就已用完。',
  },
  constant: {
    en: '{name} waits the same time before each of {attempts} attempts: while the trouble lasts, the load never falls. Let the pauses grow (backoff).',
    zh: '{name}在 {attempts} 次尝试之间的停顿始终相同：故障期间负载不会下降。请让停顿逐次增长（退避）。',
  },
  fix: { en: 'Wait longer after each attempt ({option})', zh: '每次尝试后等待更久（{option}）' },
  fixLoop: { en: 'Wait longer after each attempt', zh: '每次尝试后等待更久' },
} as const;

type Key = Extract<keyof typeof messages, string>;

/** A few attempts after the same pause are no storm. */
const fewAttempts = 5;
const firstPauseMs = 100;
const longestPauseMs = 10_000;

/** Pauses of a loop that grow with its counter. */
function growingPause(tools: FixTools<Key>, site: RetrySite, evaluator: Evaluator): TextEdit[] | undefined {
  if (site.kind !== 'loop') return undefined;
  const counter = counterOf(site.node as Loop, evaluator);
  const power = counter && exponent(counter);
  if (power === undefined) return undefined;
  const duration = ownDuration(site);
  const few = site.attempts.state === 'bounded' && (site.attempts.value ?? fewAttempts) <= fewAttempts;
  // The pause doubles: without a cap the tenth is five hundred times the first.
  const grown = (first: string, firstMs: number | undefined): string =>
    few || firstMs === undefined
      ? `${first} * 2 ** ${power}`
      : `Math.min(${first} * 2 ** ${power}, ${Math.max(longestPauseMs, firstMs * 10)})`;
  if (duration) {
    const value = evaluator.evaluate(duration);
    const first = value.kind === 'constant' && typeof value.value === 'number' ? value.value : undefined;
    return [tools.replace(duration, grown(factor(duration), first))];
  }
  const attempt = site.work?.parent;
  if (site.backoff.pause || !attempt || !ts.isTryStatement(attempt) || !attempt.catchClause) return undefined;
  const last = attempt.catchClause.block.statements.at(-1);
  const file = site.node.getSourceFile();
  if (!last || !isAsync(functionAround(site.node)) || (!ts.isExpressionStatement(last) && !ts.isIfStatement(last)))
    return undefined;
  if (isNameTaken('resolve', file)) return undefined;
  const gap = /\r?\n[ \t]*$/.exec(file.text.slice(last.pos, last.getStart()))?.[0] ?? ' ';
  const end = ts.getTrailingCommentRanges(file.text, last.getEnd())?.at(-1)?.end ?? last.getEnd();
  const pause = `await new Promise((resolve) => setTimeout(resolve, ${grown(placeholder(firstPauseMs), firstPauseMs)}));`;
  return [tools.edit({ start: end, end }, `${gap}${pause}`, file)];
}

function growingTerm(tools: FixTools<Key>, site: RetrySite, none: boolean) {
  const terms = site.shape?.terms;
  if (terms?.proposed?.delay) {
    const { delay } = terms.proposed;
    return tools.fix('template', 'fix', { option: delay.option }, proposeTerm(tools, site, delay));
  }
  const term = none ? terms?.delay : terms?.factor;
  if (!term) return undefined;
  const value = placeholder(none ? firstPauseMs : 2);
  return tools.fix('template', 'fix', { option: term.option }, setTerm(tools, site, term.option, value));
}

/** How databases tell that two writers met: MongoDB, PostgreSQL, MySQL, Prisma. */
const conflicts: ReadonlySet<string> = new Set([
  '11000',
  '11001',
  '23505',
  '40001',
  '40P01',
  '1062',
  '1213',
  'ER_DUP_ENTRY',
  'ER_LOCK_DEADLOCK',
  'P2002',
  'P2034',
]);

/** Whether another attempt follows only when another writer came first: it meets other data, and nothing that is overloaded. */
function isAboutConflicts({ predicate, work }: RetrySite, evaluator: Evaluator): boolean {
  const attempt = work?.parent;
  if (predicate !== 'yes' || !attempt || !ts.isTryStatement(attempt) || !attempt.catchClause) return false;
  let found = false;
  visitReached(attempt.catchClause.block, evaluator, (node) => {
    if (found || !(ts.isIdentifier(node) || ts.isNumericLiteral(node) || ts.isStringLiteralLike(node))) return;
    const value = evaluator.evaluate(node);
    found = value.kind === 'constant' && conflicts.has(String(value.value));
  });
  return found;
}

export const rule = serviceRule({
  id: 'service/retry-backoff',
  group: 'retry',
  summary: { en: 'retries without a pause, or with pauses that do not grow', zh: '没有停顿或停顿不增长的重试' },
  guide: '2.2',
  severity: 'warning',
  fix: 'template',
  options: noOptions,
  messages,
  topic: { name: 'retry', rank: 2 },
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    for (const site of retrySites(file, project)) {
      const { attempts, backoff } = site;
      if (!decidesItself(site)) continue;
      const count = countOf(site);
      if (count !== undefined && count <= 1) continue;
      const none = backoff.growth === 'none';
      // One more attempt at once, as after a connection that went stale, is no storm.
      if (none && (count === 2 || isAboutConflicts(site, evaluator))) continue;
      const many = attempts.state === 'unbounded' || (count !== undefined && count > fewAttempts);
      if (!none && !(backoff.growth === 'constant' && many)) continue;
      if (waitsForStart(site, evaluator)) continue;
      if (site.kind !== 'client' && !repeatedCalls(site, evaluator).some(isWork)) continue;
      report({
        at: site.at,
        message: none ? 'none' : 'constant',
        data: { name: nameOfSite(site), attempts: count ?? { en: 'unlimited', zh: '无限' } },
        // Without any pause a retry is worse than none.
        ...(none && { severity: 'error' as const }),
        fixes: (tools) => [
          site.library
            ? growingTerm(tools, site, none)
            : tools.fix('template', 'fixLoop', {}, growingPause(tools, site, evaluator)),
        ],
      });
    }
  },
});
