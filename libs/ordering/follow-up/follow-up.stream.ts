import type { StreamType } from '#libs/kernel/decider';
import { personalMembers, type FollowUpFact } from '#state-machines/follow-up/follow-up.events';
import { followUpAvailability } from './follow-up.availability.ts';
import type { FollowUpCommand } from './follow-up.commands.ts';
import { decideFollowUp } from './follow-up.decider.ts';
import { followUpFold, followUpStateAfter, type FollowUpState } from './follow-up.state.ts';

/** フォローアップ: one stream each, `followUp-<uuid>`. */
export const followUpStream: StreamType<FollowUpState, FollowUpCommand, FollowUpFact> = {
  category: 'followUp',
  machine: 'followUp@1',
  decider: {
    initial: followUpFold.initial,
    evolve: (state, fact) => followUpFold.evolve(state, fact),
    decide: decideFollowUp,
    refusedWhen: (type, state) => followUpAvailability[type](state),
  },
  stateAfter: followUpStateAfter,
  upcasters: {},
  personal: personalMembers,
  personOf: ({ data }, id) => data.customerId || id,
};
