import type { TextEdit } from '../../core/finding';
import type { OptionsPlace } from '../catalogue/library';
import { lastParameter } from '../lastParameter';
import { ts } from '../ts';
import { lineIndent, newLineOf } from './layout';

type Invocation = ts.CallExpression | ts.NewExpression;

/** What an edit needs of the tools a rule gets. */
export interface Editing {
  readonly project: { readonly checker: ts.TypeChecker };
  replace(at: ts.Node, newText: string): TextEdit;
  insertBefore(at: ts.Node, newText: string): TextEdit;
  insertAfter(at: ts.Node, newText: string): TextEdit;
  edit(range: { readonly start: number; readonly end: number }, newText: string, sourceFile?: ts.SourceFile): TextEdit;
}

/** `a.b` and its value as nested properties: `a: { b: value }`. A value of the property's own name is written once. */
export function nestedProperty(path: string, value: string): string {
  const [first = path, ...rest] = path.split('.');
  if (rest.length === 0 && first === value) return first;
  return rest.length === 0 ? `${first}: ${value}` : `${first}: { ${nestedProperty(rest.join('.'), value)} }`;
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
  return isBroken
    ? addLine(tools, node.properties, last, property)
    : [tools.edit({ start: last.getEnd(), end: last.getEnd() }, `, ${property}`, sourceFile)];
}

/** Adds to a list whose members have lines of their own: behind the last one's comma and the comment on its line. */
function addLine(tools: Editing, list: ts.NodeArray<ts.Node>, last: ts.Node, code: string): TextEdit[] {
  const sourceFile = last.getSourceFile();
  const { hasTrailingComma } = list;
  const end = last.getEnd();
  const newLine = newLineOf(sourceFile);
  const behind = hasTrailingComma ? list.end : end;
  const comment = ts.getTrailingCommentRanges(sourceFile.text, behind)?.at(-1)?.end ?? behind;
  const line = `${newLine}${lineIndent(last)}${code}${hasTrailingComma ? ',' : ''}`;
  if (hasTrailingComma) return [tools.edit({ start: comment, end: comment }, line, sourceFile)];
  if (comment === end) return [tools.edit({ start: end, end }, `,${line}`, sourceFile)];
  return [
    tools.edit({ start: comment, end: comment }, line, sourceFile),
    tools.edit({ start: end, end }, ',', sourceFile),
  ];
}

/** Adds an argument behind the last one: on a line of its own where that one has its own. */
export function addArgument(
  tools: Editing,
  list: ts.NodeArray<ts.Expression>,
  last: ts.Expression,
  code: string,
): TextEdit[] {
  const { text } = last.getSourceFile();
  const start = last.getStart();
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return text.slice(lineStart, start).trim() === ''
    ? addLine(tools, list, last, code)
    : [tools.insertAfter(last, `, ${code}`)];
}

function hasMember(type: ts.Type | undefined, name: string, checker: ts.TypeChecker): boolean {
  if (!type) return false;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((each) => checker.getPropertyOfType(each, name) !== undefined);
}

/**
 * Where options stand, or would, among arguments of several kinds: the literal that is declared to have the option, else a place for which an
 * overload has a parameter with it, in front of a callback. Undefined where no type says so: a message must not be taken for options.
 */
function slotOf(node: Invocation, option: string, checker: ts.TypeChecker): number | undefined {
  const args = node.arguments ?? ([] as readonly ts.Expression[]);
  const there = args.findIndex(
    (each) => ts.isObjectLiteralExpression(each) && hasMember(checker.getContextualType(each), option, checker),
  );
  if (there >= 0) return there;
  const last = args.at(-1);
  const callback = last !== undefined && checker.getTypeAtLocation(last).getCallSignatures().length > 0;
  const slot = callback ? args.length - 1 : args.length;
  const type = checker.getTypeAtLocation(node.expression);
  const signatures = ts.isNewExpression(node) ? type.getConstructSignatures() : type.getCallSignatures();
  const fits = signatures.some(({ parameters }) => {
    const parameter = parameters[slot];
    if (!parameter || parameters.length < args.length + 1) return false;
    return hasMember(checker.getTypeOfSymbolAtLocation(parameter, node), option, checker);
  });
  return fits ? slot : undefined;
}

/** Which argument holds the options, as an index; undefined where it cannot be told. */
function indexOf(place: OptionsPlace, node: Invocation, path: string, checker: ts.TypeChecker): number | undefined {
  const args = node.arguments ?? ([] as readonly ts.Expression[]);
  if (typeof place === 'number') return place;
  if (place === 'last-parameter') return lastParameter(node, checker);
  if (args.some(ts.isSpreadElement)) return undefined;
  if (place !== 'last') return slotOf(node, path.split('.')[0] ?? path, checker);
  const literal = args.findLastIndex(ts.isObjectLiteralExpression);
  return literal >= 0 ? literal : args.length;
}

