import { aws } from './awsSdk';
import type { Library } from './library';

/** The newest handler gives up on a silent DynamoDB after five minutes. */
export const library: Library = aws('awsDynamoDb', ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'], {
  since: '4.13.0',
  value: 300_000,
  idle: true,
});
