import { type LspRange, offsetAt, type Session } from './session';

export interface LspCompletionItem {
  readonly label: string;
  readonly kind: number;
  readonly detail?: string;
  readonly labelDetails?: { readonly description?: string };
  readonly filterText?: string;
  readonly sortText?: string;
  readonly insertTextFormat?: number;
  readonly textEdit: {
    readonly newText: string;
    readonly range?: LspRange;
    readonly insert?: LspRange;
    readonly replace?: LspRange;
  };
  readonly additionalTextEdits?: readonly { readonly range: LspRange; readonly newText: string }[];
  readonly documentation?: { readonly kind: string; readonly value: string };
  readonly command?: unknown;
  readonly data?: unknown;
}

export interface Completed {
  /** The text without the mark. */
  readonly text: string;
  readonly items: readonly LspCompletionItem[];
  readonly isIncomplete: boolean;
}

let version = 1;

/** Opens `marked` (a text in which `|` is the cursor) and asks for completion there; null where the server offers no list. */
export async function completeIn(
  session: Session,
  path: string,
  marked: string,
  typedCharacter?: string,
): Promise<Completed> {
  const at = marked.indexOf('|');
  const text = marked.slice(0, at) + marked.slice(at + 1);
  session.open(path, text, ++version);
  const before = text.slice(0, at).split('\n');
  const answer = await session.client.request('textDocument/completion', {
    textDocument: { uri: session.uri(path) },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    context: typedCharacter === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter: typedCharacter },
  });
  session.close(path);
  if (answer.error) throw new Error(JSON.stringify(answer.error));
  return { text, items: answer.result?.items ?? [], isIncomplete: answer.result?.isIncomplete ?? false };
}

/** The text after the item was taken, with everything that comes with it. */
export function taken({ text, items }: Completed, label: string): string {
  const item = items.find((each) => each.label === label);
  if (!item) throw new Error(`no ${label} among ${items.map((each) => each.label).join(' | ')}`);
  const { newText, range, replace } = item.textEdit;
  const own = replace ?? range;
  if (!own) throw new Error('an item without a range');
  return [{ range: own, newText }, ...(item.additionalTextEdits ?? [])]
    .sort((a, b) => offsetAt(text, b.range.start) - offsetAt(text, a.range.start))
    .reduce(
      (result, edit) =>
        result.slice(0, offsetAt(text, edit.range.start)) + edit.newText + result.slice(offsetAt(text, edit.range.end)),
      text,
    );
}
