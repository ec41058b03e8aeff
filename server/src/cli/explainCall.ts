import { localize } from '../core/finding';
import { createLineIndex } from '../core/lines';
import type { TextRange } from '../core/range';
import { isServicePath } from '../workspace/discover';
import type { ExplainedPlace, Explanation } from '../workspace/service/protocol';
import { type Context, complain, type ExitCode } from './context';
import { absolutePath, kindOf } from './paths';
import { createSession, type Session } from './session';
import { texts } from './texts';

/** A place as written on the command line; lines and columns from 1. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** Reads `FILE:LINE` and `FILE:LINE:COLUMN`; undefined for anything else, such as the name of a rule. */
export function placeIn(text: string): Place | undefined {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(text);
  if (!match?.[1]) return undefined;
  return { file: match[1], line: Number(match[2]), column: match[3] === undefined ? undefined : Number(match[3]) };
}

/** The offsets of the place in the text: the column, or the whole line. Undefined where the text has no such line. */
function rangeIn(text: string, { line, column }: Place): TextRange | undefined {
  const lines = createLineIndex(text);
  if (line < 1 || line > text.split('\n').length) return undefined;
  const start = lines.offsetAt({ line: line - 1, character: (column ?? 1) - 1 });
  if (column !== undefined) return { start, end: start };
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? text.length : end };
}

/** The place as a terminal makes a link of it. */
function shown({ uri, name }: ExplainedPlace, session: Session): string {
  return `${session.nameOf(uri)}${name.slice(name.lastIndexOf(':'))}`;
}

function write(explanation: Explanation, { colors, locale }: Context, session: Session, at: string): string {
  const { code, library, client, bounds, kind } = explanation;
  const made = client ? localize(texts.madeIn, locale, { place: shown(client, session) }) : '';
  const head = `${colors.bold(code)} (${library}${kind === 'client' ? `, ${localize(texts.client, locale)}` : ''})${made}  ${colors.dim(at)}`;
  const width = Math.max(0, ...bounds.flatMap(({ steps }) => steps.map(({ layer }) => layer.length)));
  const lines = bounds.flatMap(({ text, state, steps }) => [
    `  ${state === 'unbounded' ? colors.red(text) : state === 'bounded' ? colors.green(text) : colors.yellow(text)}`,
    ...steps.map(({ layer, text: said, place }) => {
      const where = place ? `  ${colors.dim(shown(place, session))}` : '';
      return `    ${layer.padEnd(width)}  ${said}${where}`;
    }),
  ]);
  return `${[head, ...lines].join('\n')}\n`;
}

/** `thriftwise explain FILE:LINE`: how each bound of the calls there came about. */
export async function explainCall(context: Context, place: Place): Promise<ExitCode> {
  const { arguments: given, terminal, locale, registry, analysisScript } = context;
  const path = absolutePath(terminal.cwd, place.file);
  if (kindOf(path) !== 'file') return complain(terminal, [`There is no file "${place.file}".`]);
  if (!isServicePath(path)) return complain(terminal, [`"${place.file}" is neither TypeScript nor JavaScript.`]);
  const options = { cwd: terminal.cwd, locale, registry, analysisScript, arguments: given };
  const session = createSession({ ...options, paths: [place.file] });
  if ('usage' in session) return complain(terminal, [session.usage]);
  try {
    const text = session.textOf(path);
    const range = text === undefined ? undefined : rangeIn(text, place);
    if (text === undefined || !range) return complain(terminal, [`"${place.file}" has no line ${place.line}.`]);
    const answer = await session.explain(path, range);
    if ('failure' in answer) return complain(terminal, [answer.failure]);
    if (answer.length === 0)
      return complain(terminal, [`No network call that is known starts at ${place.file}:${place.line}.`]);
    const lines = createLineIndex(text);
    for (const each of answer) {
      const { line, character } = lines.rangeOf(each.range).start;
      await terminal.out(write(each, context, session, `${place.file}:${line + 1}:${character + 1}`));
    }
    return 0;
  } finally {
    await session.end();
  }
}
