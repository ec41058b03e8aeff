import { defaultService, type ServiceConfig } from '../../config/schema';

/** What the configuration says that more than one service rule needs. Times in milliseconds. */
export type ServiceSettings = Pick<
  ServiceConfig,
  'connectTimeoutMs' | 'readTimeoutMs' | 'requestTimeoutMs' | 'assumeMeshRetries'
>;

export const defaultServiceSettings: ServiceSettings = defaultService;
