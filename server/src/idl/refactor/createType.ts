import type { Localized, TextEdit } from '../../core/finding';
import { fieldIndent } from '../edit/addField';
import { lineEndOf, startWithComments } from '../edit/lines';
import { definitionOf, type IdlFile } from '../model/file';
import type { Definition, Method, Service, Type } from '../model/tree';
import { isVoid, topTypesIn, typesIn } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { isNameTaken } from '../resolve/rename';
import type { Scope } from '../resolve/scope';
import { tokenize } from '../syntax/lexer';
import { toPascalCase } from '../vocabulary/naming';
import type { Refactoring } from './refactoring';

const titles = {
  one: { en: 'Create {what} "{name}"', zh: '创建 {what}“{name}”' },
  several: { en: 'Create {names}', zh: '创建 {names}' },
  response: {
    en: 'Create "{name}" and return it (changes the wire and the signature)',
    zh: '创建“{name}”并作为返回值（会改变线上格式与方法签名）',
  },
} satisfies Record<string, Localized>;

/** A type that is named but defined nowhere, with the file in which it belongs. */
interface Missing {
  /** As written, prefix and all. */
  readonly written: string;
  readonly name: string;
  readonly keyword: 'struct' | 'exception';
  readonly home: IdlFile;
}

function missingIn(scope: Scope, project: IdlProject, type: Type, keyword: Missing['keyword']): Missing[] {
  const found: Missing[] = [];
  for (const each of typesIn(type)) {
    if (each.kind !== 'NamedType') continue;
    const written = each.name.text;
    const resolution = scope.type(written);
    if (resolution.kind !== 'unknown') continue;
    const { include } = resolution;
    const name = include ? written.slice(include.alias.length + 1) : written;
    const home = include ? include.file : scope.file;
    const [token, ...others] = tokenize(name).tokens;
    const isName = token?.kind === 'identifier' && others.length === 0 && !name.includes('.');
    if (!home || !isName || isNameTaken(project, home, name)) continue;
    // A file that lies outside of the workspace is somebody else's.
    if (home !== scope.file && (project.relativePath(home.uri) === undefined || home.document.fbthrift)) continue;
    found.push({ written, name, keyword, home });
  }
  return found;
}

function textOf(file: IdlFile, { keyword, name }: Pick<Missing, 'keyword' | 'name'>): string {
  const eol = lineEndOf(file);
  const body = keyword === 'exception' ? `${fieldIndent(file)}1: required string message${eol}` : '';
  return `${keyword} ${name} {${eol}${body}}${eol}`;
}

/** Puts new definitions before `user`, or, in another file, at its end. One edit a file. */
function define(user: Definition, scope: Scope, missing: readonly Missing[]): TextEdit[] {
  const homes = [...new Set(missing.map(({ home }) => home))];
  return homes.map((home): TextEdit => {
    const eol = lineEndOf(home);
    const texts = missing.filter((each) => each.home === home).map((each) => textOf(home, each));
    if (home === scope.file) {
      const at = startWithComments(home, user);
      return { uri: home.uri, range: { start: at, end: at }, newText: texts.map((text) => text + eol).join('') };
    }
    const at = home.text.length;
    const before = home.text === '' ? '' : home.text.endsWith('\n') ? eol : eol + eol;
    return { uri: home.uri, range: { start: at, end: at }, newText: before + texts.join(eol) };
  });
}

function refactoring(user: Definition, scope: Scope, missing: readonly Missing[]): Refactoring {
  const [first] = missing;
  const isOne = missing.length === 1 && first;
  return {
    kind: 'rewrite',
    title: isOne ? titles.one : titles.several,
    data: isOne
      ? { what: first.keyword, name: first.written }
      : { names: missing.map(({ written }) => `"${written}"`).join(', ') },
    applicability: 'suggested',
    edits: define(user, scope, missing),
  };
}

function distinct(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((each) => [each.written, each])).values()];
}

/** What a method names and nobody has defined: request, response, exceptions. */
function missingOfMethod(scope: Scope, project: IdlProject, method: Method): Missing[] {
  return distinct([
    ...method.arguments.flatMap(({ type }) => missingIn(scope, project, type, 'struct')),
    ...(isVoid(method.returns) ? [] : missingIn(scope, project, method.returns, 'struct')),
    ...(method.throws?.fields ?? []).flatMap(({ type }) => missingIn(scope, project, type, 'exception')),
  ]);
}

/** Creates everything that the method names and nobody has defined. */
export function createMissing(scope: Scope, project: IdlProject, method: Method): Refactoring | undefined {
  const missing = missingOfMethod(scope, project, method);
  return missing.length > 0 ? refactoring(definitionOf(method), scope, missing) : undefined;
}

/** Creates the type that is named at `offset` and defined nowhere: an exception in a throws clause, a struct elsewhere. */
export function createNamed(
  scope: Scope,
  project: IdlProject,
  definition: Definition,
  offset: number,
): Refactoring | undefined {
  const { file } = scope;
  for (const top of topTypesIn(definition)) {
    const { start, end } = file.rangeOf(top);
    if (offset < start || offset > end) continue;
    for (const type of typesIn(top)) {
      if (type.kind !== 'NamedType') continue;
      const range = file.rangeOf(type.name);
      if (offset < range.start || offset > range.end) continue;
      const isThrown = top.parent?.kind === 'Field' && top.parent.parent?.kind === 'Throws';
      const missing = missingIn(scope, project, type, isThrown ? 'exception' : 'struct');
      return missing.length > 0 ? refactoring(definition, scope, missing) : undefined;
    }
  }
  return undefined;
}

/** Gives a method that returns nothing a response of its own. */
export function createResponse(
  scope: Scope,
  project: IdlProject,
  service: Service,
  method: Method,
): Refactoring | undefined {
  const { file } = scope;
  const name = `${toPascalCase(method.name.text)}Response`;
  if (!isVoid(method.returns) || method.oneway || isNameTaken(project, file, name)) return undefined;
  const missing: Missing = { written: name, name, keyword: 'struct', home: file };
  return {
    kind: 'rewrite',
    title: titles.response,
    data: { name },
    applicability: 'suggested',
    edits: [
      ...define(service, scope, [missing]),
      { uri: file.uri, range: file.rangeOf({ in: service, span: method.returns.span }), newText: name },
    ],
  };
}
