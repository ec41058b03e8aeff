import { library as amqplib } from './amqplib';
import { library as awsDynamoDb } from './awsDynamoDb';
import { library as awsS3 } from './awsS3';
import { library as awsSdk } from './awsSdk';
import { library as axios } from './axios';
import { library as connect } from './connect';
import { library as creditkarma } from './creditkarma';
import { library as fetch } from './fetch';
import { library as got } from './got';
import { library as grpc } from './grpc';
import { library as ioredis } from './ioredis';
import { library as kafkajs } from './kafkajs';
import { library as ky } from './ky';
import type { Library } from './library';
import { library as mongodb } from './mongodb';
import { library as mongoose } from './mongoose';
import { library as mysql2 } from './mysql2';
import { library as niceGrpc } from './niceGrpc';
import { library as nodeFetch } from './nodeFetch';
import { library as nodeHttp } from './nodeHttp';
import { library as nodeNet } from './nodeNet';
import { library as pg } from './pg';
import { library as redis } from './redis';
import { library as superagent } from './superagent';
import { library as thrift } from './thrift';
import { library as undici } from './undici';

/** Every library that Thriftwise knows. */
export const builtIn: readonly Library[] = [
  amqplib,
  awsDynamoDb,
  awsS3,
  awsSdk,
  axios,
  connect,
  creditkarma,
  fetch,
  got,
  grpc,
  ioredis,
  kafkajs,
  ky,
  mongodb,
  mongoose,
  mysql2,
  niceGrpc,
  nodeFetch,
  nodeHttp,
  nodeNet,
  pg,
  redis,
  superagent,
  thrift,
  undici,
];
