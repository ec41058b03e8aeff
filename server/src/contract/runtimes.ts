/** Packages that generated code of linked services runs on. What depends on none of them has no side of a contract. */
export const thriftRuntimes: readonly string[] = [
  'thrift',
  '@creditkarma/thrift-client',
  '@creditkarma/thrift-server-core',
  '@creditkarma/thrift-server-express',
  '@creditkarma/thrift-server-hapi',
];

/** Packages through which code calls and answers methods of the IDL without code that was generated for a runtime. */
export const channelPackages: readonly string[] = ['tchannel'];
