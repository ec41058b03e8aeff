import { type Locale, type Localized, localize } from '../../core/finding';
import type { TextRange } from '../../core/range';
import { enumValuesOf } from '../model/enumValues';
import { type IdlFile, programName } from '../model/file';
import type {
  Annotation,
  CppInclude,
  Definition,
  Enum,
  EnumItem,
  Field,
  Method,
  Namespace,
  Service,
  Type,
} from '../model/tree';
import { isVoid } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { createScope } from '../resolve/scope';
import { annotationFact } from '../vocabulary/annotationFacts';
import { docOf } from './docComment';
import { madeUpIds, typedefChain } from './effective';
import { baseTypeTexts, hoverTexts } from './hoverTexts';
import { printDefinition, printField, printItem, printMethod } from './print';
import { definitionAt, type Spot, spotAt } from './spot';
import { type IdlSymbol, symbolOf } from './symbol';
import { usageOf } from './usage';

/** A part of what is said of a place. `code` is Thrift, `doc` the author's own words, `text` ours; the last two are Markdown. */
export interface Block {
  readonly kind: 'code' | 'doc' | 'text';
  readonly text: string;
}

export interface Description {
  readonly range: TextRange;
  readonly blocks: readonly Block[];
}

export interface DescribeOptions {
  readonly project: IdlProject;
  readonly locale: Locale;
  /** Whether all files of the workspace are known, so that uses can be counted. */
  readonly countUses: boolean;
}

type Say = (key: keyof typeof hoverTexts, data?: Readonly<Record<string, string | number>>) => string;

interface Context extends DescribeOptions {
  readonly file: IdlFile;
  readonly say: Say;
}

function requirednessText(field: Field, symbol: IdlSymbol): keyof typeof hoverTexts | undefined {
  if (symbol.kind !== 'field') return undefined;
  if (symbol.owner.kind === 'Union') return 'unionMember';
  return field.requiredness?.text ?? 'neither';
}

function typedefText(type: Type, file: IdlFile, { project, say }: Context): string[] {
  if (type.kind !== 'NamedType') return [];
  const chain = typedefChain(type, createScope(file, project), project);
  if (chain.length === 0) return [];
  const steps = chain.map((each) => `\`${each}\``).join(say('further'));
  return [say('typedef', { name: type.name.text, chain: steps })];
}

function fieldTexts(field: Field, symbol: IdlSymbol, list: readonly Field[], context: Context): string[] {
  const { say } = context;
  const texts: string[] = [];
  if (!field.id) {
    const { apache, thriftgo } = madeUpIds(list, field);
    texts.push(say('madeUpId', { apache: `${apache}`, thriftgo: `${thriftgo}` }));
  }
  const meaning = requirednessText(field, symbol);
  if (meaning) texts.push(say(meaning));
  return [...texts, ...typedefText(field.type, symbol.file, context)];
}

function valueOfItem(owner: Enum, item: EnumItem): bigint {
  for (const each of enumValuesOf(owner)) if (each.item === item) return each.value;
  return 0n;
}

function itemTexts(owner: Enum, item: EnumItem, { say }: Context): string[] {
  const value = `${valueOfItem(owner, item)}`;
  if (!item.value) return [say('countedValue', { value })];
  return item.value.text === value ? [] : [say('value', { value })];
}

const maxCounted = 12;

function enumTexts(definition: Enum, { say }: Context): string[] {
  const counted = [...enumValuesOf(definition)].filter(({ item }) => !item.value);
  if (counted.length === 0) return [];
  const shown = counted.slice(0, maxCounted).map(({ item, value }) => `\`${item.name.text} = ${value}\``);
  return [say('countedValues', { values: [...shown, ...(shown.length < counted.length ? ['...'] : [])].join(', ') })];
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.trim() ?? '';
}

/** The exceptions that a method declares, one a line, with what their comments begin with. */
function throwsTexts(method: Method, file: IdlFile, { project, say }: Context): string[] {
  if (method.oneway) return [say('oneway')];
  const thrown = method.throws?.fields ?? [];
  if (thrown.length === 0) return [say('throwsNothing')];
  const scope = createScope(file, project);
  const lines = thrown.map(({ type }) => {
    const name = type.kind === 'NamedType' ? type.name.text : '';
    const found = scope.type(name);
    const doc = found.kind === 'found' ? firstLine(docOf(found.file, found.definition)) : '';
    return `- \`${name}\`${doc === '' ? '' : `: ${doc}`}`;
  });
  return [`${say('throws')}\n${lines.join('\n')}`];
}

