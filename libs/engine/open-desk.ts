import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { deskStream } from '#libs/ordering/desk/desk.stream';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { DESK_ID } from '#state-machines/desk/desk.id';

/** Opens the desk where there is none yet, and introduces the rules that this program is the first to have; of what happened before, neither takes notice. */
export const openDesk = async (loop: Pick<CommandLoop, 'execute'>): Promise<void> => {
  const commandId = crypto.randomUUID();
  await loop.execute(
    deskStream,
    DESK_ID,
    { type: 'OpenDesk', data: { rules: followUpRules.map(({ id }) => id) } },
    { commandId, fresh: true, correlationId: commandId, actor: { id: 'desk', role: 'system', via: 'engine' } },
  );
};
