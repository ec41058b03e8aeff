import { HoverRequest, MarkupKind } from 'vscode-languageserver/node';
import { type Block, describeAt } from '../idl/query/describe';
import { symbolAt } from '../idl/query/symbol';
import { isServicePath } from '../workspace/discover';
import { contractFacts } from './contract';
import { explainHover } from './explain';
import { fileOf, handler } from './handler';
import { offsetIn, rangeIn } from './locations';

/** A fence that is longer than any run of backticks in the code. */
function fenceFor(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest + 1);
}

function toMarkdown({ kind, text }: Block): string {
  if (kind !== 'code') return text;
  const fence = fenceFor(text);
  return `${fence}thrift\n${text}\n${fence}`;
}

/** Our own texts use nothing of Markdown but code marks. */
function toPlainText({ kind, text }: Block): string {
  return kind === 'text' ? text.replaceAll('`', '') : text;
}

/** The blocks in the form that the client shows. */
export function markupOf(blocks: readonly Block[], markdown: boolean): { kind: MarkupKind; value: string } {
  return markdown
    ? { kind: MarkupKind.Markdown, value: blocks.map(toMarkdown).join('\n\n') }
    : { kind: MarkupKind.PlainText, value: blocks.map(toPlainText).join('\n\n') };
}

export const hover = handler(HoverRequest.type, async (params, context) => {
  if (isServicePath(params.textDocument.uri)) return explainHover(params, context);
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { workspace, places } = context.engine;
  const offset = offsetIn(asked.file, params.position, places);
  const found = describeAt(asked.file, offset, {
    project: workspace,
    locale: context.locale,
    countUses: context.complete,
  });
  if (!found) return null;
  const symbol = symbolAt(asked.file, offset, workspace)?.symbol;
  const facts = symbol && (await contractFacts(symbol, context.engine, context.locale));
  const blocks: readonly Block[] =
    facts === undefined ? found.blocks : [...found.blocks, { kind: 'text', text: facts }];
  return {
    contents: markupOf(blocks, places.features.markdownHover),
    range: rangeIn(asked.file.uri, found.range, places),
  };
});
