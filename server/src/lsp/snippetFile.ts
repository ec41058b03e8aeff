import type { Snippet } from '../idl/complete/input';

interface Entry {
  readonly prefix: string | readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

declare const THRIFTWISE_SNIPPETS: Readonly<Record<string, Entry>> | undefined;

/** `snippets/thrift.json`; bundling fills it in. */
const file = typeof THRIFTWISE_SNIPPETS === 'object' ? THRIFTWISE_SNIPPETS : {};

/** The snippets that are shipped for VS Code, for clients that cannot read them themselves. */
export const shippedSnippets: readonly Snippet[] = Object.entries(file).map(
  ([name, { prefix, description, body }]) => ({
    name,
    prefixes: typeof prefix === 'string' ? [prefix] : prefix,
    description,
    body: body.join('\n'),
  }),
);
