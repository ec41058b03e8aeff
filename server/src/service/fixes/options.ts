import type { TextEdit } from '../../core/finding';
import type { OptionsPlace } from '../catalogue/library';
import { ts } from '../ts';

type Invocation = ts.CallExpression | ts.NewExpression;

/** What an edit needs of the tools a rule gets. */
interface Editing {
  replace(at: ts.Node, newText: string): TextEdit;
  insertBefore(at: ts.Node, newText: string): TextEdit;
  insertAfter(at: ts.Node, newText: string): TextEdit;
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/** `a.b` and its value as nested properties: `a: { b: value }`. */
export function nestedProperty(path: string, value: string): string {
  const [first = path, ...rest] = path.split('.');
  return rest.length === 0 ? `${first}: ${value}` : `${first}: { ${nestedProperty(rest.join('.'), value)} }`;
}

function lineIndent(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = node.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, start))?.[0] ?? '';
}

/** The property of an object literal that has this name. */
export function propertyNamed(node: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined {
  return node.properties.find(
    (each) => each.name && (ts.isIdentifier(each.name) || ts.isStringLiteralLike(each.name)) && each.name.text === name,
  );
}

/**
 * Adds a property to an object literal in its own layout, behind what stands there; `path` may lead into nested literals. A property that is
 * there already gets its value replaced.
 */
export function addProperty(
  tools: Editing,
  node: ts.ObjectLiteralExpression,
  path: string,
  value: string,
): TextEdit[] | undefined {
  const [first = path, ...rest] = path.split('.');
  const there = propertyNamed(node, first);
  if (there) {
    if (!ts.isPropertyAssignment(there)) return undefined;
    if (rest.length === 0) return [tools.replace(there.initializer, value)];
    return ts.isObjectLiteralExpression(there.initializer)
      ? addProperty(tools, there.initializer, rest.join('.'), value)
      : undefined;
  }
  const property = nestedProperty(path, value);
  const sourceFile = node.getSourceFile();
  const last = node.properties.at(-1);
  if (!last) {
    // Comments inside of the empty literal stay where they are.
    const inside = node.getStart() + 1;
    const empty = sourceFile.text.slice(inside, node.getEnd() - 1).trim() === '';
    return empty
      ? [tools.replace(node, `{ ${property} }`)]
      : [tools.edit({ start: inside, end: inside }, ` ${property},`, sourceFile)];
  }
  const isBroken = sourceFile.text.slice(node.getStart(), last.getStart()).includes('\n');
  const { hasTrailingComma } = node.properties;
  const end = last.getEnd();
  if (!isBroken) return [tools.edit({ start: end, end }, `, ${property}`, sourceFile)];
  const newLine = sourceFile.text.includes('\r\n') ? '\r\n' : '\n';
  // Behind the comma and a comment on the property's line.
  const behind = hasTrailingComma ? node.properties.end : end;
  const comment = ts.getTrailingCommentRanges(sourceFile.text, behind)?.at(-1)?.end ?? behind;
  const line = `${newLine}${lineIndent(last)}${property}${hasTrailingComma ? ',' : ''}`;
  const edits = [tools.edit({ start: comment, end: comment }, line, sourceFile)];
  return hasTrailingComma
    ? edits
    : [
        ...(comment === end ? [] : [tools.edit({ start: end, end }, ',', sourceFile)]),
        ...(comment === end ? [tools.edit({ start: end, end }, `,${line}`, sourceFile)] : edits),
      ];
}

/** Which argument holds the options, as an index; undefined where it cannot be told. */
function indexOf(place: OptionsPlace, node: Invocation): number | undefined {
  const args = node.arguments ?? ([] as readonly ts.Expression[]);
  if (typeof place === 'number') return place;
  if (place === 'after-message' || args.some(ts.isSpreadElement)) return undefined;
  const literal = args.findLastIndex(ts.isObjectLiteralExpression);
  // The first argument is the message, not the options.
  if (place === 'before-callback') return literal > 0 ? literal : Math.max(1, args.length);
  return literal >= 0 ? literal : args.length;
}

/** New options before a callback that is written out; behind anything else it cannot be told whether that is a callback. */
function beforeCallback(tools: Editing, given: readonly ts.Expression[], property: string): TextEdit[] | undefined {
  const last = given.at(-1);
  if (!last || !(ts.isArrowFunction(last) || ts.isFunctionExpression(last))) return undefined;
  return [tools.insertBefore(last, `{ ${property} }, `)];
}

/**
 * Sets an option of a call: merged into the literal that is there, spread over another value (`{ ...options, timeout: 3000 }`), or as a new
 * argument. Undefined where it cannot be done.
 */
export function setOption(
  tools: Editing,
  node: Invocation,
  place: OptionsPlace,
  path: string,
  value: string,
): TextEdit[] | undefined {
  const index = indexOf(place, node);
  const args = node.arguments;
  if (index === undefined) return undefined;
  const given = args ?? ([] as readonly ts.Expression[]);
  if (given.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
  const argument = given[index];
  if (argument) {
    if (ts.isObjectLiteralExpression(argument)) return addProperty(tools, argument, path, value);
    if (ts.isIdentifier(argument) && argument.text === 'undefined')
      return [tools.replace(argument, `{ ${nestedProperty(path, value)} }`)];
    if (path.includes('.') || !(ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument))) return undefined;
    return [tools.replace(argument, `{ ...${argument.getText()}, ${nestedProperty(path, value)} }`)];
  }
  if (place === 'before-callback' && given.length > 1) return beforeCallback(tools, given, nestedProperty(path, value));
  const missing = Array.from({ length: index - given.length }, () => 'undefined');
  const added = [...missing, `{ ${nestedProperty(path, value)} }`].join(', ');
  const last = given.at(-1);
  if (last) return [tools.insertAfter(last, `, ${added}`)];
  if (!args) return [tools.insertAfter(node, `(${added})`)];
  const at = node.getEnd() - 1;
  return [tools.edit({ start: at, end: at }, added, node.getSourceFile())];
}
