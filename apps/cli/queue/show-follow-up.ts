import { followUpQuery } from '#libs/read-models/follow-ups/follow-ups.query';
import { dayOf } from '#libs/read-models/query-description';
import type { JsonOption } from '../command-options.ts';
import type { Terminal } from '../terminal.ts';
import { followUpText } from './follow-up-text.ts';
import type { Desk } from './with-desk.ts';

/** Shows a follow-up as the queue has it now. */
export const showFollowUp = async (terminal: Terminal, desk: Desk, id: string, { json }: JsonOption): Promise<void> => {
  const view = await desk.ask(followUpQuery, { id });
  if (!view) throw new RangeError(`the queue does not show ${id}`);
  terminal.out(
    json ? JSON.stringify(view, null, 2) : followUpText(view, dayOf(desk.context, undefined), desk.language),
  );
};
