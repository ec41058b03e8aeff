import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { withoutComments } from '../../scripts/compilerOnly';
import { libraryText } from '../../server/src/service/ts';

/** Every token of a declaration file, comments and white space left out. */
function tokens(text: string): string[] {
  const file = ts.createSourceFile('lib.d.ts', text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(file);
    if (children.length === 0 && node.kind !== ts.SyntaxKind.SemicolonToken) found.push(node.getText(file));
    for (const child of children) if (!ts.isJSDoc(child)) visit(child);
  };
  visit(file);
  // A number may be written in another way.
  return found
    .filter((token) => token !== '' && token !== ',')
    .map((token) => (/^0x/.test(token) ? `${Number(token)}` : token));
}

describe('the library declarations in the bundle', () => {
  test('declare what TypeScript declares: only comments are gone', () => {
    const text = libraryText('lib.dom.d.ts') ?? '';
    const short = withoutComments(text);
    expect(short.length).toBeLessThan(text.length * 0.75);
    expect(short).not.toContain('/**');
    expect(tokens(short)).toEqual(tokens(text));
  });

  test('still name the libraries that they need', () => {
    const text = '/// <reference lib="es2015" />\n/** A. */\ninterface A {\n  /** `//` starts it */\n  at: "/*";\n}\n';
    expect(withoutComments(text)).toBe('/// <reference lib="es2015" />\ninterface A {\nat: "/*";\n}\n');
  });
});
