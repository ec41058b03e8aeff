import { pathToFileURL } from 'node:url';
import { type Fixture, readFixture, showRange } from '../harness/fixture';
import { type LspRange, type Session, type SessionOptions, startSession } from './session';

/** A session over a marked fixture. */
export interface FixtureSession {
  readonly session: Session;
  readonly fixture: Fixture;
  /** Sends a request about the file of the cursor (or `path`), with the cursor's position; the result of the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: a raw answer is whatever the server sent; the tests compare it.
  ask(method: string, extra?: object, path?: string): Promise<any>;
  /** `path:line:character-character` of a location or link. */
  place(location: Location): string;
  places(locations: readonly Location[] | null): string[];
}

interface Location {
  readonly uri?: string;
  readonly range?: LspRange;
  readonly targetUri?: string;
  readonly targetSelectionRange?: LspRange;
}

/**
 * Starts the bundled server over the files of a fixture. The file with the cursor is open with the fixture's text, of which the disk
 * holds nothing: what is answered comes from the unsaved text.
 */
export async function startFixture(source: string, options: SessionOptions = {}): Promise<FixtureSession> {
  const fixture = readFixture(source);
  const { path, position } = fixture.cursor;
  const files = { ...options.files, ...fixture.files, [path]: '' };
  const session = await startSession({ ...options, files });
  session.open(path, fixture.text(path));
  const root = pathToFileURL(`${session.root}/`).href;
  const place = (location: Location) => {
    const range = location.targetSelectionRange ?? location.range;
    const uri = location.targetUri ?? location.uri ?? '';
    if (!range) throw new Error(JSON.stringify(location));
    return showRange(uri.startsWith(root) ? uri.slice(root.length) : uri, range);
  };
  return {
    session,
    fixture,
    place,
    places: (locations) => (locations ?? []).map(place).sort(),
    async ask(method, extra = {}, of = path) {
      const answer = await session.client.request(method, {
        textDocument: { uri: session.uri(of) },
        position,
        ...extra,
      });
      if (answer.error) throw new Error(JSON.stringify(answer.error));
      return answer.result;
    },
  };
}
