import {
  type SignatureHelp,
  SignatureHelpRequest,
  SignatureHelpTriggerKind,
  type SignatureInformation,
} from 'vscode-languageserver/node';
import type { Block } from '../idl/query/describe';
import { type Signature, signatureAt } from '../idl/query/signature';
import type { ClientFeatures } from './features';
import { fileOf, handler } from './handler';
import { markupOf } from './hover';
import { offsetIn } from './locations';

function documentation(blocks: readonly Block[], { signatureHelp }: ClientFeatures) {
  return blocks.length === 0 ? {} : { documentation: markupOf(blocks, signatureHelp.markdown) };
}

function toInformation({ label, blocks, parameters }: Signature, features: ClientFeatures): SignatureInformation {
  return {
    label,
    ...documentation(blocks, features),
    parameters: parameters.map(({ span, blocks: own }) => ({
      label: features.signatureHelp.labelOffsets ? [span.start, span.end] : label.slice(span.start, span.end),
      ...documentation(own, features),
    })),
  };
}

export const signatureHelp = handler(
  SignatureHelpRequest.type,
  (params, context): SignatureHelp | null => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { workspace, places } = context.engine;
    const offset = offsetIn(asked.file, params.position, places);
    const found = signatureAt(asked.file, offset, { project: workspace, locale: context.locale });
    if (!found) return null;
    // Nobody who opens a bracket wants to be shown what was just typed.
    const isByItself = params.context?.triggerKind === SignatureHelpTriggerKind.TriggerCharacter;
    if (found.isEmpty && isByItself) return null;
    return {
      signatures: [toInformation(found, places.features)],
      activeSignature: 0,
      activeParameter: found.active,
    };
  },
  'nothing',
);
