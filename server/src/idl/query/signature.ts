import type { Locale } from '../../core/finding';
import type { TextRange } from '../../core/range';
import { cursorAt } from '../complete/cursor';
import { idsOf, nextFreeId } from '../model/fieldIds';
import type { IdlFile } from '../model/file';
import type { Field, Method, Service } from '../model/tree';
import { isVoid } from '../model/walk';
import type { IdlProject } from '../resolve/project';
import { tokenize } from '../syntax/lexer';
import { type Block, describeSymbol } from './describe';
import { printField, printType } from './print';
import { definitionAt } from './spot';
import { type IdlSymbol, memberSymbol, typesOf } from './symbol';

/** An argument or exception of a method whose signature is shown. */
export interface SignatureParameter {
  /** Where it stands in the label. */
  readonly span: TextRange;
  /** What is to be said of it and its type; empty for one that is being written. */
  readonly blocks: readonly Block[];
}

/** The method that is being written at a place, on one line. */
export interface Signature {
  readonly label: string;
  readonly blocks: readonly Block[];
  /** The arguments, then the exceptions. */
  readonly parameters: readonly SignatureParameter[];
  /** The parameter at the place. */
  readonly active: number;
  /** Whether there is nothing in it but what is being written. */
  readonly isEmpty: boolean;
}

export interface SignatureOptions {
  readonly project: IdlProject;
  readonly locale: Locale;
}

/** A list with the place in it; offsets count from the chunk's start. */
interface List {
  readonly fields: readonly Field[];
  /** Between the brackets. */
  readonly inner: TextRange;
}

/** A field, or the one that is being written. */
type Part = Field | { readonly kind: 'draft'; readonly id: string };

/** What stands between the brackets of `list`; with the blanks behind it where it was not closed. */
function inside(list: TextRange, text: string): TextRange {
  const start = list.start + 1;
  if (list.end > start && text[list.end - 1] === ')') return { start, end: list.end - 1 };
  let { end } = list;
  while (/\s/.test(text[end] ?? '')) end++;
  return { start, end };
}

/** The list of the method in which `at` stands. */
function listAt({ arguments: args, argumentsSpan, throws }: Method, text: string, at: number): List | undefined {
  const holds = ({ start, end }: TextRange) => start <= at && at <= end;
  const first = inside(argumentsSpan, text);
  if (holds(first)) return { fields: args, inner: first };
  if (!throws) return undefined;
  const open = text.indexOf('(', throws.span.start + 'throws'.length);
  const second = inside({ start: open, end: throws.span.end }, text);
  return open !== -1 && open < throws.span.end && holds(second) ? { fields: throws.fields, inner: second } : undefined;
}

const isBlank = (text: string): boolean => tokenize(text).tokens.length === 0;

/** The id of the field that is being written in `gap`, or the one that it should get. */
function draftId(gap: string, fields: readonly Field[]): string {
  const [id, colon] = tokenize(gap).tokens;
  if (id?.kind === 'integer' && colon?.text === ':') return id.text;
  return `${nextFreeId(idsOf(fields)) ?? ''}`;
}

/** The parts of a list, with the one at `at`: what was written there, or what is being written. */
function partsAt({ fields, inner }: List, text: string, at: number): { parts: readonly Part[]; active: number } {
  const written: readonly Part[] = fields;
  const draft = (start: number, end: number): Part => ({ kind: 'draft', id: draftId(text.slice(start, end), fields) });
  let from = inner.start;
  for (const [i, field] of fields.entries()) {
    const end = field.separator?.span.end ?? field.span.end;
    if (at < field.span.start) {
      if (isBlank(text.slice(from, field.span.start))) return { parts: fields, active: i };
      return { parts: written.toSpliced(i, 0, draft(from, field.span.start)), active: i };
    }
    const isBehind = field.separator ? at >= end : at > end && !/^[ \t]*$/.test(text.slice(end, at));
    if (!isBehind) return { parts: fields, active: i };
    from = end;
  }
  return { parts: [...written, draft(from, inner.end)], active: fields.length };
}

function printPart(part: Part): string {
  if (part.kind === 'draft') return part.id === '' ? '…' : `${part.id}: …`;
  return printField({ ...part, annotations: undefined });
}

function describePart(part: Part, file: IdlFile, options: SignatureOptions): readonly Block[] {
  const symbol = part.kind === 'draft' ? undefined : memberSymbol(file, part);
  if (!symbol) return [];
  const of = (each: IdlSymbol) => describeSymbol(each, file, { ...options, countUses: false });
  // The declaration itself stands in the label.
  const own = of(symbol).slice(1);
  return [...own, ...typesOf(symbol, options.project).slice(0, 1).flatMap(of)];
}

function signatureOf(file: IdlFile, method: Method, list: List, text: string, at: number, options: SignatureOptions) {
  const { parts, active } = partsAt(list, text, at);
  const isThrown = list.fields !== method.arguments;
  const args = isThrown ? method.arguments : parts;
  const thrown = isThrown ? parts : (method.throws?.fields ?? []);
  const parameters: SignatureParameter[] = [];
  let label = `${method.oneway ? `${method.oneway.text} ` : ''}`;
  label += `${isVoid(method.returns) ? 'void' : printType(method.returns)} ${method.name.text}(`;
  const add = (all: readonly Part[]): void => {
    for (const [i, part] of all.entries()) {
      if (i > 0) label += ', ';
      const start = label.length;
      label += printPart(part);
      parameters.push({ span: { start, end: label.length }, blocks: describePart(part, file, options) });
    }
    label += ')';
  };
  add(args);
  if (thrown.length > 0) {
    label += ' throws (';
    add(thrown);
  }
  const symbol = memberSymbol(file, method);
  const blocks = symbol ? describeSymbol(symbol, file, { ...options, countUses: false }).slice(1) : [];
  const isEmpty = parameters.length === 1 && parts[active]?.kind === 'draft';
  return { label, blocks, parameters, active: active + (isThrown ? args.length : 0), isEmpty };
}

function methodAt({ methods }: Service, at: number): Method | undefined {
  return methods.findLast(({ span }) => span.start <= at);
}

/**
 * The signature of the method in whose arguments or exceptions `offset` stands; undefined elsewhere, and in what is not about the
 * signature: annotations, comments, strings.
 */
export function signatureAt(file: IdlFile, offset: number, options: SignatureOptions): Signature | undefined {
  const place = definitionAt(file, offset);
  if (place?.definition.kind !== 'Service') return undefined;
  const { definition, start } = place;
  const at = offset - start;
  const method = methodAt(definition, at);
  const text = file.text.slice(start, start + (file.chunkOf(definition)?.length ?? 0));
  const list = method && listAt(method, text, at);
  if (!list) return undefined;
  const cursor = cursorAt(file, offset);
  const isAside = cursor.place.kind === 'annotation-key' || cursor.place.kind === 'annotation-value';
  if (isAside || cursor.comment || cursor.string) return undefined;
  return signatureOf(file, method, list, text, at, options);
}
