import { aws } from './awsSdk';
import type { Library } from './library';

/** Tried once more than other services; by an opt-in at first. */
export const library: Library = aws('awsDynamoDb', ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'], {
  versioned: '@aws-sdk/client-dynamodb',
  defaults: [{ value: 3 }, { since: '3.1001.0', value: 'unknown' }, { since: '3.1169.0', value: 4 }],
});
