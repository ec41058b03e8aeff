import type { Fix, Localized } from '../../core/finding';

/** A file that a refactoring makes. */
export interface NewFile {
  readonly uri: string;
  readonly text: string;
}

/** A change of the text that nobody has to make, offered where the cursor stands. */
export interface Refactoring extends Pick<Fix, 'applicability' | 'edits'> {
  readonly kind: 'extract' | 'rewrite' | 'move';
  readonly title: Localized;
  readonly data: Readonly<Record<string, string | number>>;
  readonly creates?: NewFile;
}
