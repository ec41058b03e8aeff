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

export const rename = handler(
  RenameRequest.type,
  (params, context) => {
    const target = targetOf(params, context);
    if (!target) return null;
    if (target.kind === 'refused') throw refusalError(target, context);
    const { workspace, places } = context.engine;
    const renamed = renameSymbol(target, params.newName, workspace);
    if (renamed.kind === 'refused') throw refusalError(renamed, context);
    const edit = toWorkspaceEdit({ title: '', applicability: 'suggested', edits: renamed.edits }, places);
    if (!edit) throw refusalError({ kind: 'refused', key: 'unclear', data: { name: target.name } }, context);
    return places.features.changeAnnotations && renamed.edits.length > 0 ? annotated(edit, renamed, context) : edit;
  },
  'workspace',
);
