import { defaultService, type ServiceConfig } from '../../config/schema';
import type { Library } from '../catalogue/library';

/** What the configuration says that more than one service rule needs. Times in milliseconds. */
export interface ServiceSettings
  extends Pick<ServiceConfig, 'connectTimeoutMs' | 'readTimeoutMs' | 'requestTimeoutMs' | 'assumeMeshRetries'> {
  /** The team's own RPC wrappers, described in the catalogue's terms. */
  readonly clients: readonly Library[];
}

export const defaultServiceSettings: ServiceSettings = { ...defaultService, clients: [] };
