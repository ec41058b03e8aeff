import type { IdlService, IdlSummary, IdlTypes } from './idl';

/** Numbers for what services and files say, the same for the same. */
interface Numbers {
  readonly byText: Map<string, number>;
  readonly ofService: Map<IdlService, number>;
  readonly ofFile: Map<string, number>;
  readonly types: ReadonlyMap<string, IdlTypes>;
}

const known = new WeakMap<IdlSummary, Numbers>();

function numbersOf(idl: IdlSummary): Numbers {
  let numbers = known.get(idl);
  if (!numbers) {
    const types = new Map(idl.types.map((each) => [each.uri, each]));
    numbers = { byText: new Map(), ofService: new Map(), ofFile: new Map(), types };
    known.set(idl, numbers);
  }
  return numbers;
}

function numberOf(said: unknown, { byText }: Numbers): number {
  const text = JSON.stringify(said);
  const number = byText.get(text) ?? byText.size + 1;
  byText.set(text, number);
  return number;
}

/** What a file says, and those that it includes; 0 for one that is unknown, or that includes itself. */
function ofFile(uri: string, numbers: Numbers): number {
  const found = numbers.ofFile.get(uri);
  if (found !== undefined) return found;
  numbers.ofFile.set(uri, 0);
  const types = numbers.types.get(uri);
  if (!types) return 0;
  const number = numberOf(
    { ...types, uri: '', includes: types.includes.map((each) => ofFile(each, numbers)) },
    numbers,
  );
  numbers.ofFile.set(uri, number);
  return number;
}

function ofService(service: IdlService, idl: IdlSummary): number {
  const numbers = numbersOf(idl);
  const found = numbers.ofService.get(service);
  if (found !== undefined) return found;
  numbers.ofService.set(service, 0);
  const { base } = service;
  const above =
    base === undefined || base === 'unknown'
      ? undefined
      : idl.services.find(({ uri, name }) => uri === base.uri && name === base.name);
  const number = numberOf(
    { ...service, base: above ? ofService(above, idl) : base, uri: ofFile(service.uri, numbers) },
    numbers,
  );
  numbers.ofService.set(service, number);
  return number;
}

/**
 * Whether services are copies of one: they, all types in their files, and what those include say the same to code, wherever they lie. Then it does not
 * matter which of them generated code was made from. True of a single one.
 */
export function areTwins(services: readonly IdlService[], idl: IdlSummary): boolean {
  const [first, ...others] = services;
  if (!first || others.length === 0) return first !== undefined;
  const number = ofService(first, idl);
  return others.every((each) => ofService(each, idl) === number);
}

/** The service and all copies of it. */
export function twinsOf(service: IdlService, idl: IdlSummary): readonly IdlService[] {
  const named = idl.services.filter(({ name }) => name === service.name);
  return named.length > 1 ? named.filter((each) => areTwins([service, each], idl)) : named;
}
