import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { EnginePorts, PartHealth } from '#libs/engine/engine-ports';
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
  live(): { readonly status: 'up' } {
    return { status: 'up' };
  }

  /** Store, read models and processes do their work; 503 where one does not. */
  @Get('ready')
  async ready(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly status: 'ready' | 'notReady'; readonly parts: readonly PartHealth[] }> {
    const parts = await this.#engine.health();
    const ready = parts.every(({ healthy }) => healthy);
    reply.code(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'notReady', parts };
  }
}
