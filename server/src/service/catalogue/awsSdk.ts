import type { BoundShape, Default, Library, Maker, Setting } from './library';

const duration = (option: string, rest: Partial<Setting>): Setting => ({
  option,
  at: ['client'],
  as: 'duration',
  unit: 'ms',
  off: [0],
  ...rest,
});

const bounds = (defaults: readonly Default[]): readonly BoundShape[] => [
  {
    bound: 'request',
    defaults,
    settings: [
      duration('requestHandler.requestTimeout', { effect: 'idle', until: '4.4.0' }),
      duration('requestHandler.socketTimeout', { effect: 'idle' }),
      duration('requestHandler.requestTimeout', {
        since: '4.4.0',
        effect: 'warns-only',
        needs: { option: 'requestHandler.throwOnRequestTimeout', value: true },
        note: {
          en: 'it only writes a warning unless throwOnRequestTimeout is true',
          zh: '除非 throwOnRequestTimeout 为 true，否则它只会写一条警告',
        },
      }),
      { option: 'abortSignal', at: ['call'], as: 'signal', preferred: true },
    ],
  },
  {
    bound: 'connect',
    defaults: [{ value: 'none' }],
    settings: [duration('requestHandler.connectionTimeout', { preferred: true })],
  },
  {
    bound: 'attempts',
    defaults: [{ value: 3 }],
    settings: [
      { option: 'retryStrategy', at: ['client'], as: 'opaque' },
      { option: 'maxAttempts', at: ['client'], as: 'count', preferred: true },
    ],
  },
];

/** Clients that have a method for every command: `new S3({}).getObject(...)`. */
const services = [
  ...['S3', 'DynamoDB', 'SQS', 'SNS', 'SES', 'SESv2', 'Lambda', 'KMS', 'SSM', 'SecretsManager', 'STS', 'Kinesis'],
  ...['CloudWatch', 'CloudWatchLogs', 'EventBridge', 'CognitoIdentityProvider', 'EC2', 'ECS', 'IAM', 'Firehose'],
];

const carriers: readonly (Maker & { readonly module: string })[] = [
  '@smithy/node-http-handler',
  '@aws-sdk/node-http-handler',
].flatMap((module) => [
  { module, export: 'NodeHttpHandler', options: 0 as const },
  { module, export: 'NodeHttp2Handler', options: 0 as const },
]);

/** Which silence is bounded by default differs by service since version 4.13 of the handler. */
export const aws = (id: string, modules: readonly string[], recent: Default): Library => ({
  id,
  title: 'AWS SDK',
  modules,
  versioned: '@smithy/node-http-handler',
  carriers,
  clients: [
    {
      id: 'client',
      types: ['*Client', ...services],
      made: [
        { export: '*Client', options: 0 },
        ...services.map((name): Maker => ({ export: name, options: 0 })),
        { export: 'DynamoDBDocumentClient.from', from: { argument: 0 } },
        { export: 'DynamoDBDocument.from', from: { argument: 0 } },
      ],
      calls: [
        { methods: ['send'], options: 1, effect: 'unknown' },
        { methods: ['*'], except: ['destroy', 'middlewareStack', 'config'], options: 1, effect: 'unknown' },
      ],
      bounds: bounds([{ value: 'none' }, recent]),
      costly: true,
    },
  ],
});

export const library: Library = aws('awsSdk', ['@aws-sdk/client-*'], { since: '4.13.0', value: 'unknown' });
