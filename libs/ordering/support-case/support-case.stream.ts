import type { StreamType } from '#libs/kernel/decider';
import { personalMembers, type SupportCaseFact } from '#state-machines/support-case/support-case.events';
import { supportCaseAvailability } from './support-case.availability.ts';
import type { SupportCaseCommand } from './support-case.commands.ts';
import { decideSupportCase } from './support-case.decider.ts';
import { supportCaseFold, supportCaseStateAfter, type SupportCaseState } from './support-case.state.ts';

/** 問い合わせ案件: one stream per case, `supportCase-<uuid>`. */
export const supportCaseStream: StreamType<SupportCaseState, SupportCaseCommand, SupportCaseFact> = {
  category: 'supportCase',
  machine: 'supportCase@1',
  decider: {
    initial: supportCaseFold.initial,
    evolve: (state, fact) => supportCaseFold.evolve(state, fact),
    decide: decideSupportCase,
    refusedWhen: (type, state) => supportCaseAvailability[type](state),
  },
  stateAfter: supportCaseStateAfter,
  upcasters: {},
  personal: personalMembers,
  personOf: ({ data }, id) => data.customerId || id,
};
