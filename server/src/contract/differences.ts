import type { Localized } from '../core/finding';
import type { Link } from './contract';
import type { TypesLink } from './generatedTypes';
import type { Generator } from './generators';
import type { IdlEnum, IdlField, IdlMethod, IdlStruct, IdlSummary } from './idl';
import type { Written, WrittenField } from './written';

/** What is told of one generated file; the rest is counted. */
const maxTold = 8;

/** What the code has no more, has still, or has in another way. */
export type Difference =
  | { readonly kind: 'lacks' | 'still'; readonly name: string }
  | { readonly kind: 'other'; readonly text: Localized };

function lacks(name: string): Difference {
  return { kind: 'lacks', name };
}

function still(name: string): Difference {
  return { kind: 'still', name };
}

function other(en: string, zh: string): Difference {
  return { kind: 'other', text: { en, zh } };
}

/** What differs in one sentence without a period, what is missing first; undefined when nothing does. */
export function sentenceOf(differences: readonly Difference[]): Localized | undefined {
  if (differences.length === 0) return undefined;
  const order = ['lacks', 'still', 'other'] as const;
  const sorted = order.flatMap((kind) => differences.filter((each) => each.kind === kind));
  const told = sorted.slice(0, maxTold);
  const names = (kind: 'lacks' | 'still') => told.flatMap((each) => (each.kind === kind ? each.name : []));
  const [gone, left, more] = [names('lacks'), names('still'), sorted.length - told.length];
  const others = told.flatMap((each) => (each.kind === 'other' ? each.text : []));
  return {
    en: [
      ...(gone.length > 0 ? [`it lacks ${gone.join(', ')}`] : []),
      ...(left.length > 0 ? [`it still has ${left.join(', ')}`] : []),
      ...others.map(({ en }) => en),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('; '),
    zh: [
      ...(gone.length > 0 ? [`缺少 ${gone.join('、')}`] : []),
      ...(left.length > 0 ? [`仍有 ${left.join('、')}`] : []),
      ...others.map(({ zh }) => zh),
      ...(more > 0 ? [`另有 ${more} 处`] : []),
    ].join('；'),
  };
}

/** Whether code that has this name for a struct surely means one of that name. */
export type MeansStruct = (name: string) => boolean;

/** Apache's generator writes the names of structs; CreditKarma's the name in the field's type, which may be a typedef's. */
export function meansStruct(generator: Generator, { types }: IdlSummary): MeansStruct {
  if (generator === 'apache') return () => true;
  const structs = new Set(types.flatMap((each) => each.structs.map(({ name }) => name)));
  const typedefs = new Set(types.flatMap((each) => each.typedefs));
  return (name) => structs.has(name) && !typedefs.has(name);
}

/** How what goes over the wire under one id differs; undefined where it does not, and where code or IDL do not tell. */
function typeDifference(path: string, now: IdlField, there: WrittenField, means: MeansStruct): Difference | undefined {
  if (now.wire === undefined || there.wire === undefined) return undefined;
  if (now.wire !== there.wire) return other(`${path} has another type`, `${path} 的类型不同`);
  const names = otherStruct(now, there, means);
  return (
    names && other(`${path} holds ${names.there}, not ${names.now}`, `${path} 是 ${names.there} 而不是 ${names.now}`)
  );
}

/** The first struct in a type that is another one there; undefined where none is, and where code or IDL do not tell. */
function otherStruct(
  now: IdlField | undefined,
  there: WrittenField | undefined,
  means: MeansStruct,
): { readonly now: string; readonly there: string } | undefined {
  const [wanted, read] = [now?.structs, there?.structs];
  if (!wanted || !read || wanted.length !== read.length) return undefined;
  for (const [i, name] of wanted.entries()) {
    const before = read[i];
    if (before !== undefined && before !== name && means(before)) return { now: name, there: before };
  }
  return undefined;
}

/** Fields under one id are one field for whoever reads them. What code or IDL do not tell is not held against the other. */
function fieldDifferences(
  of: string,
  fields: readonly IdlField[],
  written: readonly WrittenField[],
  means: MeansStruct,
): Difference[] {
  const found: Difference[] = [];
  for (const field of fields) {
    const { name } = field;
    const same = written.find((each) => each.name === name);
    const path = `${of}.${name}`;
    if (!same) {
      found.push(lacks(path));
      continue;
    }
    if (field.id !== undefined && same.id !== undefined && field.id !== same.id)
      found.push(
        other(`${path} has the id ${same.id}, not ${field.id}`, `${path} 的 ID 是 ${same.id} 而不是 ${field.id}`),
      );
    else {
      const difference = typeDifference(path, field, same, means);
      if (difference) found.push(difference);
    }
    if (same.required === false && field.presence === 'required')
      found.push(other(`${path} is not required there`, `${path} 在其中不是 required`));
    if (same.required === true && (field.presence === 'optional' || field.presence === 'plain'))
      found.push(other(`${path} is still required there`, `${path} 在其中仍是 required`));
  }
  for (const { name } of written) if (!fields.some((each) => each.name === name)) found.push(still(`${of}.${name}`));
  return found;
}

function enumDifferences({ name: of, values }: IdlEnum, written: ReadonlyMap<string, number>): Difference[] {
  const found: Difference[] = [];
  for (const { name, value } of values) {
    const there = written.get(name);
    if (there === undefined) found.push(lacks(`${of}.${name}`));
    else if (there !== value)
      found.push(other(`${of}.${name} is ${there}, not ${value}`, `${of}.${name} 是 ${there} 而不是 ${value}`));
  }
  for (const name of written.keys()) if (!values.some((each) => each.name === name)) found.push(still(`${of}.${name}`));
  return found;
}

/** The one of this name; undefined where there are two. */
function only<T extends { readonly name: string }>(all: readonly T[], name: string): T | undefined {
  const found = all.filter((each) => each.name === name);
  return found.length === 1 ? found[0] : undefined;
}

/** How generated code of types differs from the IDL that it was made from. */
export function typeDifferences({ written, idl, whole }: TypesLink, means: MeansStruct): readonly Difference[] {
  const found: Difference[] = [];
  const isKnown = (name: string, declared: readonly (IdlStruct | IdlEnum)[]) =>
    declared.some((each) => each.name === name);
  for (const [name, fields] of written.structs) {
    const struct = only(idl.structs, name);
    if (struct) found.push(...fieldDifferences(name, struct.fields, fields, means));
    else if (whole && idl.complete && !isKnown(name, idl.structs)) found.push(still(name));
  }
  for (const [name, values] of written.enums) {
    const declared = only(idl.enums, name);
    if (declared) found.push(...enumDifferences(declared, values));
  }
  if (!whole) return found;
  const lacking = [
    ...idl.structs.filter(({ name }) => !written.structs.has(name)),
    ...idl.enums.filter(({ name }) => !written.enums.has(name)),
  ].filter(({ name }) => !written.text.includes(name));
  return [...lacking.map(({ name }) => lacks(name)), ...found];
}

/** The structs that carry a method's arguments and answer, under the names that generators give them. */
function carried(service: string, method: string, written: Written) {
  const pascal = method.charAt(0).toUpperCase() + method.slice(1);
  const find = (ending: string): readonly WrittenField[] | undefined =>
    written.structs.get(`${service}_${method}_${ending.toLowerCase()}`) ??
    written.structs.get(`${pascal}__${ending}`) ??
    written.structs.get(`${pascal}${ending}`);
  return { takes: find('Args'), gives: find('Result') };
}

/** Arguments by what goes over the wire alone: their names are the caller's own. */
function argumentDifferences(
  { name: of, takes }: IdlMethod,
  written: readonly WrittenField[],
  means: MeansStruct,
): Difference[] {
  return takes.flatMap((field, i): Difference[] => {
    const there = written[i];
    const path = `${of}.${field.name}`;
    if (!there || field.id === undefined || there.id === undefined) return [];
    if (there.id !== field.id)
      return [
        other(`${path} has the id ${there.id}, not ${field.id}`, `${path} 的 ID 是 ${there.id} 而不是 ${field.id}`),
      ];
    const difference = typeDifference(path, field, there, means);
    return difference ? [difference] : [];
  });
}

function answerDifferences(method: IdlMethod, written: readonly WrittenField[], means: MeansStruct): Difference[] {
  const { name, gives, throws, isVoid, oneway } = method;
  if (oneway || gives.some(({ id }) => id === undefined)) return [];
  const there = new Map(written.map((each) => [each.id, each]));
  const found: Difference[] = [];
  const result = gives.find(({ id }) => id === 0);
  const before = there.get(0);
  const isOther =
    (result === undefined) !== (before === undefined) ||
    (result?.wire !== undefined && before?.wire !== undefined && result.wire !== before.wire);
  if (isOther) found.push(other(`${name} returns another type`, `${name} 的返回类型不同`));
  else {
    const names = otherStruct(result, before, means);
    if (names)
      found.push(
        other(`${name} returns ${names.there}, not ${names.now}`, `${name} 返回 ${names.there} 而不是 ${names.now}`),
      );
  }
  const exceptions = isVoid ? gives : gives.slice(1);
  for (const [i, exception] of exceptions.entries()) {
    const same = there.get(exception.id);
    const names = otherStruct(exception, same, means);
    if (!same) found.push(other(`${name} does not know ${throws[i]}`, `${name} 不认识 ${throws[i]}`));
    else if (names)
      found.push(
        other(`${name} throws ${names.there}, not ${names.now}`, `${name} 抛出 ${names.there} 而不是 ${names.now}`),
      );
  }
  for (const each of written)
    if (each.id !== 0 && !exceptions.some(({ id }) => id === each.id))
      found.push(other(`${name} still throws ${each.name}`, `${name} 仍会抛出 ${each.name}`));
  return found;
}

/** How generated code of a service differs from the service as it is now. `written`: what its file writes. */
export function serviceDifferences(
  { generated, service, methods }: Link,
  written: Written,
  means: MeansStruct,
): readonly Difference[] {
  const found: Difference[] = [
    ...service.methods.filter(({ name }) => !generated.methods.has(name)).map(({ name }) => lacks(name)),
    ...[...generated.methods.keys()].filter((name) => !methods.has(name)).map(still),
  ];
  for (const method of service.methods) {
    const { name } = method;
    const count = generated.methods.get(name)?.parameters;
    if (!generated.methods.has(name)) continue;
    const { takes, gives } = carried(service.name, name, written);
    if (count !== undefined && count !== method.arguments.length)
      found.push(other(`${name} has another number of arguments`, `${name} 的参数个数不同`));
    else if (takes?.length === method.takes.length) found.push(...argumentDifferences(method, takes, means));
    if (gives) found.push(...answerDifferences(method, gives, means));
    const call = written.calls.get(name);
    if (method.oneway && call === 'answered')
      found.push(other(`${name} is not oneway there`, `${name} 在其中不是 oneway`));
    if (!method.oneway && call === 'oneway')
      found.push(other(`${name} is still oneway there`, `${name} 在其中仍是 oneway`));
  }
  return found;
}
