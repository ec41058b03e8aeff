import { createRequire } from 'node:module';
import type { CommonTokenFactory } from 'antlr4ts/CommonTokenFactory';
import type { CommonTokenStream } from 'antlr4ts/CommonTokenStream';
import type { TerminalNode } from 'antlr4ts/tree/TerminalNode';
import type { ThriftParser } from 'thrift-parser-ts/lib/ThriftParser';

// The build leaves this line out, so that the bundle holds the packages.
const require = createRequire(import.meta.url);

/** What we use of the packages that the grammar is made of. */
export interface GrammarPackages {
  readonly CommonTokenFactory: typeof CommonTokenFactory;
  readonly CommonTokenStream: typeof CommonTokenStream;
  readonly TerminalNode: typeof TerminalNode;
  readonly ThriftParser: typeof ThriftParser;
}

/** Loads the grammar's packages, which takes as long as reading thousands of lines without them. */
export function loadGrammarPackages(): GrammarPackages {
  return {
    ...(require('antlr4ts/CommonTokenFactory') as Pick<GrammarPackages, 'CommonTokenFactory'>),
    ...(require('antlr4ts/CommonTokenStream') as Pick<GrammarPackages, 'CommonTokenStream'>),
    ...(require('antlr4ts/tree/TerminalNode') as Pick<GrammarPackages, 'TerminalNode'>),
    ...(require('thrift-parser-ts/lib/ThriftParser') as Pick<GrammarPackages, 'ThriftParser'>),
  };
}
