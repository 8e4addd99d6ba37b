import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { EnginePorts } from '#libs/engine/engine-ports';
import { LIVE, readyAnswer, type ReadyAnswer } from '#libs/service/health-answer';
import { ENGINE } from './tokens.ts';

/** For load balancers and watchers; open to everybody, so it tells nothing of the business. */
@Controller('health')
export class HealthController {
  readonly #engine: EnginePorts;

  constructor(@Inject(ENGINE) engine: EnginePorts) {
    this.#engine = engine;
  }

  /** The program runs. */
  @Get('live')
  live(): typeof LIVE {
    return LIVE;
  }

  /** Stores, read models and processes do their work; 503 where one does not. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer['body']> {
    const { statusCode, body } = await readyAnswer(this.#engine);
    reply.code(statusCode);
    return body;
  }
}
