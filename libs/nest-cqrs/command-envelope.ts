import { AsyncContext, type CommandBus } from '@nestjs/cqrs';
import type { CommandDescription } from '#libs/kernel/command-catalogue';
import type { CommandContext, Outcome } from '#libs/kernel/outcome';
import type { FieldProblem } from './field-problem.ts';
import { payloadFrom } from './payload.ts';

/** What travels with a command over Nest's bus, beside the payload that the bus finds its handler by. */
export class CommandEnvelope extends AsyncContext {
  /** Id inside the category of the stream; undefined for a creation that leaves the id to the engine. */
  readonly streamId: string | undefined;
  readonly context: CommandContext;
  /** What was wrong with the JSON that the payload was made from; reported together with what its class refuses. */
  readonly problems: readonly FieldProblem[];

  constructor(streamId: string | undefined, context: CommandContext, problems: readonly FieldProblem[] = []) {
    super();
    this.streamId = streamId;
    this.context = context;
    this.problems = problems;
  }
}

/**
 * Sends JSON as a command over Nest's bus: the way of HTTP, CLI and import alike.
 * Throws `InvalidCommand` where the body breaks the payload's rules, else what the engine throws.
 */
export const sendCommand = (
  bus: CommandBus,
  description: Pick<CommandDescription, 'payload'>,
  body: unknown,
  { streamId, context }: { readonly streamId?: string; readonly context: CommandContext },
): Promise<Outcome> => {
  const { payload, problems } = payloadFrom(description.payload, body);
  new CommandEnvelope(streamId, context, problems).attachTo(payload);
  return bus.execute<object, Outcome>(payload);
};
