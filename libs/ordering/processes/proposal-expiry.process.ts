import { idOf, type RecordedFact } from '#libs/kernel/fact';
import type { Process } from '#libs/kernel/process';
import type { ServiceOrderFact, ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { endOfDay } from '#state-machines/vocabulary/dates';
import type { ProposalCommand } from '../service-order/proposal/proposal.commands.ts';

/** What ends the customer's time to answer: the answer itself, a newer version, or the end of the engagement. */
const endings: ReadonlySet<string> = new Set<ServiceOrderFact['type']>([
  'ProposalRevised',
  'ProposalRevisionRequested',
  'ProposalAccepted',
  'ProposalDeclined',
  'ProposalExpired',
  'EngagementLost',
]);

/** An order has one proposal with the customer at a time, so that a newer submission replaces the deadline of an older one. */
const deadlineOf = ({ stream }: RecordedFact): string => `${idOf(stream)}/proposal`;

/** 提案の有効期限: a submitted proposal expires at the beginning of the day after the last one on which it can be accepted, in Japan. */
export const proposalExpiryProcess = {
  name: 'proposal-expiry',
  version: 1,
  categories: ['serviceOrder'],
  sendsTo: ['serviceOrder'],
  react(fact) {
    if (fact.type !== 'ProposalSubmitted') return [];
    const { version, validUntil } = fact.data as ServiceOrderFactOf<'ProposalSubmitted'>['data'];
    const command: ProposalCommand = { type: 'ExpireProposal', data: { version } };
    const due = { at: endOfDay(validUntil), key: deadlineOf(fact) };
    return [{ category: 'serviceOrder', id: idOf(fact.stream), command, due }];
  },
  withdraws: (fact) => (endings.has(fact.type) ? [deadlineOf(fact)] : []),
  /** The customer, or the company, was faster: nothing is left to expire. Any other refusal is a mistake of somebody's, and a person has to look. */
  onRefusal: (_, { refused, code }) => (refused === 'state' || code === 'proposal-superseded' ? [] : undefined),
} satisfies Process;
