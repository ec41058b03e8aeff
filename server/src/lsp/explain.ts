import {
  type CodeAction,
  type CodeActionParams,
  type Hover,
  MarkupKind,
  type Position,
  ProtocolRequestType,
  type TextDocumentPositionParams,
} from 'vscode-languageserver/node';
import { type Locale, localize } from '../core/finding';
import { type TextRange, touches } from '../core/range';
import { isServicePath } from '../workspace/discover';
import type { Explanation } from '../workspace/service/protocol';
import { normalizeUri } from '../workspace/uris';
import type { Places } from './convert';
import type { Engine } from './engine';
import { wants } from './features';
import { handler, type RequestContext } from './handler';
import { locationOf, rangeIn } from './locations';
import { explainMethod } from './offers';
import { texts } from './texts';

/** What a call is explained by, as Markdown. */
export interface ExplainResult {
  readonly markdown: string;
}

const request = new ProtocolRequestType<TextDocumentPositionParams, ExplainResult | null, never, void, void>(
  explainMethod,
);

function linkTo(uri: string, range: TextRange, name: string, places: Places): string {
  const { uri: target, range: at } = locationOf(uri, range, places);
  return `[${name}](${target}#L${at.start.line + 1})`;
}

/** Code marks that the code itself cannot end. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function toMarkdown({ code: written, library, client, bounds }: Explanation, locale: Locale, places: Places): string {
  const made = client
    ? localize(texts.explainedClient, locale, { place: linkTo(client.uri, client.range, client.name, places) })
    : '';
  const lines = bounds.flatMap(({ text, steps }) => [
    `**${text}**`,
    '',
    ...steps.map(({ layer, text: said, place }) => {
      const where = place ? ` (${linkTo(place.uri, place.range, place.name, places)})` : '';
      return `- ${layer}: ${said}${where}`;
    }),
    '',
  ]);
  return [`${code(written)} (${library})${made}`, '', ...lines].join('\n');
}

async function explanationsAt(uri: string, position: Position, engine: Engine): Promise<readonly Explanation[]> {
  const lines = engine.places.linesOf(uri);
  if (!lines) return [];
  const offset = lines.offsetAt(position);
  return engine.services.explain(uri, { start: offset, end: offset });
}

/** The request `thriftwise/explain`: how the bounds of the call at a position came about. Null where there is none. */
export const explain = handler(request, async ({ textDocument, position }, { engine, locale }) => {
  const uri = normalizeUri(textDocument.uri);
  if (!isServicePath(uri)) return null;
  const found = await explanationsAt(uri, position, engine);
  if (found.length === 0) return null;
  return { markdown: found.map((each) => toMarkdown(each, locale, engine.places)).join('\n') };
});

/** On a call that something was found about: the same facts. The editor's own hover stands beside it. */
export async function explainHover(
  { textDocument, position }: TextDocumentPositionParams,
  { engine, locale, token }: RequestContext,
): Promise<Hover | null> {
  const uri = normalizeUri(textDocument.uri);
  const { places, services } = engine;
  const lines = places.linesOf(uri);
  if (!lines || !places.features.markdownHover) return null;
  const offset = lines.offsetAt(position);
  const { findings } = await services.lint(uri, true);
  const here = { start: offset, end: offset };
  if (token.isCancellationRequested || !findings.some(({ range }) => touches(range, here))) return null;
  const found = await services.explain(uri, here);
  const [first] = found;
  if (!first) return null;
  return {
    contents: {
      kind: MarkupKind.Markdown,
      value: found.map((each) => toMarkdown(each, locale, places)).join('\n'),
    },
    range: rangeIn(uri, first.range, places),
  };
}

/** "Explain the bounds of this call", for clients that can show it. */
export async function explainActions(asked: CodeActionParams, uri: string, engine: Engine): Promise<CodeAction[]> {
  const { features } = engine.places;
  if (!features.explainCommand || !features.codeActionLiterals || !wants(asked.context.only, 'thriftwise.explain'))
    return [];
  const { start } = asked.range;
  const [first] = await explanationsAt(uri, start, engine);
  if (!first) return [];
  const title = localize(texts.explainCall, engine.locale(), { call: first.code });
  const command = { title, command: 'thriftwise.explainCall', arguments: [engine.places.clientUri(uri), start] };
  return [{ title, kind: 'thriftwise.explain', command }];
}
