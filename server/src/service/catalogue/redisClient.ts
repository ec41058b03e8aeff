import type { Library } from './library';
import { nodeRedis } from './redis';

export const library: Library = nodeRedis('redisClient', '@redis/client');
