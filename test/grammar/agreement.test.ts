import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Node } from '../../server/src/idl/model/tree';
import { parseDocument, problemsOfDocument } from '../../server/src/idl/syntax/document';
import { innermost, loadGrammar, tokenize } from './tokenize';

/** Packages of the project's own dependencies that ship IDL. */
const packages = ['thriftrw', 'jaeger-client', 'thrift-hive', 'tchannel', 'helenus', '@dsnp/parquetjs', 'hive-driver'];
const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));

function thriftFiles(): string[] {
  return packages.flatMap((name) => {
    const directory = join(modules, name);
    try {
      return readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.thrift'))
        .map((path) => join(directory, path));
    } catch {
      return [];
    }
  });
}

/** What a node must look like, by its kind or, for a name, by the place it has in the node around it. */
const scopes: Readonly<Record<string, RegExp>> = {
  'Struct.name': /^entity\.name\.type(\.struct)?$/,
  'Union.name': /^entity\.name\.type(\.union)?$/,
  'Exception.name': /^entity\.name\.type(\.exception)?$/,
  'Enum.name': /^entity\.name\.type\.enum$/,
  'Senum.name': /^entity\.name\.type\.enum$/,
  'Service.name': /^entity\.name\.type\.service$/,
  'Service.extends': /^entity\.other\.inherited-class$/,
  'Typedef.name': /^entity\.name\.type\.typedef$/,
  'Const.name': /^variable\.other\.constant$/,
  'Namespace.scope': /^support\.constant\.namespace-scope$/,
  'Namespace.name': /^entity\.name\.namespace$/,
  'Method.name': /^entity\.name\.function$/,
  'Field.name': /^variable\.(other\.member|parameter)$/,
  'EnumItem.name': /^variable\.other\.enummember$/,
  'NamedType.name': /^entity\.name\.type$/,
  'ValueReference.name': /^(constant\.language\.boolean|variable\.other\.(constant|enummember))$/,
  'Annotation.key': /^entity\.other\.attribute-name$/,
  StringLiteral: /^punctuation\.definition\.string\.end$/,
  IntLiteral: /^constant\.numeric\./,
  DoubleLiteral: /^constant\.numeric\.float$/,
};

interface Seen {
  readonly role: string;
  /** The last character, counted from the chunk's start: for a dotted name it lies in the part that counts. */
  readonly last: number;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'span' in value;
}

/** The names and literals below a node, each with its role; comments are not part of the tree's nodes. */
function* leavesOf(node: Node): Generator<Seen> {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent' || key === 'comments') continue;
    for (const child of [value].flat()) {
      if (!isNode(child)) continue;
      const role = child.kind === 'Identifier' ? `${node.kind}.${key}` : child.kind;
      if (role in scopes) yield { role, last: child.span.end - 1 };
      yield* leavesOf(child);
    }
  }
}

test('the grammar sees what the parser sees in published IDL', async () => {
  const grammar = await loadGrammar('source.thrift');
  const wrong: string[] = [];
  let checked = 0;
  for (const path of thriftFiles()) {
    const text = readFileSync(path, 'utf8').replace(/\r\n/g, '\n');
    const document = parseDocument(text, { dialect: 'any' });
    if (problemsOfDocument(document).length > 0) continue;

    const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const scopeAt: string[] = [];
    const commentAt: boolean[] = [];
    for (const token of tokenize(grammar, text)) {
      const from = (lineStarts[token.line] ?? 0) + token.start;
      const comment = token.scopes.some((scope) => scope.startsWith('comment.'));
      for (let offset = from; offset < from + token.text.length; offset += 1) {
        scopeAt[offset] = innermost(token);
        commentAt[offset] = comment;
      }
    }
    const complain = (offset: number, what: string): void => {
      const line = lineStarts.findLastIndex((start) => start <= offset);
      wrong.push(`${path.slice(modules.length)}:${line + 1} ${what}: ${scopeAt[offset]}`);
    };

    document.chunks.forEach(({ definition }, index) => {
      const start = document.starts[index] ?? 0;
      for (const { role, last } of leavesOf(definition)) {
        checked += 1;
        if (!scopes[role]?.test(scopeAt[start + last] ?? '')) complain(start + last, role);
      }
      for (const { span } of definition.comments) {
        if (!commentAt[start + span.start] || !commentAt[start + span.end - 1]) complain(start + span.start, 'comment');
      }
    });
  }
  expect(wrong).toEqual([]);
  expect(checked).toBeGreaterThan(5_000);
}, 60_000);
