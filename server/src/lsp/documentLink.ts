import { DocumentLinkRequest } from 'vscode-languageserver/node';
import { fileOf, handler } from './handler';
import { rangeIn } from './locations';

export const documentLink = handler(DocumentLinkRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file } = asked;
  const { workspace, places } = context.engine;
  return file.includes.flatMap(({ path }) => {
    const target = workspace.resolveInclude(file.uri, path.value);
    if (target.kind !== 'found') return [];
    const { start, end } = file.rangeOf(path);
    // Without the quotes.
    const range = rangeIn(file.uri, { start: start + 1, end: Math.max(start + 1, end - 1) }, places);
    const tooltip = workspace.relativePath(target.uri);
    return [{ range, target: places.clientUri(target.uri), ...(tooltip !== undefined && { tooltip }) }];
  });
});
