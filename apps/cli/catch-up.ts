import type { Engine } from '#libs/engine/engine';
import type { Position } from '#libs/kernel/event-store';
import { CommandFailed } from './failure.ts';

/** How long a read model may take to get to the end of the log, in milliseconds. */
const CATCH_UP_MS = 120_000;

/** Resolves when these read models hold everything up to a place in the log, or all that is in it now. Throws `CommandFailed` where one has stopped, or does not get there in time. */
export const catchUp = async (
  { store, projections }: Pick<Engine, 'store' | 'projections'>,
  names: readonly string[],
  upTo?: Position,
): Promise<void> => {
  const position = upTo ?? (await store.head());
  for (const name of names)
    if (!(await projections.waitFor(name, position, CATCH_UP_MS)))
      throw new CommandFailed(`the read model ${name} does not catch up with the log: see "juchu projections status"`);
};
