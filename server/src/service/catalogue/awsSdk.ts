import type { BoundShape, Library, Maker, Setting } from './library';

const duration = (option: string, rest: Partial<Setting>): Setting => ({
  option,
  at: ['client'],
  as: 'duration',
  unit: 'ms',
  off: [0],
  ...rest,
});

type Attempts = Pick<BoundShape, 'defaults' | 'versioned'>;

const bounds = (attempts: Attempts): readonly BoundShape[] => [
  {
    bound: 'request',
    // Set in the environment, it gives some services five minutes of silence.
    unless: ['AWS_ENABLE_DEFAULT_SOCKET_TIMEOUT_2026'],
    defaults: [{ value: 'none' }],
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
    withinRequest: true,
    defaults: [{ value: 'none' }],
    settings: [
      // 'standard' and 'cross-region' give 3.1 s, 'in-region' 1.1 s.
      { option: 'defaultsMode', at: ['client'], as: 'opaque' },
      duration('requestHandler.connectionTimeout', { preferred: true }),
    ],
  },
  {
    bound: 'attempts',
    ...attempts,
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

/** How often a call is tried differs by service. */
export const aws = (id: string, modules: readonly string[], attempts: Attempts): Library => ({
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
      bounds: bounds(attempts),
      costly: true,
    },
  ],
});

export const library: Library = aws('awsSdk', ['@aws-sdk/client-*'], { defaults: [{ value: 3 }] });
