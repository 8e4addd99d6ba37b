import type { FactoryProvider } from '@nestjs/common';
import { AsyncContext, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import type { Command } from '#libs/kernel/decider';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import { CommandEnvelope } from './command-envelope.ts';
import { InvalidCommand } from './field-problem.ts';
import { plainOf, problemsOf } from './payload.ts';

/** Carries out a valid command on a stream of the collection; the engine's part. */
export type ExecuteCommand = (
  collection: string,
  streamId: string | undefined,
  command: Command,
  context: CommandContext,
) => Promise<Outcome>;

/** Checks a payload by its class and hands it to the engine: the one handler behind every command of every catalogue. */
class CatalogueCommandHandler implements ICommandHandler<object, Outcome> {
  readonly #collection: string;
  readonly #type: string;
  readonly #execute: ExecuteCommand;

  constructor(collection: string, type: string, execute: ExecuteCommand) {
    this.#collection = collection;
    this.#type = type;
    this.#execute = execute;
  }

  async execute(payload: object): Promise<Outcome> {
    const envelope = AsyncContext.of(payload);
    if (!(envelope instanceof CommandEnvelope))
      throw new TypeError(`${this.#type} came without an envelope: send it with sendCommand`);
    const problems = problemsOf(payload, envelope.problems);
    if (problems.length > 0) throw new InvalidCommand(problems);
    const command = { type: this.#type, data: plainOf(payload) };
    return this.#execute(this.#collection, envelope.streamId, command, envelope.context);
  }
}

/** A provider per command, each with a subclass of its own, since Nest's bus finds handlers by the metadata on their class. */
export const commandHandlers = (
  catalogues: readonly CommandCatalogue[],
  execute: ExecuteCommand,
): readonly FactoryProvider[] =>
  catalogues.flatMap(({ collection, commands }) =>
    Object.entries(commands).map(([type, { payload }]) => {
      class Handler extends CatalogueCommandHandler {}
      CommandHandler(payload)(Handler);
      return {
        provide: `${collection}/${type}`,
        useFactory: () => new Handler(collection, type, execute),
      };
    }),
  );
