import type { Finding } from './finding';
import type { TextRange } from './range';

/** A comment or annotation that asks for silence. */
export interface Suppression {
  /** Where it stands; what an "unused" finding underlines. */
  readonly range: TextRange;
  /** The text that it silences: findings whose range starts in here. */
  readonly covers: TextRange;
  /** Whether the finding must start on the covered lines, or anywhere in the file. An `unknown` one silences nothing. */
  readonly kind: Directive['kind'] | 'nolint';
  /** Rule ids or `family/*`, each with its own place; empty means every rule. */
  readonly rules: readonly { readonly id: string; readonly range: TextRange }[];
  /** What stands behind `--`. */
  readonly reason: string | undefined;
}

/** A directive as read from one comment's text; offsets count from the comment's start. */
export interface Directive {
  /** `unknown` for a word that looks like a directive and is none; that word is then the one entry of `rules`. */
  readonly kind: 'next-line' | 'line' | 'file' | 'unknown';
  readonly rules: readonly { readonly id: string; readonly range: TextRange }[];
  readonly reason: string | undefined;
}

const directivePattern = /^(?:\/\/+|#+|\/\*+)\s*thriftwise-disable(-next-line|-line|-file)?:?(?=$|[\s*])/;
const unknownPattern = /^(?:\/\/+|#+|\/\*+)\s*(thriftwise-(?:disable|enable)[\w-]*)/;

/** How directives are written. */
export const directiveWords = [
  'thriftwise-disable-next-line',
  'thriftwise-disable-line',
  'thriftwise-disable-file',
] as const;

/**
 * Reads `thriftwise-disable-next-line`, `-line`, `-file` (or plain `thriftwise-disable`, the whole file) from a comment with its marks.
 * What is misspelt, or asks to switch rules on again, is `unknown`. Rule ids are separated by commas or blanks; what follows ` -- ` is the reason.
 */
export function parseDirective(comment: string): Directive | undefined {
  const match = directivePattern.exec(comment);
  if (!match) {
    const [whole, word] = unknownPattern.exec(comment) ?? [];
    if (whole === undefined || word === undefined) return undefined;
    const range = { start: whole.length - word.length, end: whole.length };
    return { kind: 'unknown', rules: [{ id: word, range }], reason: undefined };
  }
  const kind = match[1] === '-next-line' ? 'next-line' : match[1] === '-line' ? 'line' : 'file';
  const rest = comment.slice(match[0].length).replace(/\*\/\s*$/, '');
  const cut = /(?:^|\s)--(?:\s|$)/.exec(rest);
  const list = cut ? rest.slice(0, cut.index) : rest;
  const reason = cut ? rest.slice(cut.index + cut[0].length).trim() : undefined;
  const rules = [...list.matchAll(/[^\s,]+/g)].map((word) => ({
    id: word[0],
    range: { start: match[0].length + word.index, end: match[0].length + word.index + word[0].length },
  }));
  return { kind, rules, reason: reason === '' ? undefined : reason };
}

/** Whether the pattern of a suppression (`idl/field-naming`, `idl/*`, `*`) names the rule. */
export function namesRule(pattern: string, rule: string): boolean {
  if (pattern === rule || pattern === '*') return true;
  return pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1));
}

export interface Suppressed {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** The rules that each suppression silenced here; empty for one that silenced nothing. */
  readonly used: ReadonlyMap<Suppression, ReadonlySet<string>>;
}

/**
 * Takes out the findings that suppressions cover. `matches` tells whether an entry of a suppression names a rule;
 * it lets `nolint` speak in another tool's ids.
 */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  matches: (suppression: Suppression, id: string, rule: string) => boolean,
): Suppressed {
  const used = new Map(suppressions.map((each) => [each, new Set<string>()]));
  if (suppressions.length === 0) return { kept: findings, suppressed: [], used };
  const kept: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of findings) {
    const by = suppressions.filter(
      (each) =>
        each.kind !== 'unknown' &&
        finding.range.start >= each.covers.start &&
        finding.range.start <= each.covers.end &&
        (each.rules.length === 0 || each.rules.some((entry) => matches(each, entry.id, finding.rule))),
    );
    for (const each of by) used.get(each)?.add(finding.rule);
    (by.length > 0 ? suppressed : kept).push(finding);
  }
  return { kept, suppressed, used };
}
