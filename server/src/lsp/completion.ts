import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  CompletionRequest,
  CompletionResolveRequest,
  CompletionTriggerKind,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver/node';
import { type Locale, localize } from '../core/finding';
import type { TextRange } from '../core/range';
import type { Candidate, CandidateKind, Declared } from '../idl/complete/candidate';
import { complete } from '../idl/complete/complete';
import { type Cursor, cursorAt } from '../idl/complete/cursor';
import { describe } from '../idl/complete/describe';
import type { IdlFile } from '../idl/model/file';
import { createScope } from '../idl/resolve/scope';
import { annotationFact } from '../idl/vocabulary/annotationFacts';
import type { ClientFeatures } from './features';
import { fileOf, handler } from './handler';
import { expandSnippet } from './snippet';
import { shippedSnippets } from './snippetFile';
import { texts } from './texts';

const kinds: Readonly<Record<CandidateKind, CompletionItemKind>> = {
  struct: CompletionItemKind.Struct,
  enum: CompletionItemKind.Enum,
  typedef: CompletionItemKind.TypeParameter,
  service: CompletionItemKind.Interface,
  item: CompletionItemKind.EnumMember,
  constant: CompletionItemKind.Constant,
  'base-type': CompletionItemKind.Keyword,
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.Value,
  number: CompletionItemKind.Value,
  field: CompletionItemKind.Field,
  annotation: CompletionItemKind.Property,
  namespace: CompletionItemKind.Module,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  rule: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
};

/** What an item carries to where its documentation is asked for. */
interface ItemData {
  readonly declared?: Declared;
  readonly annotation?: string;
}

/**
 * Whether a character that was typed asks for something here. A list that opens by itself must not be in the way: where people
 * write names of their own, or numbers, nothing opens.
 */
function isWanted({ place, string, comment, typed }: Cursor, character: string): boolean {
  if (comment) return character === ' ' || character === '/' || character === ',';
  if (string) return place.kind === 'include' ? character !== ' ' : /["'/]/.test(character);
  switch (place.kind) {
    case 'type':
    case 'value':
    case 'service':
      return character === '.' ? typed.includes('.') : character !== '/';
    case 'field-head':
    case 'annotation-value':
    case 'namespace-scope':
    case 'namespace-name':
    case 'oneway-result':
      return character !== '/' && character !== '.';
    case 'annotation-key':
      return character !== '/';
    case 'field':
      return (place.list === 'arguments' || place.list === 'throws') && /[(, ]/.test(character);
    case 'include':
      return character === ' ';
    default:
      return false;
  }
}

function toItem(
  file: IdlFile,
  cursor: Cursor,
  candidate: Candidate,
  index: number,
  features: ClientFeatures,
  locale: Locale,
): CompletionItem {
  const { completion } = features;
  const { label, kind, detail, declared, include } = candidate;
  const range: TextRange = candidate.range ?? cursor.word;
  const isSnippet = candidate.isSnippet === true && completion.snippets;
  const written = candidate.insert ?? label;
  let newText = candidate.isSnippet && !isSnippet ? expandSnippet(written) : written;
  const next = file.text[range.end];
  if (newText.endsWith(' ') && (next === ' ' || next === '\t')) newText = newText.slice(0, -1);
  // A list that opened behind one of these leaves no blank otherwise.
  const needsBlank =
    range.start === cursor.word.start && /[:=]/.test(file.text[range.start - 1] ?? '') && !cursor.string;
  if (needsBlank) newText = ` ${newText}`;
  const replace = file.lines.rangeOf(range);
  const insert = file.lines.rangeOf({ start: range.start, end: cursor.offset });
  const note = include && localize(texts.addsInclude, locale, { path: include.path });
  const data: ItemData = { ...(declared && { declared }), ...(kind === 'annotation' && { annotation: label }) };
  return {
    label,
    kind: kinds[kind],
    sortText: String(index).padStart(5, '0'),
    ...(candidate.filter !== undefined && { filterText: candidate.filter }),
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    textEdit: completion.insertReplace ? { newText, insert, replace } : { newText, range: insert },
    ...(completion.labelDetails
      ? { ...(detail !== undefined && { detail }), ...(note !== undefined && { labelDetails: { description: note } }) }
      : (note ?? detail) !== undefined && { detail: note ?? detail }),
    ...(include && {
      additionalTextEdits: [{ range: file.lines.rangeOf(include.edit.range), newText: include.edit.newText }],
    }),
    ...(candidate.continues &&
      features.suggestCommand && { command: { title: '', command: 'editor.action.triggerSuggest' } }),
    ...(Object.keys(data).length > 0 && { data }),
  } as CompletionItem;
}

export const completion = handler(
  CompletionRequest.type,
  (params: CompletionParams, context): CompletionList | null => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { file, config } = asked;
    const { workspace, places } = context.engine;
    const lines = places.linesOf(file.uri) ?? file.lines;
    const cursor = cursorAt(file, lines.offsetAt(params.position));
    const { triggerKind, triggerCharacter } = params.context ?? {};
    if (triggerKind === CompletionTriggerKind.TriggerCharacter && !isWanted(cursor, triggerCharacter ?? ''))
      return null;
    const { candidates, isIncomplete } = complete({
      file,
      scope: createScope(file, workspace),
      project: workspace,
      cursor,
      dialect: config.read.dialect,
      includeChoices: (folder) => workspace.includeChoices(file.uri, folder),
      rules: config.setup.registry.all.map(({ id }) => id),
      snippets: places.features.ownSnippets ? [] : shippedSnippets,
    });
    const items = candidates.map((each, i) => toItem(file, cursor, each, i, places.features, context.locale));
    // Files that were not read yet may have more.
    return { isIncomplete: isIncomplete || !context.complete, items };
  },
  'nothing',
);

function documentationOf(data: ItemData, file: (uri: string) => IdlFile | undefined, locale: Locale) {
  const fact = data.annotation === undefined ? undefined : annotationFact(data.annotation);
  if (fact) return { code: '', prose: `${localize(fact.meaning, locale)}\n\n*${fact.readers.join(', ')}*` };
  const where = data.declared && file(data.declared.uri);
  return data.declared && where && describe(where, data.declared);
}

export const completionResolve = handler(
  CompletionResolveRequest.type,
  (item: CompletionItem, { engine, locale }): CompletionItem => {
    const { workspace, places } = engine;
    const found = documentationOf((item.data ?? {}) as ItemData, (uri) => workspace.file(uri), locale);
    if (!found) return item;
    const { code, prose } = found;
    const isMarkdown = places.features.completion.markdown;
    const block = code === '' ? '' : isMarkdown ? `\`\`\`thrift\n${code}\n\`\`\`` : code;
    const value = [block, prose].filter((part) => part !== '').join('\n\n');
    return { ...item, documentation: { kind: isMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText, value } };
  },
  'nothing',
);
