import 'reflect-metadata';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Configuration } from '#libs/engine/configuration';
import type { EnginePorts } from '#libs/engine/engine-ports';
import type { Clock } from '#libs/kernel/clock';
import type { ApiKeys } from './access/api-keys.ts';
import { ApiModule } from './api.module.ts';
import { authenticate } from './access/authentication.ts';
import { turnAwayWhenClosing } from './closing.ts';
import { serveDocumentation } from './openapi/documentation.ts';
import { acceptJsonOnly } from './routes/json-body.ts';
import { refuseOtherMethods } from './routes/method-not-allowed.ts';
import { sendProblem } from './problem/problem.filter.ts';
import { answerUnreadableRequest } from './problem/unreadable-request.ts';

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
    // `turnAwayWhenClosing` says it as a problem.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    clientErrorHandler: answerUnreadableRequest,
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
  turnAwayWhenClosing(fastify);
  authenticate(fastify, keys);
  const allRoutesAreThere = refuseOtherMethods(fastify);
  serveDocumentation(api, engine);
  await api.init();
  allRoutesAreThere();
  return api;
};
