import type { Command, Refusal } from '#libs/kernel/decider';
import type { EventStore } from '#libs/kernel/event-store';
import { streamName } from '#libs/kernel/fact';
import type { CommandContext } from '#libs/kernel/outcome';

/** Adds to a command what its decision needs from elsewhere; or refuses it there and then. A repeat of what was done is left as it is. */
export type Preparation = (id: string, command: Command, context: CommandContext) => Promise<Command | Refusal>;

/** The preparations of one collection's commands, by type. */
export type Preparations = Readonly<Partial<Record<string, Preparation>>>;

/** Leaves repeats of what was done as they are: elsewhere, things may have changed since, and the repeat is to have the answer of the first. */
export const exceptRepeats = (
  store: Pick<EventStore, 'findCommand'>,
  category: string,
  preparations: Preparations,
): Preparations =>
  Object.fromEntries(
    Object.entries(preparations).map(([type, prepare]): [string, Preparation | undefined] => [
      type,
      prepare &&
        (async (id, command, context) => {
          const mayBeRepeat = !context.fresh;
          const isRepeat = mayBeRepeat && (await store.findCommand(streamName(category, id), context.commandId));
          return isRepeat ? command : prepare(id, command, context);
        }),
    ]),
  );
