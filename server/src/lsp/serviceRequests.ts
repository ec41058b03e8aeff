import type { CancellationToken, CodeAction, CodeActionParams } from 'vscode-languageserver/node';
import { type Locale, type Localized, localize } from '../core/finding';
import { fixOnce } from '../workspace/fixFile';
import type { AnalysisState } from '../workspace/service/analysis';
import { asAnalysed } from '../workspace/service/config';
import { type CodeActionInput, codeActions } from './codeActions';
import type { Engine } from './engine';
import { texts } from './texts';

const stateTexts: Partial<Record<AnalysisState, Localized>> = {
  restarting: texts.analysisRestarting,
  stopped: texts.analysisStopped,
};

/** Why TypeScript is not analysed right now, in words; undefined when it is. */
export function analysisProblem(state: AnalysisState, why: string | undefined, locale: Locale): string | undefined {
  const text = stateTexts[state];
  return text && localize(text, locale, { why: why ?? '' });
}

/** Settles with `work`, or as soon as the request is cancelled. */
export function unlessCancelled(work: Promise<unknown>, token: CancellationToken): Promise<void> {
  return new Promise((resolve, reject) => {
    const listener = token.onCancellationRequested(() => resolve());
    work.then(() => resolve(), reject).finally(() => listener.dispose());
  });
}

/** The light bulb's content for a place of a TypeScript or JavaScript document. Empty for a request that was cancelled. */
export async function serviceActions(
  asked: CodeActionParams,
  uri: string,
  token: CancellationToken,
  { engine, onCrash }: { readonly engine: Engine } & Pick<CodeActionInput, 'onCrash'>,
): Promise<CodeAction[]> {
  const { services, places } = engine;
  await unlessCancelled(services.lint(uri, true), token);
  const config = engine.configFor(uri);
  const text = services.textOf(uri);
  const lines = places.linesOf(uri);
  if (!config || text === undefined || !lines || token.isCancellationRequested) return [];
  if (!places.features.codeActionLiterals) return [];
  const { findings, every } = await services.lint(uri, true);
  // What was found is of the text that is there now; an edit meanwhile makes the request worthless.
  if (services.textOf(uri) !== text) return [];
  const range = { start: lines.offsetAt(asked.range.start), end: lines.offsetAt(asked.range.end) };
  return codeActions(asked, range, {
    uri,
    text,
    findings,
    locale: config.setup.locale,
    fixAll: (accepts, fixesOf) => fixOnce(uri, text, every.filter(accepts), fixesOf),
    disableLine: (finding) => asAnalysed(finding)?.disableLine,
    disableFile: (finding) => asAnalysed(finding)?.disableFile,
    places,
    onCrash,
  });
}
