import { isStructLike } from '../../idl/model/file';
import type { Annotation, AnnotationList, Definition } from '../../idl/model/tree';
import { annotationsIn } from '../../idl/model/walk';
import { definitionRule } from '../../idl/rule';
import { containerKeys, foreignValidatorKeys, keyMeant, validatorKeys } from '../../idl/vocabulary/annotationKeys';
import { suggest } from './_suggest';

/** A misspelt part of a `vt.*` key, and what may be meant. */
interface ValidatorSlip {
  readonly part: string;
  readonly best: string | undefined;
}

/** The first part of a `vt.*` key that thrift-gen-validator does not know. What stands behind a rule it does not look at. */
function validatorSlip(key: string): ValidatorSlip | undefined {
  const parts = key.split('.').slice(1);
  const at = parts.findIndex((part) => !containerKeys.includes(part));
  const part = parts[at];
  if (part === undefined || validatorKeys.includes(part)) return undefined;
  const isLast = at === parts.length - 1;
  const candidates = isLast ? validatorKeys : containerKeys;
  return {
    part,
    best: (isLast ? foreignValidatorKeys.get(part.toLowerCase()) : undefined) ?? suggest(part, candidates, 1)[0],
  };
}

/** Whether thrift-gen-validator looks at the list: it reads structs and their fields only. */
function isValidated(definition: Definition, list: AnnotationList): boolean {
  return isStructLike(definition) && (list.parent === definition || list.parent?.kind === 'Field');
}

/** Whether nothing but the case of the key changes: no other annotation of the list is read under the new key. */
function isAlone(annotation: Annotation, best: string, list: AnnotationList): boolean {
  return list.items.every((other) => other === annotation || other.key.text.toLowerCase() !== best);
}

export const rule = definitionRule({
  id: 'idl/annotation-unknown',
  group: 'annotation',
  summary: {
    en: 'a misspelt annotation key of Kitex, Hertz or thrift-gen-validator',
    zh: 'Kitex、Hertz 或 thrift-gen-validator 的注解名拼写有误',
  },
  guide: '5.1',
  severity: 'warning',
  fix: 'suggested',
  options: (z) =>
    z.strictObject({
      ignore: z.array(z.string()).default([]).meta({
        markdownDescription:
          'Keys, or prefixes of keys, that generators of your own read: `["api.querys", "vt.company"]` lets `vt.company.x` pass.',
      }),
    }),
  messages: {
    near: {
      en: 'no generator reads "{key}", so it has no effect; did you mean "{best}"?',
      zh: '没有生成器识别“{key}”，该注解不起作用；是否想写“{best}”？',
    },
    case: {
      en: 'hz reads "{key}", but Kitex does not; write "{best}"',
      zh: 'hz 能识别“{key}”，但 Kitex 不能；请写作“{best}”',
    },
    validator: {
      en: 'thrift-gen-validator knows no "{part}" and stops at "{key}"',
      zh: 'thrift-gen-validator 不认识“{part}”，遇到“{key}”会报错终止',
    },
    validatorNear: {
      en: 'thrift-gen-validator knows no "{part}" and stops at "{key}"; did you mean "{best}"?',
      zh: 'thrift-gen-validator 不认识“{part}”，遇到“{key}”会报错终止；是否想写“{best}”？',
    },
    change: { en: 'Change to "{best}" (it takes effect then)', zh: '改为“{best}”（注解将开始生效）' },
    lower: { en: 'Write "{best}"', zh: '写作“{best}”' },
  },
  check(definition, { options: { ignore }, report }) {
    const isIgnored = (key: string) => ignore.some((each) => key === each || key.startsWith(`${each}.`));
    for (const { list } of annotationsIn(definition)) {
      for (const annotation of list.items) {
        const { key } = annotation;
        if (isIgnored(key.text)) continue;
        if (key.text.startsWith('vt.')) {
          const slip = isValidated(definition, list) ? validatorSlip(key.text) : undefined;
          if (!slip) continue;
          const { part, best } = slip;
          const whole = best === undefined ? '' : key.text.replace(`.${part}`, `.${best}`);
          report({
            at: key,
            message: best === undefined ? 'validator' : 'validatorNear',
            data: { key: key.text, part, best: whole },
            severity: 'error',
            fixes: ({ fix, replace }) => [
              best === undefined ? undefined : fix('suggested', 'change', { best: whole }, [replace(key, whole)]),
            ],
          });
          continue;
        }
        if (/^vt\./i.test(key.text) && isValidated(definition, list)) {
          const best = key.text.toLowerCase();
          if (validatorSlip(best)) continue;
          report({
            at: key,
            message: 'near',
            data: { key: key.text, best },
            fixes: ({ fix, replace }) => [fix('suggested', 'change', { best }, [replace(key, best)])],
          });
          continue;
        }
        const meant = keyMeant(key.text);
        if (!meant) continue;
        const { best, read } = meant;
        const isSafe = read && isAlone(annotation, best, list);
        report({
          at: key,
          message: read ? 'case' : 'near',
          data: { key: key.text, best },
          fixes: ({ fix, replace }) => [
            fix(isSafe ? 'safe' : 'suggested', isSafe ? 'lower' : 'change', { best }, [replace(key, best)]),
          ],
        });
      }
    }
  },
});
