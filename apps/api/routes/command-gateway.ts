import type { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EnginePorts } from '#libs/engine/engine-ports';
import { streamIdFrom } from '#libs/engine/stream-ids';
import type { StreamView } from '#libs/engine/stream-doors';
import { type CommandCatalogue, kebabCase } from '#libs/kernel/command-catalogue';
import type { Clock } from '#libs/kernel/clock';
import type { Accepted, Refused } from '#libs/kernel/outcome';
import { sendCommand } from '#libs/nest-cqrs/command-envelope';
import { percentDecoded } from '#state-machines/vocabulary/percent-encoding';
import { callerOf } from '../access/authentication.ts';
import { commandContextOf, streamIdIn } from './command-request.ts';
import { ProblemError } from '../problem/problem.ts';
import { problemOf } from '../problem/problem-from-error.ts';
import { refusalProblem } from '../problem/refusal-problem.ts';

/** Of `/api/<collection>/<id>`. */
const ID_SEGMENT = 2;

/** Carries requests to the command bus, and what comes of them back; one for all routes of all collections. */
export class CommandGateway {
  readonly #bus: CommandBus;
  readonly #engine: EnginePorts;
  readonly #clock: Clock;

  constructor(bus: CommandBus, engine: EnginePorts, clock: Clock) {
    this.#bus = bus;
    this.#engine = engine;
    this.#clock = clock;
  }

  /** `POST /api/<collection>` and `POST /api/<collection>/<id>/<command-name>` */
  async command(
    catalogue: CommandCatalogue,
    type: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<object> {
    const { collection, commands } = catalogue;
    const description = commands[type];
    if (!description) throw new TypeError(`${collection} has no command ${type}`);
    const streamId = description.creates ? undefined : this.#streamId(collection, request);
    const path = streamId === undefined ? `/api/${collection}` : `/api/${collection}/${streamId}/${kebabCase(type)}`;
    const context = commandContextOf(request, callerOf(request), path, this.#clock.now());
    const outcome = await sendCommand(this.#bus, description, request.body, { streamId, context });
    if (outcome.revision === undefined && streamId !== undefined) throw await this.#nothingThere(catalogue, streamId);
    if (!outcome.accepted) throw await this.#refusal(collection, outcome);
    if (description.creates) reply.header('Location', `/api/${collection}/${outcome.id}`);
    if (outcome.repeated) reply.header('Idempotent-Replayed', 'true');
    const view = await this.#engine.inspect(collection, outcome.id);
    return this.#answer(outcome, view?.number, reply);
  }

  /** `GET /api/<collection>/<id>` */
  async state(catalogue: CommandCatalogue, request: FastifyRequest, reply: FastifyReply): Promise<object> {
    const { id, revision, state, data } = await this.#view(catalogue, request);
    reply.header('ETag', `"${String(revision)}"`);
    return { id, revision: String(revision), state, data };
  }

  /** `GET /api/<collection>/<id>/commands` */
  async possibleCommands(catalogue: CommandCatalogue, request: FastifyRequest, reply: FastifyReply): Promise<object> {
    const { id, revision, state, commands } = await this.#view(catalogue, request);
    reply.header('ETag', `"${String(revision)}"`);
    return {
      id,
      revision: String(revision),
      state,
      commands: commands.map(({ type, refusal }) => ({
        name: kebabCase(type),
        type,
        summary: catalogue.commands[type]?.summary,
        possible: refusal === undefined,
        ...(refusal === undefined ? {} : { refusal: { code: refusal.code, message: refusal.message } }),
      })),
    };
  }

  #streamId(collection: string, request: FastifyRequest): string {
    return streamIdFrom(collection, streamIdIn(request, ID_SEGMENT));
  }

  async #view(catalogue: CommandCatalogue, request: FastifyRequest): Promise<StreamView> {
    const streamId = this.#streamId(catalogue.collection, request);
    const view = await this.#engine.inspect(catalogue.collection, streamId);
    if (!view) throw await this.#nothingThere(catalogue, streamId);
    return view;
  }

  /** Says too where the id would be right: people mix up the kinds of orders. */
  async #nothingThere({ collection, title }: CommandCatalogue, streamId: string): Promise<ProblemError> {
    const id = percentDecoded(streamId);
    const others = this.#engine.catalogues.filter((other) => other.collection !== collection);
    for (const other of others)
      if (await this.#engine.inspect(other.collection, streamId))
        return new ProblemError(
          problemOf('not-found', {
            ja: `${title.ja}に「${id}」はありません。${other.title.ja}にあります: /api/${other.collection}/${streamId}`,
            en: `There is no "${id}" among the ${collection}, but one among the ${other.collection}: /api/${other.collection}/${streamId}`,
          }),
        );
    return new ProblemError(
      problemOf('not-found', {
        ja: `${title.ja}に「${id}」はありません。ID を確かめてください。`,
        en: `There is no "${id}" among the ${collection}: check the id.`,
      }),
    );
  }

  #answer({ id, revision, position, state, facts }: Accepted, number: string | undefined, reply: FastifyReply): object {
    if (revision !== undefined) reply.header('ETag', `"${String(revision)}"`);
    return {
      id,
      ...(number === undefined ? {} : { number }),
      revision: revision === undefined ? null : String(revision),
      position: position ?? null,
      state,
      facts,
    };
  }

  async #refusal(collection: string, { id, refusal, state, revision }: Refused): Promise<ProblemError> {
    const current = { state, ...(revision === undefined ? {} : { revision: String(revision) }) };
    if (refusal.refused === 'rule') return new ProblemError(refusalProblem(refusal, current));
    const view = await this.#engine.inspect(collection, id);
    const possible = (view?.commands ?? []).filter((command) => command.refusal === undefined);
    const possibleCommands = possible.map(({ type }) => kebabCase(type));
    return new ProblemError(refusalProblem(refusal, { ...current, possibleCommands }));
  }
}
