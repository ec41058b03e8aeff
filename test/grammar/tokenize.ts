import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma';
import { type IGrammar, INITIAL, type IRawGrammar, parseRawGrammar, Registry } from 'vscode-textmate';

/** A run of characters with one stack of scopes; columns count UTF-16 units from the line's start. */
export interface ScopedToken {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Outermost first. */
  readonly scopes: readonly string[];
}

const projectRoot = new URL('../../', import.meta.url);

/** Reads a file of the project; `path` counts from the root. */
export function readProjectFile(path: string): string {
  return readFileSync(new URL(path, projectRoot), 'utf8');
}

/** The absolute path of a file next to the grammar tests. */
export function grammarTestPath(path: string): string {
  return fileURLToPath(new URL(`test/grammar/${path}`, projectRoot));
}

export const grammarFiles = {
  'source.thrift': 'syntaxes/thrift.tmLanguage.json',
  'markdown.thrift.codeblock': 'syntaxes/thrift-markdown.tmLanguage.json',
} as const;

let wasm: Promise<void> | undefined;

/** Loads the regular expression engine that VS Code uses; once a process. */
export function loadOniguruma(): Promise<void> {
  wasm ??= loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')));
  return wasm;
}

/**
 * Loads the grammar of a scope the way the editor does.
 * `hosts` adds grammars by scope name, such as a stand-in for Markdown, into which our own injections go.
 */
export async function loadGrammar(scope: string, hosts: Readonly<Record<string, IRawGrammar>> = {}): Promise<IGrammar> {
  const registry = new Registry({
    onigLib: loadOniguruma().then(() => ({ createOnigScanner, createOnigString })),
    loadGrammar: async (name) => {
      const host = hosts[name];
      if (host !== undefined) return host;
      const path = Object.entries(grammarFiles).find(([known]) => known === name)?.[1];
      return path === undefined ? null : parseRawGrammar(readProjectFile(path), path);
    },
    getInjections: (name) => (name in hosts ? ['markdown.thrift.codeblock'] : undefined),
  });
  const grammar = await registry.loadGrammar(scope);
  if (grammar === null) throw new Error(`no grammar for ${scope}`);
  return grammar;
}

/** Tokenizes a whole text line by line, as an editor does when it opens the file. */
export function tokenize(grammar: IGrammar, text: string): ScopedToken[] {
  const tokens: ScopedToken[] = [];
  let state = INITIAL;
  text.split(/\r?\n/).forEach((lineText, line) => {
    const result = grammar.tokenizeLine(lineText, state);
    if (result.stoppedEarly) throw new Error(`line ${line + 1} took too long`);
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const end = Math.min(endIndex, lineText.length);
      if (end > startIndex) {
        tokens.push({ line, start: startIndex, end, text: lineText.slice(startIndex, end), scopes });
      }
    }
  });
  return tokens;
}

/** What a theme colours a token by: its innermost scope, `meta` ones left out; `(none)` where there is nothing else. */
export function innermost(token: ScopedToken): string {
  const scope = token.scopes.findLast((name) => !name.startsWith('meta.') && name !== 'source.thrift');
  return scope?.replace(/\.thrift$/, '') ?? '(none)';
}
