import { posix } from 'node:path';
import { type CodeLens, CodeLensRequest, ImplementationRequest, type Location } from 'vscode-languageserver/node';
import { type Locale, type Localized, localize } from '../core/finding';
import type { Method, Service } from '../idl/model/tree';
import { type IdlSymbol, symbolAt } from '../idl/query/symbol';
import type { ContractSite, ContractSites } from '../workspace/service/protocol';
import { pathOf } from '../workspace/uris';
import type { Places } from './convert';
import type { Engine } from './engine';
import { fileOf, handler } from './handler';
import { locationOf, offsetIn, rangeIn } from './locations';
import { inTime } from './pause';
import { texts } from './texts';

function enabledFolders({ folders, settingsOf }: Engine): string[] {
  return folders.all().flatMap(({ path }) => (settingsOf(path).enable ? path : []));
}

/** What is known of code anywhere in the workspace. */
function allSites(engine: Engine): Promise<ContractSites> {
  return engine.services.sites(enabledFolders(engine));
}

/** How long lenses wait for the code to be looked through, where they can be asked for again. */
const lensWaitMs = 250;

/** The same, or what is known of it so far. */
async function sitesForLenses(engine: Engine): Promise<{ known: ContractSites; complete: boolean }> {
  return engine.places.features.refreshCodeLenses
    ? engine.services.sitesSoon(enabledFolders(engine), lensWaitMs)
    : { known: await allSites(engine), complete: true };
}

function serviceOfSymbol(symbol: IdlSymbol): Service | undefined {
  if (symbol.kind === 'method') return symbol.owner;
  return symbol.kind === 'definition' && symbol.node.kind === 'Service' ? symbol.node : undefined;
}

function sitesOfSymbol(symbol: IdlSymbol, { sites }: ContractSites): readonly ContractSite[] {
  const service = serviceOfSymbol(symbol);
  if (!service) return [];
  return sites.filter(
    (each) =>
      each.serviceUri === symbol.file.uri &&
      each.service === service.name.text &&
      (symbol.kind !== 'method' || each.method === symbol.node.name.text),
  );
}

/** Says why code is not linked to a service; undefined where nothing stands in the way. */
function rivalsTitle(
  uri: string,
  service: Service,
  { rivals }: ContractSites,
  engine: Engine,
  locale: Locale,
): string | undefined {
  const found = rivals.filter(({ service: name, uris }) => name === service.name.text && uris.includes(uri));
  if (found.length === 0) return undefined;
  const uris = new Set(found.flatMap((each) => each.uris));
  const names = [...uris].map((each) => engine.workspace.relativePath(each) ?? pathOf(each) ?? each);
  return localize(texts.notLinked, locale, { files: names.sort().join(', ') });
}

/** How long a hover waits for the facts of code: it is answered within 50 ms. */
const hoverWaitMs = 40;

/**
 * The facts of the lenses, for a hover over a service or method; undefined when there are none. What is not known yet is looked for, since a client
 * without lenses never asks otherwise; a hover that cannot wait so long has what was true before the last change, or goes
 * without, and the next one has it.
 */
export async function contractFacts(symbol: IdlSymbol, engine: Engine, locale: Locale): Promise<string | undefined> {
  const service = serviceOfSymbol(symbol);
  if (!service) return undefined;
  const all =
    engine.services.knownSites() ?? (await inTime(allSites(engine), hoverWaitMs)) ?? engine.services.lastSites();
  if (!all) return undefined;
  const found = sitesOfSymbol(symbol, all);
  if (found.length === 0) return rivalsTitle(symbol.file.uri, service, all, engine, locale);
  return titlesOf(found, locale)
    .map(({ title }) => title)
    .join('; ');
}

/** Where code calls and answers a method, or the methods of a service; nothing for other symbols, which are not asked about. */
export async function contractSitesOf(symbol: IdlSymbol, engine: Engine): Promise<readonly ContractSite[]> {
  return serviceOfSymbol(symbol) ? sitesOfSymbol(symbol, await allSites(engine)) : [];
}

/** From a method to the functions that answer it; from a service, to those of all its methods. */
export const implementation = handler(
  ImplementationRequest.type,
  async (params, context): Promise<Location[] | null> => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { engine } = context;
    const symbol = symbolAt(asked.file, offsetIn(asked.file, params.position, engine.places), engine.workspace)?.symbol;
    if (!symbol) return null;
    const found = (await contractSitesOf(symbol, engine)).filter(({ kind }) => kind !== 'call');
    return found.map(({ uri, range }) => locationOf(uri, range, engine.places));
  },
  'workspace',
);

