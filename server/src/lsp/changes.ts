import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from 'vscode-languageserver/node';
import type { FolderConfig } from '../workspace/configFiles';
import { isServicePath } from '../workspace/discover';
import { isInside, normalizeUri, pathOf } from '../workspace/uris';
import { affectedBy } from './affected';
import type { Announcer } from './announcer';
import { readChanges } from './documents';
import { type Engine, isConfigUri } from './engine';
import type { Indexer } from './indexer';
import type { Log } from './log';
import { coalesce } from './pause';

export interface ChangesOptions {
  readonly engine: Engine;
  readonly indexer: Indexer;
  readonly announcer: Announcer;
  readonly log: Log;
}

/** Takes in what changed, in the editor and on the disk, and works out which files' findings it touches. */
export interface Changes {
  didOpen(params: DidOpenTextDocumentParams): void;
  didChange(params: DidChangeTextDocumentParams): void;
  didClose(params: DidCloseTextDocumentParams): void;
  /** Files came, changed or went on the disk. Folders may be among those that came or went. */
  didChangeFiles(created: readonly string[], changed: readonly string[], deleted: readonly string[]): void;
  /** Does something that may change configurations; what was read and found under the old ones is forgotten. */
  reconfigure(change: () => void): void;
  stop(): void;
}

const rescanDelayMs = 200;

/** Files whose change may change a configuration: config files, and baselines as they are named by default. */
function concernsConfig(uri: string): boolean {
  return /\/thriftwise[^/]*\.json$/.test(uri);
}

function isThrift(uri: string): boolean {
  return uri.endsWith('.thrift');
}

