import { closest, distance } from 'fastest-levenshtein';
import {
  findNodeAtLocation,
  getNodeValue,
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type { z } from 'zod';
import { type Locale, type Localized, localize } from '../core/finding';
import type { TextRange } from '../core/range';
import { loadZod } from '../core/zod';
import type { Config, ConfigSchema } from './schema';

/** A mistake in a config file, at its place. */
export interface ConfigProblem {
  readonly range: TextRange;
  readonly message: string;
}

export interface ParsedConfig {
  /** Undefined when the file has any mistake: the last good configuration stays in force. */
  readonly config: Config | undefined;
  readonly problems: readonly ConfigProblem[];
}

const messages = {
  json: { en: 'This is not valid JSON: {what}.', zh: '不是有效的 JSON：{what}。' },
  unknown: { en: 'Thriftwise knows no "{key}" here.', zh: 'Thriftwise 不认识这里的“{key}”。' },
  didYouMean: { en: ' Did you mean "{key}"?', zh: ' 是否想写“{key}”？' },
  atTop: {
    en: ' It belongs at the top level of the configuration, beside "{beside}".',
    zh: ' 它应写在配置的顶层，与“{beside}”并列。',
  },
  inside: { en: ' It belongs in "{place}".', zh: ' 它应写在“{place}”中。' },
  missing: { en: 'The entry "{key}" is missing here.', zh: '此处缺少“{key}”。' },
  oneOf: { en: 'This may be {allowed}.', zh: '此处可以是{allowed}。' },
  or: { en: ' or ', zh: '或' },
  and: { en: ', ', zh: '、' },
  int: { en: 'a whole number', zh: '整数' },
  number: { en: 'a number', zh: '数字' },
  string: { en: 'a text', zh: '字符串' },
  empty: {
    en: 'A configuration is a JSON object; write {} for the defaults.',
    zh: '配置必须是一个 JSON 对象；使用默认值请写 {}。',
  },
} satisfies Record<string, Localized>;

type Issue = z.core.$ZodIssue;

function words(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** Of a union's branches, the one the value was meant for: a list is `[severity, options]`, anything else a severity. */
function flatten(issue: Issue, root: JsonNode): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const node = findNodeAtLocation(root, issue.path as (string | number)[]);
  const length = node?.type === 'array' ? (node.children?.length ?? 0) : -1;
  const branch = issue.errors[length < 0 ? 0 : length === 1 ? 1 : 2] ?? issue.errors[0] ?? [];
  return branch.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] } as Issue, root));
}

/** What one branch of a union asks for, when the value is of another kind altogether. */
function wanted(branch: readonly Issue[], locale: Locale): readonly string[] | undefined {
  const [issue] = branch;
  if (!issue || branch.length > 1 || issue.path.length > 0) return undefined;
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value));
  if (issue.code !== 'invalid_type') return undefined;
  switch (issue.expected) {
    case 'int':
      return [localize(messages.int, locale)];
    case 'number':
      return [localize(messages.number, locale)];
    case 'string':
      return [localize(messages.string, locale)];
    case 'boolean':
      return ['true', 'false'];
    case 'null':
      return ['null'];
    default:
      return undefined;
  }
}

/** What a plain value may be that is one of several kinds; undefined where some of them are lists or objects. */
function allowed(issue: Issue, locale: Locale): string | undefined {
  if (issue.code !== 'invalid_union') return undefined;
  const each = issue.errors.map((branch) => wanted(branch, locale));
  if (each.length === 0 || each.some((names) => names === undefined)) return undefined;
  const names = each.flatMap((some) => some ?? []);
  const last = names.pop() ?? '';
  const others = names.join(localize(messages.and, locale));
  return others === '' ? last : `${others}${localize(messages.or, locale)}${last}`;
}

