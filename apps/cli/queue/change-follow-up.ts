import { followUpCatalogue } from '#libs/ordering/follow-up/follow-up.catalogue';
import type { Terminal } from '../terminal.ts';
import { findFollowUp } from './find-follow-up.ts';
import { withMember } from './known-names.ts';
import type { ActingOptions } from './queue-options.ts';
import { showFollowUp } from './show-follow-up.ts';

/** Sends a command about the follow-up that is meant by the beginning of its id, and shows what it is like then. */
export const changeFollowUp = (
  terminal: Terminal,
  options: ActingOptions,
  beginning: string,
  type: keyof typeof followUpCatalogue.commands,
  data: object,
): Promise<void> =>
  withMember(terminal, options, async (desk) => {
    const { id } = await findFollowUp(desk, beginning);
    await desk.send(followUpCatalogue, type, data, { streamId: id });
    await showFollowUp(terminal, desk, id, options);
  });
