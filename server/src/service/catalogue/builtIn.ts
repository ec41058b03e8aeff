import { library as axios } from './axios';
import { library as fetch } from './fetch';
import type { Library } from './library';

/** Every library that Thriftwise knows. */
export const builtIn: readonly Library[] = [axios, fetch];
