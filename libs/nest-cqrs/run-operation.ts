import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OperationDescription } from '#libs/engine/operation';
import type { Refusal } from '#libs/kernel/decider';
import type { CommandContext } from '#libs/kernel/outcome';
import { InvalidCommand } from './field-problem.ts';
import { payloadFrom, plainOf, problemsOf } from './payload.ts';

/** Carries out an operation with a valid body; the engine's part. */
export type ExecuteOperation = (
  description: OperationDescription,
  body: object,
  context: CommandContext,
) => Promise<object | Refusal>;

/** Any operation of the catalogue, for Nest's command bus. `body` is as the caller sent it. */
export class RunOperation extends Command<object | Refusal> {
  readonly description: OperationDescription;
  readonly body: unknown;
  readonly context: CommandContext;

  constructor(description: OperationDescription, body: unknown, context: CommandContext) {
    super();
    this.description = description;
    this.body = body;
    this.context = context;
  }
}

/** Checks the body by its class and hands it to the engine. Throws `InvalidCommand`. */
@CommandHandler(RunOperation)
export class RunOperationHandler implements ICommandHandler<RunOperation> {
  readonly #execute: ExecuteOperation;

  constructor(execute: ExecuteOperation) {
    this.#execute = execute;
  }

  async execute({ description, body, context }: RunOperation): Promise<object | Refusal> {
    const { payload, problems } = payloadFrom(description.payload, body);
    const found = problemsOf(payload, problems);
    if (found.length > 0) throw new InvalidCommand(found);
    return this.#execute(description, plainOf(payload), context);
  }
}
