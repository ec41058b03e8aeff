import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What the package says of itself, and its rule pages. Read from the disk when asked for: most runs need none of it. */
export interface Program {
  readonly version: string;
  /** Where the project lives on the web. */
  readonly homepage: string;
  /** The text of a rule's page; undefined when there is none. */
  page(rule: string): string | undefined;
  /** The address of a rule's page. */
  pageUri(rule: string): string;
}

interface Manifest {
  readonly version?: string;
  readonly homepage?: string;
}

const fallbackHomepage = 'https://github.com/thriftwise/thriftwise';

function packageRoot(entry: string): string {
  const start = dirname(realpathSync(entry));
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, 'docs/rules')) && existsSync(join(at, 'package.json'))) return at;
    if (at === dirname(at)) return start;
  }
}

/** Finds the package that the running script (`entry`, a path) belongs to. */
export function createProgram(entry: string): Program {
  let root: string | undefined;
  let manifest: Manifest | undefined;
  const read = (path: string): string | undefined => {
    root ??= packageRoot(entry);
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      return undefined;
    }
  };
  const facts = (): Manifest => {
    manifest ??= JSON.parse(read('package.json') ?? '{}') as Manifest;
    return manifest;
  };
  const homepage = () => (facts().homepage ?? fallbackHomepage).replace(/#.*$/, '');
  return {
    get version() {
      return facts().version ?? '0.0.0';
    },
    get homepage() {
      return homepage();
    },
    page: (rule) => (/^[\w-]+\/[\w-]+$/.test(rule) ? read(`docs/rules/${rule}.md`) : undefined),
    pageUri: (rule) => `${homepage()}/blob/main/docs/rules/${rule}.md`,
  };
}
