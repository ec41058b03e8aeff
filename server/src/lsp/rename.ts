import {
  type AnnotatedTextEdit,
  LSPErrorCodes,
  PrepareRenameRequest,
  RenameRequest,
  ResponseError,
  type TextDocumentEdit,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { type Localized, localize } from '../core/finding';
import { type Refusal, type Renamed, type RenameTarget, renameSymbol, renameTargetAt } from '../idl/query/rename';
import { consequences, refusals } from '../idl/query/renameTexts';
import { isReservedAnywhere } from '../idl/vocabulary/reservedWords';
import { withText } from '../workspace/fixFile';
import { everyFinding, lintFile } from '../workspace/linter';
import { toWorkspaceEdit } from './convert';
import { fileOf, handler, type RequestContext } from './handler';
import { offsetIn, rangeIn } from './locations';

/** Editors show the message of this error to the person. */
function refusalError({ key, data }: Refusal, { locale }: RequestContext): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, localize(refusals[key] as Localized, locale, data));
}

function targetOf(params: TextDocumentPositionParams, context: RequestContext): RenameTarget | Refusal | undefined {
  const asked = fileOf(params, context);
  const { workspace, places } = context.engine;
  return asked && renameTargetAt(asked.file, offsetIn(asked.file, params.position, places), workspace);
}

export const prepareRename = handler(
  PrepareRenameRequest.type,
  (params, context) => {
    const target = targetOf(params, context);
    if (!target) return null;
    if (target.kind === 'refused') throw refusalError(target, context);
    const uri = fileOf(params, context)?.file.uri ?? '';
    return { range: rangeIn(uri, target.range, context.engine.places), placeholder: target.name };
  },
  'workspace',
);

/** Names that leave the process: on the wire, in JSON, in routing by service. A person should look before these change. */
const needsConfirmation: ReadonlySet<Renamed['consequence']> = new Set(['service', 'method', 'field', 'item']);

/** The edit with what it changes besides the IDL, for clients that show such a thing. */
function annotated(edit: WorkspaceEdit, { consequence }: Renamed, { locale }: RequestContext): WorkspaceEdit {
  const id = 'thriftwise.rename';
  const label = localize(consequences[consequence] as Localized, locale);
  const documentChanges = (edit.documentChanges as TextDocumentEdit[]).map(({ textDocument, edits }) => ({
    textDocument,
    edits: edits.map((each) => ({ ...each, annotationId: id }) as AnnotatedTextEdit),
  }));
  const annotation = { label, needsConfirmation: needsConfirmation.has(consequence) };
  return { documentChanges, changeAnnotations: { [id]: annotation } };
}

/** What `idl/reserved-word` says of the new name in the file that declares it, as it is configured there; undefined where it says nothing. */
function reservedWord(renamed: Renamed, uri: string, newName: string, { engine }: RequestContext): string | undefined {
  const config = isReservedAnywhere(newName) ? engine.configFor(uri) : undefined;
  const file = engine.workspace.file(uri);
  const edits = renamed.edits.filter((edit) => edit.uri === uri).sort((a, b) => b.range.start - a.range.start);
  if (!config || !file || edits.length === 0) return undefined;
  const text = edits.reduce(
    (at, { range, newText }) => at.slice(0, range.start) + newText + at.slice(range.end),
    file.text,
  );
  const view = withText(engine.workspace, uri, text, config.read.dialect);
  return lintFile(view, uri, everyFinding(config.setup)).findings.find(
    ({ rule, range }) => rule === 'idl/reserved-word' && text.slice(range.start, range.end) === newName,
  )?.message;
}

export const rename = handler(
  RenameRequest.type,
  (params, context) => {
    const target = targetOf(params, context);
    if (!target) return null;
    if (target.kind === 'refused') throw refusalError(target, context);
    const { workspace, places } = context.engine;
    const renamed = renameSymbol(target, params.newName, workspace);
    if (renamed.kind === 'refused') throw refusalError(renamed, context);
    const reserved = reservedWord(renamed, target.symbol.file.uri, params.newName, context);
    if (reserved !== undefined) context.warn(reserved);
    const edit = toWorkspaceEdit({ title: '', applicability: 'suggested', edits: renamed.edits }, places);
    if (!edit) throw refusalError({ kind: 'refused', key: 'unclear', data: { name: target.name } }, context);
    return places.features.changeAnnotations && renamed.edits.length > 0 ? annotated(edit, renamed, context) : edit;
  },
  'workspace',
);
