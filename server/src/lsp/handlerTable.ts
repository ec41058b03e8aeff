import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './callHierarchy';
import { completion, completionResolve } from './completion';
import { codeLens, implementation } from './contract';
import { definition, typeDefinition } from './definition';
import { documentLink } from './documentLink';
import { documentSymbol } from './documentSymbol';
import { explain } from './explain';
import { foldingRange } from './foldingRange';
import { formatting, onTypeFormatting, rangeFormatting } from './formatting';
import type { Handler } from './handler';
import { hover } from './hover';
import { inlayHint } from './inlayHint';
import { willRenameFiles } from './moveFiles';
import { documentHighlight, references } from './references';
import { prepareRename, rename } from './rename';
import { selectionRange } from './selectionRange';
import { semanticTokensDelta, semanticTokensFull, semanticTokensRange } from './semanticTokens';
import { signatureHelp } from './signatureHelp';
import { workspaceSymbol } from './symbols';
import { prepareTypeHierarchy, subtypes, supertypes } from './typeHierarchy';

const table: readonly Handler[] = [
  completion,
  completionResolve,
  signatureHelp,
  definition,
  typeDefinition,
  implementation,
  codeLens,
  references,
  documentHighlight,
  hover,
  documentLink,
  documentSymbol,
  workspaceSymbol,
  foldingRange,
  selectionRange,
  prepareRename,
  rename,
  willRenameFiles,
  prepareTypeHierarchy,
  supertypes,
  subtypes,
  prepareCallHierarchy,
  incomingCalls,
  outgoingCalls,
  semanticTokensFull,
  semanticTokensDelta,
  semanticTokensRange,
  formatting,
  rangeFormatting,
  onTypeFormatting,
  inlayHint,
  explain,
];

/** The handlers by method: one for each of `offers`. */
export const handlers: ReadonlyMap<string, Handler> = new Map(table.map((each) => [each.method, each]));
