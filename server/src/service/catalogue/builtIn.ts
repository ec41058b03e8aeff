import { library as axios } from './axios';
import { library as fetch } from './fetch';
import { library as got } from './got';
import { library as ky } from './ky';
import type { Library } from './library';
import { library as nodeFetch } from './nodeFetch';
import { library as nodeHttp } from './nodeHttp';
import { library as nodeNet } from './nodeNet';
import { library as superagent } from './superagent';
import { library as undici } from './undici';

/** Every library that Thriftwise knows. */
export const builtIn: readonly Library[] = [axios, fetch, got, ky, nodeFetch, nodeHttp, nodeNet, superagent, undici];
