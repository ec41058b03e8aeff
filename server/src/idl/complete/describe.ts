import { commentsOf } from '../model/comments';
import type { IdlFile } from '../model/file';
import type { Comment, Node } from '../model/tree';
import type { Declared } from './candidate';

/** What is shown of a definition. */
export interface Description {
  /** Its text, cut where it is long. */
  readonly code: string;
  /** Its comments without their marks. */
  readonly prose: string;
}

const mostLines = 24;

/** A comment's words, without the marks and the stars before its lines. */
function proseOf({ text, kind }: Comment): string {
  if (kind === 'line') return text.replace(/^\/\/+\s?/, '');
  if (kind === 'hash') return text.replace(/^#+\s?/, '');
  return text
    .replace(/^\/\*+/, '')
    .replace(/\*+\/$/, '')
    .split(/\r?\n/)
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
}

function describeNode(file: IdlFile, node: Node): Description {
  const lines = file.textOf(node).split(/\r?\n/);
  const code = lines.length > mostLines ? [...lines.slice(0, mostLines), '  …'] : lines;
  const prose = commentsOf(file, node)
    .map(proseOf)
    .filter((text) => !text.startsWith('thriftwise-disable'))
    .join('\n');
  return { code: code.join('\n'), prose };
}

/** What a completion item names, as its file has it now; undefined when it is gone. */
export function describe(file: IdlFile, { name, item }: Declared): Description | undefined {
  const [definition] = file.named.get(name) ?? [];
  if (!definition) return undefined;
  if (item === undefined) return describeNode(file, definition);
  const found = definition.kind === 'Enum' ? definition.items.find((each) => each.name.text === item) : undefined;
  return found && describeNode(file, found);
}
