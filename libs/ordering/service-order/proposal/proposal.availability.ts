import { latestProposal } from '#state-machines/service-order/proposals.data';
import { everyOf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import { stateRefusal } from '../../refusal.ts';
import { whileIn } from '../engagement-place.ts';
import type { ProposalCommand } from './proposal.commands.ts';
import { regionPath, type ServiceOrderState } from '../service-order.state.ts';

/** Customers answer to versions that they were shown: where the newest one is not with them, they are told which it is and what has become of it. */
const newestIsWithCustomer: Condition<ServiceOrderState> = (state) => {
  const latest = latestProposal(state.data.proposing);
  if (!latest) return whileIn('proposing.submitted')(state);
  const { version, content } = latest;
  switch (regionPath(state, 'engagement')) {
    case 'proposing.drafting':
      return stateRefusal(
        'proposal-not-submitted',
        `最新の第 ${version} 版はまだ提出されていません。それより前の版には合意できません。先に第 ${version} 版を提出してください。`,
        `Version ${version}, the newest, was not submitted yet, and no version before it can be accepted any more; submit version ${version} first.`,
      );
    case 'proposing.revisionRequested':
      return stateRefusal(
        'proposal-not-submitted',
        `最新の第 ${version} 版は修正を依頼されています。次の版を作って提出してください。`,
        `A revision of version ${version}, the newest, was requested; revise the proposal and submit the new version.`,
      );
    case 'lost.expired':
      return stateRefusal(
        'proposal-expired',
        `第 ${version} 版は ${content.validUntil} で期限切れになりました。有効期限を改めた次の版を作ってください。`,
        `Version ${version} expired after ${content.validUntil}; revise the proposal with a new validity.`,
      );
    default:
      return whileIn('proposing.submitted')(state);
  }
};

/** What refuses the commands about the proposal, whatever their payload. */
export const proposalAvailability: Readonly<Record<ProposalCommand['type'], Condition<ServiceOrderState>>> = {
  DraftProposal: everyOf(received, whileIn('hearing.confirmed')),
  ReviseProposal: everyOf(
    received,
    whileIn('proposing.drafting', 'proposing.submitted', 'proposing.revisionRequested', 'lost.expired'),
  ),
  SubmitProposal: everyOf(received, whileIn('proposing.drafting')),
  RequestProposalRevision: everyOf(received, whileIn('proposing.submitted')),
  AcceptProposal: everyOf(received, newestIsWithCustomer),
  DeclineProposal: everyOf(received, whileIn('proposing.submitted', 'proposing.revisionRequested')),
  ExpireProposal: everyOf(received, whileIn('proposing.submitted', 'lost.expired')),
};
