import type { Library } from '../catalogue/library';

/** What the configuration says that more than one service rule needs. */
export interface ServiceSettings {
  /** The guide's layers (2.1): what fixes propose as timeouts. */
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Retries are made by a service mesh, so code without them is fine. */
  readonly assumeMeshRetries: boolean;
  /** The team's own RPC wrappers, described in the catalogue's terms. */
  readonly clients: readonly Library[];
}

export const defaultServiceSettings: ServiceSettings = {
  connectTimeoutMs: 500,
  readTimeoutMs: 2000,
  requestTimeoutMs: 3000,
  assumeMeshRetries: false,
  clients: [],
};
