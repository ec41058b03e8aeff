import { noOptions } from '../../core/options';
import type { Step } from '../../service/bounds/bound';
import { boundOf, boundOfClient } from '../../service/bounds/evaluate';
import type { BoundName, Setting } from '../../service/catalogue/library';
import { creationsIn } from '../../service/creations';
import { networkCalls } from '../../service/networkCalls';
import { serviceRule } from '../../service/rule';
import { ts } from '../../service/ts';
import { evaluatorOf } from '../../service/values/evaluator';
import { hardlyMs, nameOfSetting, siteIn } from './_timeouts';

const messages = {
  overflow: {
    en: '{value} ms is more than a timer holds (2147483647): Node sets it to 1 ms, and the call is given up at once.',
    zh: '{value} 毫秒超出了定时器的上限（2147483647）：Node 会把它改为 1 毫秒，调用立刻被放弃。',
  },
  epoch: {
    en: '{option} is a duration in ms, but {value} is a point in time: that is {years} years.',
    zh: '{option} 是以毫秒计的时长，而 {value} 是一个时间点：相当于 {years} 年。',
  },
  duration: {
    en: '{option} is a point in time (ms since 1970), but {value} is a duration: the deadline has long passed, and every call fails at once.',
    zh: '{option} 是一个时间点（自 1970 年起的毫秒数），而 {value} 是时长：截止时间早已过去，所有调用都会立刻失败。',
  },
  seconds: {
    en: '{option} counts in ms: {value} ms is hardly enough for one packet there and back. If {value} s are meant, write {proposed}.',
    zh: '{option} 以毫秒计：{value} 毫秒几乎不够一个来回。如果想要 {value} 秒，请写 {proposed}。',
  },
  milliseconds: {
    en: '{option} counts in seconds: {value} s are {hours} hours. If {value} ms are meant, write {proposed}.',
    zh: '{option} 以秒计：{value} 秒等于 {hours} 小时。如果想要 {value} 毫秒，请写 {proposed}。',
  },
  fix: { en: 'Write {proposed}', zh: '改为 {proposed}' },
} as const;

const maxTimerMs = 2 ** 31 - 1;
/** 2001-09-09 in ms: nobody waits that long, and points in time are later. */
const earliestEpochMs = 1e12;
/** 12 days: nobody's deadline lies before 1970 plus this. */
const latestDurationMs = 1e9;
const longSeconds = 3600;
const yearMs = 365.25 * 24 * 3600 * 1000;

const bounds: readonly BoundName[] = ['request', 'connect', 'idle'];

interface Mistake {
  readonly message: keyof typeof messages;
  readonly data: Readonly<Record<string, string | number>>;
  readonly proposed: string | undefined;
}

function mistakeOf(setting: Setting, given: number): Mistake | undefined {
  const option = nameOfSetting(setting);
  if (setting.as === 'deadline') {
    if (given <= 0 || given >= latestDurationMs) return undefined;
    return { message: 'duration', data: { option, value: given }, proposed: `Date.now() + ${given}` };
  }
  if (setting.as !== 'duration') return undefined;
  const valueMs = setting.unit === 's' ? given * 1000 : given;
  if (valueMs >= earliestEpochMs)
    return {
      message: 'epoch',
      data: { option, value: given, years: Math.round(valueMs / yearMs) },
      proposed: undefined,
    };
  if (valueMs > maxTimerMs) return { message: 'overflow', data: { value: valueMs }, proposed: undefined };
  if (setting.unit !== 's' && Number.isInteger(given) && given >= 1 && given <= hardlyMs)
    return { message: 'seconds', data: { option, value: given }, proposed: String(given * 1000) };
  if (setting.unit === 's' && given >= longSeconds && given % 100 === 0)
    return {
      message: 'milliseconds',
      data: { option, value: given, hours: Math.round(given / 360) / 10 },
      proposed: String(given / 1000),
    };
  return undefined;
}

/** The number as it is written at a place; undefined where it is computed or comes from elsewhere. */
function writtenAt(site: ts.Node, step: Step): number | undefined {
  if (ts.isNumericLiteral(site)) return Number(site.text);
  // `Date.now() + 5000` as a duration is decided by its form.
  return step.node && ts.isNumericLiteral(step.node) && step.node === site ? Number(step.node.text) : undefined;
}

function isNow(node: ts.Node): boolean {
  return /^(?:Date\.now\(\)|\+?new Date\(\)(?:\.getTime\(\))?)$/.test(node.getText());
}

/** `Date.now() + 5000` where a duration is due. */
function epochExpression(site: ts.Node): ts.BinaryExpression | undefined {
  if (!ts.isBinaryExpression(site) || site.operatorToken.kind !== ts.SyntaxKind.PlusToken) return undefined;
  return isNow(site.left) || isNow(site.right) ? site : undefined;
}

export const rule = serviceRule({
  id: 'service/timeout-unit',
  group: 'timeout',
  summary: {
    en: 'a timeout in the wrong unit, or a point in time for a duration',
    zh: '单位错误的超时，或把时间点当作时长',
  },
  guide: '2.1',
  severity: 'error',
  fix: 'suggested',
  options: noOptions,
  messages,
  check(file, { project, report }) {
    const evaluator = evaluatorOf(project);
    const seen = new Set<ts.Node>();
    const look = (step: Step): void => {
      const { setting } = step;
      const site = siteIn(step, file);
      if (!setting || !site || seen.has(site) || step.what === 'absent') return;
      seen.add(site);
      if (setting.as === 'duration') {
        const sum = epochExpression(site);
        if (sum) {
          const value = isNow(sum.left) ? sum.right : sum.left;
          report({
            at: site,
            message: 'epoch',
            data: {
              option: nameOfSetting(setting),
              value: site.getText(),
              years: Math.round(Date.UTC(2025, 0) / yearMs),
            },
            fixes: (tools) => [
              tools.fix('suggested', 'fix', { proposed: value.getText() }, [tools.replace(site, value.getText())]),
            ],
          });
          return;
        }
      }
      const given = writtenAt(site, step);
      const mistake = given === undefined ? undefined : mistakeOf(setting, given);
      if (!mistake) return;
      const { proposed } = mistake;
      report({
        at: site,
        message: mistake.message,
        data: { ...mistake.data, proposed: proposed ?? '' },
        fixes: (tools) =>
          proposed === undefined ? [] : [tools.fix('suggested', 'fix', { proposed }, [tools.replace(site, proposed)])],
      });
    };
    for (const { client } of creationsIn(file, project))
      for (const name of bounds) for (const step of boundOfClient(client, name, evaluator).steps) look(step);
    for (const call of networkCalls(file, project))
      for (const name of bounds) for (const step of boundOf(call, name, evaluator).steps) look(step);
  },
});