/** Whether a value of this type may carry the property: it is declared, or the type says nothing of names. */
function allowsMember(type: ts.Type, name: string, checker: ts.TypeChecker): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => {
    const each = checker.getBaseConstraintOfType(part) ?? part;
    if (each.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return true;
    if (each.getStringIndexType() || checker.getPropertyOfType(each, name)) return true;
    return each.isUnion() && allowsMember(each, name, checker);
  });
}

/**
 * Whether an argument of a call may hold an option. A library's calls need not all take what most of them do: then the types of some know
 * nothing of it. Where no types are known, yes.
 */
export function takesOption(node: Invocation, index: number, option: string, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node.expression);
  const signatures = ts.isNewExpression(node) ? type.getConstructSignatures() : type.getCallSignatures();
  return (
    signatures.length === 0 ||
    signatures.some(({ parameters, declaration }) => {
      const declared = declaration?.parameters.filter(ts.isParameter) ?? [];
      if (declared.at(-1)?.dotDotDotToken) return true;
      // An overload that asks for more arguments than there would be is another call.
      const needed = declared.filter((each) => !each.questionToken && !each.initializer).length;
      if (needed > Math.max(index + 1, node.arguments?.length ?? 0)) return false;
      const parameter = parameters[index];
      return (
        parameter !== undefined && allowsMember(checker.getTypeOfSymbolAtLocation(parameter, node), option, checker)
      );
    })
  );
}

/** Whether an argument is surely a text, may be one, or is none. */
function textOf(argument: ts.Expression, checker: ts.TypeChecker): 'text' | 'perhaps' | 'none' {
  const type = checker.getTypeAtLocation(argument);
  // What is missing may be left out of either.
  const missing = ts.TypeFlags.Undefined | ts.TypeFlags.Null;
  const parts = (type.isUnion() ? type.types : [type]).filter(({ flags }) => (flags & missing) === 0);
  const isText = ({ flags }: ts.Type): boolean => (flags & ts.TypeFlags.StringLike) !== 0;
  if (parts.length > 0 && parts.every(isText)) return 'text';
  return parts.some((each) => isText(each) || (each.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0)
    ? 'perhaps'
    : 'none';
}

/** Options in place of the text that stands where they may, which is one of them by the name `text`. */
function aroundText(
  tools: Editing,
  argument: ts.Expression,
  text: string,
  path: string,
  value: string,
): TextEdit[] | undefined {
  if (textOf(argument, tools.project.checker) !== 'text' || path.includes('.')) return undefined;
  const isNamed = ts.isIdentifier(argument) && argument.text === text;
  return [
    tools.insertBefore(argument, isNamed ? '{ ' : `{ ${text}: `),
    tools.insertAfter(argument, `, ${nestedProperty(path, value)} }`),
  ];
}

/**
 * Sets an option of a call: merged into the literal that is there, spread over another value (`{ ...options, timeout: 3000 }`), or as a new
 * argument. Undefined where it cannot be done. `text` is the option that a text in their place stands for.
 */
export function setOption(
  tools: Editing,
  node: Invocation,
  place: OptionsPlace,
  path: string,
  value: string,
  text?: string,
): TextEdit[] | undefined {
  const index = indexOf(place, node, path, tools.project.checker);
  const args = node.arguments;
  if (index === undefined) return undefined;
  const given = args ?? ([] as readonly ts.Expression[]);
  if (given.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
  const isOne = typeof place === 'number' || place === 'last-parameter';
  if (isOne && !takesOption(node, index, path.split('.')[0] ?? path, tools.project.checker)) return undefined;
  const argument = given[index];
  // In front of a callback.
  if (argument && !isOne && place !== 'last' && !ts.isObjectLiteralExpression(argument))
    return [tools.insertBefore(argument, `{ ${nestedProperty(path, value)} }, `)];
  if (argument) {
    if (ts.isObjectLiteralExpression(argument)) return addProperty(tools, argument, path, value);
    if (ts.isIdentifier(argument) && argument.text === 'undefined')
      return [tools.replace(argument, `{ ${nestedProperty(path, value)} }`)];
    const kind = textOf(argument, tools.project.checker);
    if (text !== undefined && kind !== 'none') return aroundText(tools, argument, text, path, value);
    if (kind === 'text') return undefined;
    if (path.includes('.') || !(ts.isIdentifier(argument) || ts.isPropertyAccessExpression(argument))) return undefined;
    return [tools.insertBefore(argument, '{ ...'), tools.insertAfter(argument, `, ${nestedProperty(path, value)} }`)];
  }
  const missing = Array.from({ length: index - given.length }, () => 'undefined');
  const added = [...missing, `{ ${nestedProperty(path, value)} }`].join(', ');
  const last = given.at(-1);
  if (args && last) return addArgument(tools, args, last, added);
  if (!args) return [tools.insertAfter(node, `(${added})`)];
  const at = node.getEnd() - 1;
  return [tools.edit({ start: at, end: at }, added, node.getSourceFile())];
}
