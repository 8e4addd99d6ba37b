import type { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Bilingual } from '#libs/kernel/decider';
import { RunQuery } from '#libs/nest-cqrs/run-query';
import type { QueryDescription } from '#libs/read-models/query-description';
import { callerOf } from '../access/authentication.ts';
import { streamIdIn } from './command-request.ts';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';

const positionIn = (after: unknown): string | undefined => {
  if (after === undefined || (typeof after === 'string' && /^[\x21-\x7e]{1,100}$/.test(after))) return after;
  const message = {
    ja: 'コマンドの応答の position をそのまま指定してください。',
    en: 'must be the `position` of a command’s answer',
  };
  throw new ProblemError(
    problemOf(
      'invalid-parameters',
      { ja: `after: ${message.ja}`, en: `after ${message.en}` },
      { errors: [{ field: 'after', rule: 'is-position', message }] },
    ),
  );
};

const NOTHING_FOUND: Bilingual = {
  ja: '該当するものがありません。ID か番号を確かめてください。',
  en: 'There is no such thing, or the read model does not know it yet: check the id or the number.',
};

/** The parameter `id` of a path is a stream's id, spelt as everywhere. */
const streamIdOf = ({ path }: QueryDescription, request: FastifyRequest): { readonly id?: string } => {
  const segment = `api/${path}`.split('/').indexOf('{id}');
  return segment < 0 ? {} : { id: streamIdIn(request, segment) };
};

/** Carries requests to the query bus; one for all queries. */
export class QueryGateway {
  readonly #bus: QueryBus;

  constructor(bus: QueryBus) {
    this.#bus = bus;
  }

  /** `after=<position>` waits until the read model has got there; `Juchu-Read-Position` says how far it has. */
  async query(description: QueryDescription, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    callerOf(request);
    const { after, ...given } = request.query as Readonly<Record<string, unknown>>;
    const parameters = { ...given, ...(request.params as object), ...streamIdOf(description, request) };
    const { answer, readPosition } = await this.#bus.execute(new RunQuery(description, parameters, positionIn(after)));
    if (readPosition !== '') reply.header('Juchu-Read-Position', readPosition);
    if (answer === undefined) throw new ProblemError(problemOf('not-found', description.nothingFound ?? NOTHING_FOUND));
    return answer;
  }
}