/** `3 call sites, 1 without a timeout`. */
function callTitle(calls: readonly ContractSite[], locale: Locale): string {
  const count = calls.length;
  const text = count === 0 ? texts.noCalls : count === 1 ? texts.oneCall : texts.calls;
  const title = localize(text, locale, { count });
  const unbounded = calls.filter((each) => each.unbounded).length;
  return unbounded === 0 ? title : localize(texts.withoutTimeout, locale, { calls: title, count: unbounded });
}

/** `handled in user-handler.ts`. */
function placeTitle(
  sites: readonly ContractSite[],
  [inOne, inMore]: readonly [Localized, Localized],
  locale: Locale,
): string {
  const files = new Set(sites.map(({ uri }) => uri));
  const [only] = files;
  if (files.size !== 1 || only === undefined) return localize(inMore, locale, { count: files.size });
  return localize(inOne, locale, { file: posix.basename(pathOf(only) ?? only) });
}

/**
 * What is told of sites, each with those that it counts: always how often there are calls, unless some may not be found yet, and the rest where there is
 * any.
 */
function titlesOf(
  sites: readonly ContractSite[],
  locale: Locale,
  complete = true,
): readonly { readonly title: string; readonly shown: readonly ContractSite[] }[] {
  const of = (wanted: ContractSite['kind']) => sites.filter(({ kind }) => kind === wanted);
  const [calls, handlers, implementations] = [of('call'), of('handler'), of('implementation')];
  const places = (shown: readonly ContractSite[], words: readonly [Localized, Localized]) =>
    shown.length > 0 ? [{ title: placeTitle(shown, words, locale), shown }] : [];
  return [
    ...(complete || calls.length > 0 ? [{ title: callTitle(calls, locale), shown: calls }] : []),
    ...places(handlers, [texts.handledIn, texts.handledInMore]),
    ...places(implementations, [texts.implementedIn, texts.implementedInMore]),
  ];
}

function lensesAt(
  at: { readonly uri: string; readonly range: CodeLens['range'] },
  sites: readonly ContractSite[],
  complete: boolean,
  locale: Locale,
  places: Places,
): CodeLens[] {
  const lens = (title: string, shown: readonly ContractSite[]): CodeLens => {
    const locations = shown.map(({ uri, range }) => locationOf(uri, range, places));
    const shows = places.features.showPlacesCommand && locations.length > 0;
    const given = [places.clientUri(at.uri), at.range.start, locations];
    return {
      range: at.range,
      command: shows ? { title, command: 'thriftwise.showPlaces', arguments: given } : { title, command: '' },
    };
  };
  return titlesOf(sites, locale, complete).map(({ title, shown }) => lens(title, shown));
}

/**
 * Over each service and method: where code calls it, and where it is answered; over a service that several files describe, that this keeps code from
 * being linked. A client that can be told to ask again has what is known at once. Nothing in a workspace whose code has to do with none of the file's services.
 */
export const codeLens = handler(
  CodeLensRequest.type,
  async (params, context): Promise<CodeLens[] | null> => {
    const asked = fileOf(params, context);
    if (!asked) return null;
    const { file } = asked;
    const services = file.definitions.filter((each): each is Service => each.kind === 'Service');
    if (services.length === 0) return [];
    const { engine, locale } = context;
    const { places } = engine;
    const { known: all, complete } = await sitesForLenses(engine);
    return services.flatMap((service) => {
      const own = all.sites.filter((each) => each.serviceUri === file.uri && each.service === service.name.text);
      const placeOf = (node: Service | Method) => ({
        uri: file.uri,
        range: rangeIn(file.uri, file.rangeOf(node.name), places),
      });
      if (own.length === 0) {
        const title = rivalsTitle(file.uri, service, all, engine, locale);
        return title === undefined ? [] : [{ range: placeOf(service).range, command: { title, command: '' } }];
      }
      return [
        ...lensesAt(placeOf(service), own, complete, locale, places),
        ...service.methods.flatMap((method) => {
          const of = own.filter((each) => each.method === method.name.text);
          return lensesAt(placeOf(method), of, complete, locale, places);
        }),
      ];
    });
  },
  'workspace',
);
