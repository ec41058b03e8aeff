import { type SelectionRange, SelectionRangeRequest } from 'vscode-languageserver/node';
import { selectionsAt } from '../idl/query/selection';
import { fileOf, handler } from './handler';
import { offsetIn, rangeIn } from './locations';

export const selectionRange = handler(SelectionRangeRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { file } = asked;
  const { places } = context.engine;
  return params.positions.map((position): SelectionRange => {
    const around = selectionsAt(file, offsetIn(file, position, places));
    // From the outermost in, so that each has its parent.
    const nested = around.reduceRight<SelectionRange | undefined>(
      (parent, range) => ({ range: rangeIn(file.uri, range, places), ...(parent && { parent }) }),
      undefined,
    );
    return nested ?? { range: { start: position, end: position } };
  });
});
