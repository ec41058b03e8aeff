import { directiveWords, parseDirective } from '../../core/suppression';
import type { Candidate } from './candidate';
import type { CompletionInput } from './input';

/** Inside a comment: directives, where one is begun, and the rules that one may name. Nothing in any other comment. */
export function commentCandidates({ cursor, rules, file }: CompletionInput): Candidate[] {
  const { comment, offset } = cursor;
  if (!comment) return [];
  const before = file.text.slice(comment.start, offset);
  const begun = /^(?:\/\/+|#+|\/\*+)\s*(th[\w-]*)$/.exec(before);
  const word = begun?.[1];
  if (word !== undefined) {
    const range = {
      start: offset - word.length,
      end: offset + (/^[\w-]*/.exec(file.text.slice(offset))?.[0].length ?? 0),
    };
    return directiveWords.map((label) => ({ kind: 'keyword', label, insert: `${label} `, range, continues: true }));
  }
  // What follows `--` is the reason, for people.
  const kind = parseDirective(before)?.kind;
  const isListed = kind !== undefined && kind !== 'unknown' && !/\s--(?:\s|$)/.test(before);
  const entry = /[\s,]([\w/*-]*)$/.exec(before)?.[1];
  if (!isListed || entry === undefined) return [];
  const named = new Set(parseDirective(comment.text)?.rules.map(({ id }) => id));
  const behind = /^[\w/*-]*/.exec(file.text.slice(offset))?.[0].length ?? 0;
  const range = { start: offset - entry.length, end: offset + behind };
  return rules.filter((id) => !named.has(id) || id === entry).map((label) => ({ kind: 'rule', label, range }));
}