const maxAncestors = 32;

function inheritedTexts(service: Service, file: IdlFile, { project, say }: Context): string[] {
  const names: string[] = [];
  let count = 0;
  let at = { file, service };
  while (at.service.extends && names.length < maxAncestors) {
    const found = createScope(at.file, project).service(at.service.extends.text);
    if (found.kind !== 'found' || found.definition === service) break;
    names.push(`\`${at.service.extends.text}\``);
    count += found.definition.methods.length;
    at = { file: found.file, service: found.definition };
  }
  return names.length === 0 ? [] : [say('inherits', { count, services: names.join(say('between')) })];
}

/** What is printed of a symbol, and what is said of it below its comment. */
function partsOf(symbol: IdlSymbol, context: Context): { readonly code: string; readonly texts: readonly string[] } {
  const { file, node } = symbol;
  switch (symbol.kind) {
    case 'definition': {
      const { node: definition } = symbol;
      if (definition.kind === 'Enum')
        return { code: printDefinition(definition), texts: enumTexts(definition, context) };
      if (definition.kind === 'Service')
        return { code: printDefinition(definition), texts: inheritedTexts(definition, file, context) };
      const aliased = definition.kind === 'Typedef' || definition.kind === 'Const';
      return {
        code: printDefinition(definition),
        texts: aliased ? typedefText(definition.type, file, context) : [],
      };
    }
    case 'field': {
      const { owner } = symbol;
      const texts = fieldTexts(symbol.node, symbol, owner.fields, context);
      return { code: `// ${owner.keyword.text} ${owner.name.text}\n${printField(symbol.node)}`, texts };
    }
    case 'parameter': {
      const { owner } = symbol;
      const isThrown = node.parent?.kind === 'Throws';
      const list = isThrown ? (owner.throws?.fields ?? []) : owner.arguments;
      const texts = fieldTexts(symbol.node, symbol, list, context);
      return { code: `// ${owner.name.text}(${isThrown ? ') throws (' : ''}...)\n${printField(symbol.node)}`, texts };
    }
    case 'item': {
      const { owner } = symbol;
      return {
        code: `// enum ${owner.name.text}\n${printItem(symbol.node)}`,
        texts: itemTexts(owner, symbol.node, context),
      };
    }
    case 'method': {
      const { owner } = symbol;
      const result = symbol.node.returns;
      const texts = [
        ...throwsTexts(symbol.node, file, context),
        ...(isVoid(result) ? [] : typedefText(result, file, context)),
      ];
      return { code: `// service ${owner.name.text}\n${printMethod(symbol.node)}`, texts };
    }
    case 'include':
      return { code: `include ${symbol.node.path.text}`, texts: includeTexts(symbol, context) };
  }
}

function includeTexts(symbol: Extract<IdlSymbol, { kind: 'include' }>, { project, say }: Context): string[] {
  const path = symbol.node.path.value;
  const target = project.resolveInclude(symbol.file.uri, path);
  if (target.kind === 'missing') return [say('includeMissing')];
  if (target.kind === 'outside') return [say('includeOutside')];
  const where = project.relativePath(target.uri) ?? target.uri;
  const namespaces = symbol.target?.namespaces.map((each) => `\`${nameOfNamespace(each)}\``) ?? [];
  const texts = [say('includeOf', { path: where, alias: programName(path) })];
  return namespaces.length === 0 ? texts : [...texts, namespaces.join(' ')];
}

function nameOfNamespace({ scope, keyword, name }: Namespace): string {
  const text = name.kind === 'Identifier' ? name.text : name.value;
  return scope ? `namespace ${scope.text} ${text}` : `${keyword.text} ${text}`;
}

const dotted: Readonly<Record<string, string>> = {
  java: 'Java',
  javame: 'Java ME',
  py: 'Python',
  kotlin: 'Kotlin',
  scala: 'Scala',
};

