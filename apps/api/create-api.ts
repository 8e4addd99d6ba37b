import 'reflect-metadata';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Configuration } from '#libs/engine/configuration';
import type { EnginePorts } from '#libs/engine/engine-ports';
import type { Clock } from '#libs/kernel/clock';
import type { ApiKeys } from './access/api-keys.ts';
import { ApiModule } from './api.module.ts';
import { authenticate } from './access/authentication.ts';
import { serveDocumentation } from './openapi/documentation.ts';
import { acceptJsonOnly } from './routes/json-body.ts';
import { sendProblem } from './problem/problem.filter.ts';

/** Longest id in a path, after decoding. */
const MAX_PARAMETER_LENGTH = 500;

/** The API over an engine, not yet listening. Closing it leaves the engine open. */
export const createApi = async (
  engine: EnginePorts,
  configuration: Pick<Configuration, 'bodyLimitBytes' | 'requestTimeoutMs'>,
  keys: ApiKeys,
  clock: Clock,
): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({
    bodyLimit: configuration.bodyLimitBytes,
    requestTimeout: configuration.requestTimeoutMs,
    keepAliveTimeout: 65_000,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => sendProblem(error, request, reply),
  });
  const options: Pick<NestApplicationOptions, 'bodyParser' | 'abortOnError' | 'logger'> = {
    bodyParser: false,
    abortOnError: false,
    logger: ['error', 'warn'],
  };
  const api = await NestFactory.create<NestFastifyApplication>(ApiModule.over(engine, clock), adapter, options);
  const fastify = adapter.getInstance();
  acceptJsonOnly(fastify);
  authenticate(fastify, keys);
  letGoWhenClosing(fastify);
  serveDocumentation(api, engine);
  await api.init();
  return api;
};

/** A connection that is kept alive after its last answer would keep the program from ending. */
const letGoWhenClosing = (fastify: FastifyInstance): void => {
  let closing = false;
  fastify.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (closing) reply.header('Connection', 'close');
    done(null, payload);
  });
};
