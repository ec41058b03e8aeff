import { WillRenameFilesRequest } from 'vscode-languageserver/node';
import { editsForMoves } from '../idl/query/moveFiles';
import { normalizeUri } from '../workspace/uris';
import { toWorkspaceEdit } from './convert';
import { handler } from './handler';

/** Keeps includes whole when files and folders are renamed or moved in the editor. */
export const willRenameFiles = handler(
  WillRenameFilesRequest.type,
  ({ files }, { engine }) => {
    const bare = (uri: string): string => normalizeUri(uri).replace(/\/$/, '');
    const moves = files.map(({ oldUri, newUri }) => ({ from: bare(oldUri), to: bare(newUri) }));
    const edits = editsForMoves(engine.workspace, moves);
    return edits.length === 0
      ? null
      : (toWorkspaceEdit({ title: '', applicability: 'suggested', edits }, engine.places) ?? null);
  },
  'workspace',
);
