import type { Command, Refusal } from '#libs/kernel/decider';
import type { CommandContext } from '#libs/kernel/outcome';

/** Adds to a command what its decision needs from elsewhere; or refuses it there and then. A repeat of what was done is left as it is. */
export type Preparation = (id: string, command: Command, context: CommandContext) => Promise<Command | Refusal>;

/** The preparations of one collection's commands, by type. */
export type Preparations = Readonly<Partial<Record<string, Preparation>>>;
