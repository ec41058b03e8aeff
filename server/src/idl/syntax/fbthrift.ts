import type { Chunk, Token } from '../model/document';
import { tokenize } from './lexer';

const exceptionQualifiers: ReadonlySet<string> = new Set([
  'safe',
  'transient',
  'stateful',
  'permanent',
  'client',
  'server',
]);

function at(tokens: readonly Token[], index: number): Token {
  return tokens[index] ?? { kind: 'end', text: '', span: { start: 0, end: 0 } };
}

function beginsLine(text: string, token: Token): boolean {
  let i = token.span.start - 1;
  while (i >= 0 && (text.charAt(i) === ' ' || text.charAt(i) === '\t')) i--;
  return i < 0 || text.charAt(i) === '\n' || text.charAt(i) === '\r';
}

/** The construct of fbthrift that begins at token `i`, by a name for it. */
function constructAt(text: string, tokens: readonly Token[], i: number): string | undefined {
  const token = at(tokens, i);
  const next = at(tokens, i + 1);
  if (token.text === '@' && next.kind === 'identifier') {
    const structured = next.text.includes('.') || at(tokens, i + 2).text === '{';
    const adjacent = next.span.start === token.span.end;
    return structured && adjacent && beginsLine(text, token) ? `@${next.text}` : undefined;
  }
  if (token.text === '{' && next.kind === 'identifier' && at(tokens, i + 2).text === '=')
    return i === 0 || (at(tokens, i - 1).kind === 'identifier' && at(tokens, i - 2).text === '=')
      ? 'Struct{...}'
      : undefined;
  if (token.kind !== 'identifier') return undefined;
  if ((token.text === 'stream' || token.text === 'sink') && next.text === '<') return `${token.text}<...>`;
  const third = at(tokens, i + 2);
  if (token.text === 'performs')
    return next.kind === 'identifier' && third.text === ';' && beginsLine(text, token) ? 'performs' : undefined;
  if (i > 0) return undefined;
  if (token.text === 'package') return next.kind === 'string' ? 'package' : undefined;
  if (token.text === 'as') return next.kind === 'identifier' && tokens.length === 2 ? 'include ... as' : undefined;
  if (token.text === 'interaction') return next.kind === 'identifier' && third.text === '{' ? 'interaction' : undefined;
  const qualifies = tokens.every((each) => exceptionQualifiers.has(each.text));
  return qualifies ? tokens.map((each) => each.text).join(' ') : undefined;
}

/** A quick look that spares most large definitions the search. Short texts may begin with any of the constructs. */
function mayHold(text: string): boolean {
  return text.length < 1000 || ['@', 'stream', 'sink', 'performs'].some((sign) => text.includes(sign));
}

/**
 * The first construct in a chunk's text that only fbthrift (Meta's dialect) has. To be asked of chunks that have
 * problems: no such construct is Thrift as Apache and thriftgo know it.
 */
export function findFbthrift(text: string): Chunk['fbthrift'] {
  if (!mayHold(text)) return undefined;
  const { tokens } = tokenize(text);
  for (let i = 0; i < tokens.length; i++) {
    const construct = constructAt(text, tokens, i);
    if (construct !== undefined) return { construct, span: at(tokens, i).span };
  }
  return undefined;
}