function namespaceTexts({ scope, name }: Namespace, say: Say): string[] {
  const text = name.kind === 'Identifier' ? name.text : name.value;
  const word = scope?.text ?? '';
  if (word === '*') return [say('namespaceAll')];
  if (word === 'go') {
    const parts = text.split('.');
    return [say('namespaceGo', { last: parts.at(-1) ?? text, folder: parts.join('/') })];
  }
  const language = dotted[word];
  return [language ? say('namespaceDotted', { scope: language, name: text }) : say('namespaceOther', { scope: word })];
}

/** `scope`: of the namespace that the annotation stands behind. */
function annotationBlocks({ key, value }: Annotation, scope: string | undefined, { locale, say }: Context): Block[] {
  const fact = annotationFact(key.text, scope);
  if (!fact) return [];
  return [
    { kind: 'code', text: value ? `${key.text} = ${value.text}` : key.text },
    { kind: 'text', text: localize(fact.meaning, locale) },
    { kind: 'text', text: say('readBy', { readers: fact.readers.join(', ') }) },
  ];
}

/** What is said of a symbol, wherever it is named. `from` is the file that asks. */
export function describeSymbol(symbol: IdlSymbol, from: IdlFile, options: DescribeOptions): readonly Block[] {
  const { locale, project } = options;
  const say: Say = (key, data) => localize(hoverTexts[key] as Localized, locale, data);
  const context: Context = { ...options, file: from, say };
  const { code, texts } = partsOf(symbol, context);
  const doc = symbol.kind === 'include' ? '' : docOf(symbol.file, symbol.node);
  const blocks: Block[] = [{ kind: 'code', text: code }];
  if (doc !== '') blocks.push({ kind: 'doc', text: doc });
  for (const text of texts) blocks.push({ kind: 'text', text });
  if (symbol.file.uri !== from.uri && symbol.kind !== 'include') {
    const path = project.relativePath(symbol.file.uri) ?? symbol.file.uri;
    blocks.push({ kind: 'text', text: say('declaredIn', { path }) });
  }
  const used = options.countUses ? usageOf(symbol, from, project, say) : undefined;
  if (used !== undefined) blocks.push({ kind: 'text', text: used });
  return blocks;
}

function keywordText(spot: Extract<Spot, { role: 'keyword' }>): keyof typeof hoverTexts {
  const { keyword } = spot;
  return keyword.text === 'required' || keyword.text === 'optional' ? keyword.text : 'oneway';
}

function blocksOf(spot: Spot, definition: Definition | undefined, context: Context): readonly Block[] {
  const { say, locale } = context;
  switch (spot.role) {
    case 'annotation-key':
    case 'annotation-value':
      return annotationBlocks(
        spot.node,
        definition?.kind === 'Namespace' ? (definition.scope?.text ?? '') : undefined,
        context,
      );
    case 'namespace':
      return [{ kind: 'code', text: nameOfNamespace(spot.node) }, ...namespaceTexts(spot.node, say).map(asText)];
    case 'base-type': {
      const { name } = spot.node;
      return [{ kind: 'code', text: name }, asText(localize(baseTypeTexts[name], locale))];
    }
    case 'keyword':
      return [asText(say(keywordText(spot)))];
    case 'include':
      return spot.node.kind === 'CppInclude' ? cppIncludeBlocks(spot.node, say) : [];
    default:
      return [];
  }
}

function asText(text: string): Block {
  return { kind: 'text', text };
}

function cppIncludeBlocks(node: CppInclude, say: Say): Block[] {
  return [{ kind: 'code', text: `cpp_include ${node.path.text}` }, asText(say('cppInclude'))];
}

/** What there is to say of a place in a file; undefined where there is nothing. */
export function describeAt(file: IdlFile, offset: number, options: DescribeOptions): Description | undefined {
  const spot = spotAt(file, offset);
  if (!spot) return undefined;
  const found = symbolOf(file, spot, offset, options.project);
  if (found) return { range: found.range, blocks: describeSymbol(found.symbol, file, options) };
  const say: Say = (key, data) => localize(hoverTexts[key] as Localized, options.locale, data);
  const blocks = blocksOf(spot, definitionAt(file, offset)?.definition, { ...options, file, say });
  return blocks.length === 0 ? undefined : { range: spot.range, blocks };
}
