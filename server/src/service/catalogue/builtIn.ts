import { library as amqplib } from './amqplib';
import { library as asyncRetry } from './asyncRetry';
import { library as awsDynamoDb } from './awsDynamoDb';
import { library as awsLambda } from './awsLambda';
import { library as awsSdk } from './awsSdk';
import { library as axios } from './axios';
import { library as axiosRetry } from './axiosRetry';
import { library as cockatiel } from './cockatiel';
import { library as connect } from './connect';
import { library as console } from './console';
import { library as creditkarma } from './creditkarma';
import { library as exponentialBackoff } from './exponentialBackoff';
import { library as express } from './express';
import { library as fastify } from './fastify';
import { library as fetch } from './fetch';
import { libraries as gifts } from './gifts';
import { library as got } from './got';
import { library as grpc } from './grpc';
import { library as hapi } from './hapi';
import { library as httpTerminator } from './httpTerminator';
import { library as ioredis } from './ioredis';
import { library as kafkajs } from './kafkajs';
import { library as koa } from './koa';
import { library as ky } from './ky';
import type { Library } from './library';
import { library as lightship } from './lightship';
import { library as mongodb } from './mongodb';
import { library as mongoose } from './mongoose';
import { library as mysql2 } from './mysql2';
import { library as nest } from './nest';
import { library as niceGrpc } from './niceGrpc';
import { library as nodeFetch } from './nodeFetch';
import { library as nodeHttp } from './nodeHttp';
import { library as nodeNet } from './nodeNet';
import { library as nodeServer } from './nodeServer';
import { library as openTelemetry } from './openTelemetry';
import { library as opossum } from './opossum';
import { library as pg } from './pg';
import { library as pino } from './pino';
import { library as pLimit } from './pLimit';
import { library as pQueue } from './pQueue';
import { library as pRetry } from './pRetry';
import { library as promClient } from './promClient';
import { library as promiseTimeout } from './promiseTimeout';
import { library as pTimeout } from './pTimeout';
import { library as redis } from './redis';
import { library as redisClient } from './redisClient';
import { library as stoppable } from './stoppable';
import { library as superagent } from './superagent';
import { library as terminus } from './terminus';
import { library as thrift } from './thrift';
import { library as thriftServer } from './thriftServer';
import { library as undici } from './undici';
import { library as winston } from './winston';

/** Every library that Thriftwise knows. */
export const builtIn: readonly Library[] = [
  amqplib,
  asyncRetry,
  awsDynamoDb,
  awsLambda,
  awsSdk,
  axios,
  axiosRetry,
  cockatiel,
  connect,
  console,
  creditkarma,
  exponentialBackoff,
  express,
  fastify,
  fetch,
  got,
  grpc,
  hapi,
  httpTerminator,
  ioredis,
  kafkajs,
  koa,
  ky,
  lightship,
  mongodb,
  mongoose,
  mysql2,
  nest,
  niceGrpc,
  nodeFetch,
  nodeHttp,
  nodeNet,
  nodeServer,
  openTelemetry,
  opossum,
  pg,
  pino,
  pLimit,
  pQueue,
  pRetry,
  promClient,
  promiseTimeout,
  pTimeout,
  redis,
  redisClient,
  stoppable,
  superagent,
  terminus,
  thrift,
  thriftServer,
  undici,
  winston,
  ...gifts,
];
