import { InlayHintKind, InlayHintRequest } from 'vscode-languageserver/node';
import { inlayHints } from '../idl/query/inlayHints';
import { fileOf, handler } from './handler';
import { offsetIn, rangeIn } from './locations';

export const inlayHint = handler(InlayHintRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file } = asked;
  const { engine } = context;
  const { start, end } = params.range;
  const within = { start: offsetIn(file, start, engine.places), end: offsetIn(file, end, engine.places) };
  const options = engine.settingsOf(engine.placeOf(file.uri)).inlayHints;
  return inlayHints(file, within, engine.workspace, options).map(({ kind, offset, text, whole }) => ({
    position: rangeIn(file.uri, { start: offset, end: offset }, engine.places).start,
    label: text,
    paddingLeft: true,
    ...(kind === 'type' && { kind: InlayHintKind.Type }),
    ...(whole !== undefined && { tooltip: whole }),
  }));
});
