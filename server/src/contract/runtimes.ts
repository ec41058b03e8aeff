/** Packages that generated code of linked services runs on. What depends on none of them has no side of a contract. */
export const thriftRuntimes: readonly string[] = [
  'thrift',
  '@creditkarma/thrift-client',
  '@creditkarma/thrift-server-core',
  '@creditkarma/thrift-server-express',
  '@creditkarma/thrift-server-hapi',
];
