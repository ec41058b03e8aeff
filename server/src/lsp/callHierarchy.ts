import { posix } from 'node:path';
import {
  type CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsRequest,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  SymbolKind,
} from 'vscode-languageserver/node';
import { type IdlSymbol, symbolAt } from '../idl/query/symbol';
import { type Part, usedByPart, usersOfPart } from '../idl/query/uses';
import { isServicePath } from '../workspace/discover';
import type { ContractSite } from '../workspace/service/protocol';
import { pathOf } from '../workspace/uris';
import { contractSitesOf } from './contract';
import type { Engine } from './engine';
import { fileOf, handler } from './handler';
import { hierarchyItem } from './hierarchyItem';
import { offsetIn, rangeIn } from './locations';

/** What an item carries to where it is asked about: the service of a method. */
interface ItemData {
  readonly service: string;
}

function itemOf(part: Part, engine: Engine): CallHierarchyItem {
  const item = hierarchyItem(part, engine);
  if (part.kind === 'definition') return item;
  const service = part.owner.name.text;
  const detail = item.detail === undefined ? service : `${service} · ${item.detail}`;
  return { ...item, detail, data: { service } satisfies ItemData };
}

function partOf(symbol: IdlSymbol | undefined): Part | undefined {
  if (symbol?.kind === 'method') return symbol;
  if (symbol?.kind !== 'definition') return undefined;
  const { file, node } = symbol;
  return node.kind === 'Service' ? undefined : { kind: 'definition', file, node };
}

/** What an item was made of, in the newest version of its file. */
function locatedBy({ uri, name, data }: CallHierarchyItem, { workspace, uriOf }: Engine): Part | undefined {
  // A function of our code is where this hierarchy ends: the code's own language server goes on.
  if (isServicePath(uri)) return undefined;
  const file = workspace.file(uriOf(uri));
  if (!file) return undefined;
  const service: unknown = (data as Partial<ItemData> | undefined)?.service;
  const [node] = file.named.get(typeof service === 'string' ? service : name) ?? [];
  if (node?.kind !== 'Service') return node && { kind: 'definition', file, node };
  const method = node.methods.find((each) => each.name.text === name);
  return method && { kind: 'method', file, node: method, owner: node };
}

/** The functions of our code that call a method, each with its calls. */
function callersOf(sites: readonly ContractSite[], { workspace, places }: Engine): CallHierarchyIncomingCall[] {
  const callers = new Map<string, ContractSite[]>();
  for (const site of sites) {
    if (site.kind !== 'call') continue;
    const key = `${site.uri}#${site.owner?.range.start ?? ''}`;
    callers.set(key, [...(callers.get(key) ?? []), site]);
  }
  return [...callers.values()].flatMap((calls): CallHierarchyIncomingCall[] => {
    const [site] = calls;
    if (!site) return [];
    const { uri, owner } = site;
    const path = workspace.relativePath(uri);
    const file = posix.basename(pathOf(uri) ?? uri);
    return [
      {
        from: {
          name: owner?.name ?? file,
          kind: owner === undefined ? SymbolKind.File : owner.isMethod ? SymbolKind.Method : SymbolKind.Function,
          ...(path !== undefined && { detail: path }),
          uri: places.clientUri(uri),
          range: rangeIn(uri, owner?.range ?? site.range, places),
          selectionRange: rangeIn(uri, owner?.nameRange ?? site.range, places),
        },
        fromRanges: calls.map(({ range }) => rangeIn(uri, range, places)),
      },
    ];
  });
}

export const prepareCallHierarchy = handler(CallHierarchyPrepareRequest.type, (params, context) => {
  const asked = fileOf(params, context);
  if (!asked) return null;
  const { engine } = context;
  const found = symbolAt(asked.file, offsetIn(asked.file, params.position, engine.places), engine.workspace);
  const part = partOf(found?.symbol);
  return part ? [itemOf(part, engine)] : null;
});

export const incomingCalls = handler(
  CallHierarchyIncomingCallsRequest.type,
  async ({ item }, { engine }): Promise<CallHierarchyIncomingCall[] | null> => {
    const located = locatedBy(item, engine);
    if (!located) return null;
    const inIdl = usersOfPart(located, engine.workspace).map(({ part, ranges }) => ({
      from: itemOf(part, engine),
      fromRanges: ranges.map((range) => rangeIn(part.file.uri, range, engine.places)),
    }));
    if (located.kind === 'definition') return inIdl;
    return [...inIdl, ...callersOf(await contractSitesOf(located, engine), engine)];
  },
  'workspace',
);

export const outgoingCalls = handler(
  CallHierarchyOutgoingCallsRequest.type,
  ({ item }, { engine }): CallHierarchyOutgoingCall[] | null => {
    const located = locatedBy(item, engine);
    if (!located) return null;
    return usedByPart(located, engine.workspace).map(({ part, ranges }) => ({
      to: itemOf(part, engine),
      fromRanges: ranges.map((range) => rangeIn(located.file.uri, range, engine.places)),
    }));
  },
  'workspace',
);