export function createChanges({ engine, indexer, announcer, log }: ChangesOptions): Changes {
  const { documents, workspace, configs, services } = engine;
  const rescan = coalesce(() => indexer.rescan(), rescanDelayMs);

  /** How every known file is read, to tell whether texts have to be read anew. */
  function readings(): string {
    const texts = new Map<FolderConfig, string>();
    const uris = new Set([...documents.keys(), ...indexer.known()]);
    for (const file of workspace.allFiles()) uris.add(file.uri);
    const lines = [...uris].map((uri) => {
      const config = configs.for(engine.placeOf(uri));
      const text = texts.get(config) ?? JSON.stringify(config.read);
      texts.set(config, text);
      return `${uri} ${text}`;
    });
    return lines.sort().join('\n');
  }

  function reconfigure(change: () => void): void {
    const before = readings();
    change();
    configs.invalidate();
    services.reconfigured();
    if (readings() !== before) workspace.reset();
    announcer.touchAll();
    rescan();
  }

  function setConfigText(uri: string, text: string | undefined): void {
    const path = pathOf(uri);
    if (path !== undefined) reconfigure(() => configs.setText(path, text));
  }

  /** The known files that are one of these, or lie in one of these folders. */
  function knownBelow(uris: readonly string[]): Set<string> {
    const folders = uris.flatMap((uri) => pathOf(uri) ?? []);
    const found = new Set(indexer.remove(uris));
    for (const { uri } of workspace.allFiles()) {
      const path = pathOf(uri);
      if (path !== undefined && folders.some((folder) => isInside(folder, path))) found.add(uri);
    }
    return found;
  }

  /** The URI under which a document that is opened is known from here on. */
  function keyFor(clientUri: string): string {
    const { opened } = engine;
    const own = normalizeUri(clientUri);
    const behind = engine.uriOf(clientUri);
    const other = documents.get(behind);
    const others = other ? normalizeUri(other.clientUri) : own;
    const key = others === own ? behind : own;
    opened.set(own, key);
    if (other && others !== own && own === behind) {
      // The file itself is opened while it is open under a link: that one is a document of its own from here on.
      documents.set(others, { ...other, uri: others });
      opened.set(others, others);
      workspace.open(others, workspace.textOf(behind) ?? '');
      documents.delete(behind);
    }
    return key;
  }

  return {
    didOpen({ textDocument }) {
      const uri = keyFor(textDocument.uri);
      const kind = isConfigUri(uri) ? 'config' : isServicePath(uri) ? 'service' : 'thrift';
      documents.set(uri, { clientUri: textDocument.uri, uri, version: textDocument.version, kind });
      if (kind === 'service') {
        services.open(uri, textDocument.text);
        return;
      }
      if (kind === 'config') {
        setConfigText(uri, textDocument.text);
        return;
      }
      const known = workspace.isOpen(uri) ? undefined : workspace.textOf(uri);
      const before = workspace.file(uri);
      workspace.open(uri, textDocument.text);
      // A file that was not there may be what others failed to include.
      if (known === undefined) announcer.touchAll(uri);
      else if (known === textDocument.text) announcer.touch([uri], uri);
      else announcer.touch(affectedBy(workspace, uri, before, workspace.file(uri)), uri);
    },
    didChange({ textDocument, contentChanges }) {
      const uri = engine.uriOf(textDocument.uri);
      const document = documents.get(uri);
      if (!document) {
        log.once('warn', `${textDocument.uri} was changed without being open.`);
        return;
      }
      documents.set(uri, { ...document, version: textDocument.version });
      const text =
        document.kind === 'config'
          ? configs.textOf(pathOf(uri) ?? '')
          : document.kind === 'service'
            ? services.textOf(uri)
            : workspace.textOf(uri);
      const { edits, text: changed } = readChanges(text ?? '', contentChanges);
      if (document.kind === 'service') {
        services.change(uri, changed);
        return;
      }
      if (document.kind === 'config') {
        setConfigText(uri, changed);
        return;
      }
      services.standBack();
      const before = workspace.file(uri);
      if (edits.length > 0) workspace.change(uri, edits);
      announcer.touch(affectedBy(workspace, uri, before, workspace.file(uri)), uri);
    },
    didClose({ textDocument }) {
      const uri = engine.uriOf(textDocument.uri);
      const document = documents.get(uri);
      if (!document) return;
      documents.delete(uri);
      engine.opened.delete(normalizeUri(textDocument.uri));
      announcer.closed(uri);
      if (document.kind === 'service') {
        services.close(uri);
        announcer.flush();
        return;
      }
      if (document.kind === 'config') {
        setConfigText(uri, undefined);
        return;
      }
      const held = workspace.textOf(uri);
      const before = workspace.file(uri);
      workspace.close(uri);
      const saved = workspace.textOf(uri);
      if (saved === undefined) announcer.touchAll();
      else if (saved === held) announcer.touch([uri]);
      else announcer.touch(affectedBy(workspace, uri, before, workspace.file(uri)));
      // A file of no folder, or of one that was removed, counts only as long as it is open, or where another includes it.
      const path = pathOf(uri);
      if (path !== undefined && !engine.folders.all().some((folder) => isInside(folder.path, path)))
        workspace.close(uri);
      announcer.flush();
    },
    didChangeFiles(created, changed, deleted) {
      services.filesChanged(created, changed, deleted);
      if ([...created, ...changed, ...deleted].some(concernsConfig)) reconfigure(() => undefined);
      const fresh = created.filter(isThrift);
      const known = changed.filter(isThrift);
      const before = known.map((uri) => workspace.file(uri));
      workspace.invalidate([...fresh, ...known]);
      const affected = known.flatMap((uri, i) => [...affectedBy(workspace, uri, before[i], workspace.file(uri))]);
      indexer.add([...fresh, ...known]);
      const gone = deleted.length > 0 ? knownBelow(deleted) : new Set<string>();
      workspace.invalidate([...gone]);
      announcer.forget(gone);
      if (gone.size > 0 || fresh.length > 0) announcer.touchAll();
      else if (affected.length > 0) announcer.touch(affected);
      if (gone.size > 0) announcer.flush();
    },
    reconfigure,
    stop: rescan.cancel,
  };
}