/** A mistake that is told in our own words: what is missing, and what may stand there besides a number. */
function told(issue: Issue, root: JsonNode, locale: Locale): ConfigProblem | undefined {
  const range = rangeOf(nearest(root, issue.path));
  const key = issue.path.at(-1);
  const isMissing =
    (issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_union') &&
    typeof key === 'string' &&
    !findNodeAtLocation(root, issue.path as (string | number)[]);
  if (isMissing) return { range, message: localize(messages.missing, locale, { key }) };
  const names = allowed(issue, locale);
  return names === undefined ? undefined : { range, message: localize(messages.oneOf, locale, { allowed: names }) };
}

function rangeOf(node: JsonNode): TextRange {
  return { start: node.offset, end: node.offset + node.length };
}

function nearest(root: JsonNode, path: readonly PropertyKey[]): JsonNode {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length) as (string | number)[]);
    if (node) return node;
  }
  return root;
}

/** The members of the configuration that have members of their own. */
const groups = ['service', 'format', 'rules'] as const;

function keysAt(schema: ConfigSchema, path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(schema.shape);
  const group = path.length === 1 ? groups.find((each) => each === path[0]) : undefined;
  return group ? Object.keys(schema.shape[group].unwrap().shape) : [];
}

/** Where a key belongs that stands somewhere else; empty where it is known nowhere. */
function rightPlace(key: string, path: readonly PropertyKey[], schema: ConfigSchema, locale: Locale): string {
  const [beside] = path;
  if (beside !== undefined && keysAt(schema, []).includes(key))
    return localize(messages.atTop, locale, { beside: String(beside) });
  const place = groups.find((each) => keysAt(schema, [each]).includes(key));
  return place ? localize(messages.inside, locale, { place }) : '';
}

function unknownKeys(
  issue: Issue & { keys: string[] },
  root: JsonNode,
  schema: ConfigSchema,
  locale: Locale,
): ConfigProblem[] {
  const parent = nearest(root, issue.path);
  return issue.keys.map((key) => {
    const property = parent.children?.find((child) => child.children?.[0]?.value === key);
    const known = keysAt(schema, issue.path);
    const best = known.length > 0 ? closest(key, known) : undefined;
    const isClose = best !== undefined && distance(key, best) <= Math.max(2, key.length / 3);
    const hint =
      rightPlace(key, issue.path, schema, locale) ||
      (isClose ? localize(messages.didYouMean, locale, { key: best }) : '');
    return {
      range: rangeOf(property?.children?.[0] ?? parent),
      message: localize(messages.unknown, locale, { key }) + hint,
    };
  });
}

/** Reads the text of a config file (JSON with comments and trailing commas). Never throws. */
export function parseConfig(text: string, schema: ConfigSchema, locale: Locale): ParsedConfig {
  const errors: ParseError[] = [];
  const root = parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true, disallowComments: false });
  const problems = errors.map(
    (error): ConfigProblem => ({
      range: { start: error.offset, end: error.offset + error.length },
      message: localize(messages.json, locale, { what: words(printParseErrorCode(error.error)) }),
    }),
  );
  if (problems.length > 0) return { config: undefined, problems };
  if (!root)
    return {
      config: undefined,
      problems: [{ range: { start: 0, end: text.length }, message: localize(messages.empty, locale) }],
    };
  const { locales } = loadZod();
  const texts = locale === 'zh-cn' ? locales.zhCN() : locales.en();
  const parsed = schema.safeParse(getNodeValue(root), { error: texts.localeError });
  if (parsed.success) return { config: parsed.data, problems: [] };
  return {
    config: undefined,
    problems: parsed.error.issues
      .flatMap((issue) => (told(issue, root, locale) ? issue : flatten(issue, root)))
      .flatMap((issue) => {
        const own = told(issue, root, locale);
        if (own) return [own];
        if (issue.code === 'unrecognized_keys') return unknownKeys(issue, root, schema, locale);
        return [{ range: rangeOf(nearest(root, issue.path)), message: issue.message }];
      }),
  };
}
