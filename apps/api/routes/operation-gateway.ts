import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import type { OperationDescription } from '#libs/engine/operation';
import type { Clock } from '#libs/kernel/clock';
import { RunOperation } from '#libs/nest-cqrs/run-operation';
import { callerOf } from '../access/authentication.ts';
import { commandContextOf } from './command-request.ts';
import { ProblemError } from '../problem/problem.ts';
import { isRefusalAnswer, refusalProblem } from '../problem/refusal-problem.ts';

/** Carries requests that concern no single stream to the command bus; one for all operations. */
export class OperationGateway {
  readonly #bus: CommandBus;
  readonly #clock: Clock;

  constructor(bus: CommandBus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** `POST /api/<path>` */
  async operate(description: OperationDescription, request: FastifyRequest): Promise<object> {
    const path = `/api/${description.path}`;
    const context = commandContextOf(request, callerOf(request), path, this.#clock.now());
    const answer = await this.#bus.execute(new RunOperation(description, request.body, context));
    if (isRefusalAnswer(answer)) throw new ProblemError(refusalProblem(answer));
    return answer;
  }
}
