import { library as axios } from './axios';
import { library as connect } from './connect';
import { library as creditkarma } from './creditkarma';
import { library as fetch } from './fetch';
import { library as got } from './got';
import { library as grpc } from './grpc';
import { library as ky } from './ky';
import type { Library } from './library';
import { library as niceGrpc } from './niceGrpc';
import { library as nodeFetch } from './nodeFetch';
import { library as nodeHttp } from './nodeHttp';
import { library as nodeNet } from './nodeNet';
import { library as superagent } from './superagent';
import { library as thrift } from './thrift';
import { library as undici } from './undici';

/** Every library that Thriftwise knows. */
export const builtIn: readonly Library[] = [
  axios,
  connect,
  creditkarma,
  fetch,
  got,
  grpc,
  ky,
  niceGrpc,
  nodeFetch,
  nodeHttp,
  nodeNet,
  superagent,
  thrift,
  undici,
];
