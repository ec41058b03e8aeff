import { WillRenameFilesRequest } from 'vscode-languageserver/node';
import { localize } from '../core/finding';
import { editsForMoves } from '../idl/query/moveFiles';
import { normalizeUri } from '../workspace/uris';
import { toWorkspaceEdit } from './convert';
import { handler } from './handler';
import { texts } from './texts';

/** Keeps includes whole when files and folders are renamed or moved in the editor; tells of names that cannot be kept. */
export const willRenameFiles = handler(
  WillRenameFilesRequest.type,
  ({ files }, { engine, locale, warn }) => {
    const bare = (uri: string): string => normalizeUri(uri).replace(/\/$/, '');
    const moves = files.map(({ oldUri, newUri }) => ({ from: bare(oldUri), to: bare(newUri) }));
    const { edits, left } = editsForMoves(engine.workspace, moves);
    for (const { uri, alias, wanted, isTaken } of left) {
      const file = engine.workspace.relativePath(uri) ?? uri;
      warn(localize(isTaken ? texts.prefixTaken : texts.noPrefix, locale, { file, alias, wanted }));
    }
    return edits.length === 0
      ? null
      : (toWorkspaceEdit({ title: '', applicability: 'suggested', edits }, engine.places) ?? null);
  },
  'workspace',
);
