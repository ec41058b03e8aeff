import type { TextRange } from '../../core/range';
import { enumValuesOf } from '../model/enumValues';
import type { IdlFile } from '../model/file';
import type { Definition } from '../model/tree';
import { topTypesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { createScope, type Scope } from '../resolve/scope';
import { expandedType } from './effective';

/** A text that an editor shows behind something, without it being there. */
export interface InlayHint {
  readonly kind: 'value' | 'type';
  /** Absolute: where it is shown. */
  readonly offset: number;
  readonly text: string;
  /** Everything, where the text is cut. */
  readonly whole: string | undefined;
}

/** Which hints are wanted. */
export interface InlayHintOptions {
  /** The numbers of enum items that have none written. */
  readonly enumValues: boolean;
  /** What typedefs stand for. */
  readonly typedefs: boolean;
}

const maxText = 40;

function hint(kind: InlayHint['kind'], offset: number, text: string): InlayHint {
  const isLong = text.length > maxText;
  return { kind, offset, text: isLong ? `${text.slice(0, maxText - 3)}...` : text, whole: isLong ? text : undefined };
}

function* valueHints(file: IdlFile, definition: Definition): Generator<InlayHint> {
  if (definition.kind !== 'Enum') return;
  for (const { item, value } of enumValuesOf(definition)) {
    // Behind an item without a name nothing can be counted.
    if (!item.value && item.name.text !== '') yield hint('value', file.rangeOf(item.name).end, `= ${value}`);
  }
}

function* typedefHints(file: IdlFile, definition: Definition, scope: Scope, project: IdlProject): Generator<InlayHint> {
  // A typedef says itself what it stands for.
  if (definition.kind === 'Typedef') return;
  for (const type of topTypesIn(definition)) {
    const expanded = expandedType(type, scope, project);
    if (expanded !== undefined) yield hint('type', file.rangeOf(type).end, `= ${expanded}`);
  }
}

/** The hints of the definitions that touch a part of a file. */
export function inlayHints(
  file: IdlFile,
  within: TextRange,
  project: IdlProject,
  options: InlayHintOptions,
): readonly InlayHint[] {
  const scope = createScope(file, project);
  return file.definitions
    .filter((definition) => {
      const { start, end } = file.rangeOf(definition);
      return start <= within.end && within.start <= end;
    })
    .flatMap((definition) => [
      // With a syntax error an item may be missing, and those behind it be counted wrongly.
      ...(options.enumValues && !definition.broken ? valueHints(file, definition) : []),
      ...(options.typedefs ? typedefHints(file, definition, scope, project) : []),
    ])
    .filter(({ offset }) => within.start <= offset && offset <= within.end)
    .sort((a, b) => a.offset - b.offset);
}
