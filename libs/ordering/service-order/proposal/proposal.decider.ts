import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import { latestProposal, type ProposalVersion } from '#state-machines/service-order/proposals.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { notAfterToday, today } from '../../dates.policies.ts';
import { ruleRefusal } from '../../refusal.ts';
import type {
  AcceptProposal,
  DeclineProposal,
  DraftProposal,
  ExpireProposal,
  ProposalCommand,
  RequestProposalRevision,
  ReviseProposal,
  SubmitProposal,
} from './proposal.commands.ts';
import {
  refusalOfContent,
  refusalOfEarlyAcceptance,
  refusalOfEarlySubmission,
  refusalOfExpired,
  refusalOfVersion,
  validityHasPassed,
} from './proposal.policies.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

/** Which facts a command about the proposal leads to; that it is available has been decided. */
export const decideProposal = (
  command: ProposalCommand,
  { data }: ServiceOrderState,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  switch (command.type) {
    case 'DraftProposal':
      return draftProposal(command.data, data, context);
    case 'ReviseProposal':
      return reviseProposal(command.data, data, context);
    case 'SubmitProposal':
      return submitProposal(command.data, data, context);
    case 'RequestProposalRevision':
      return requestRevision(command.data, data);
    case 'AcceptProposal':
      return acceptProposal(command.data, data, context);
    case 'DeclineProposal':
      return declineProposal(command.data, data);
    case 'ExpireProposal':
      return expireProposal(command.data, data, context);
  }
};

/** The newest version, which there is in every state that takes a command about it. */
const newestOf = ({ proposing }: ServiceOrderData): ProposalVersion => {
  const newest = latestProposal(proposing);
  if (!newest) throw new RangeError('there is no proposal');
  return newest;
};

const draftProposal = (
  proposal: Plain<DraftProposal>,
  { receivedOn }: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> =>
  refusalOfContent(proposal, receivedOn, context) ?? [
    { type: 'ProposalDrafted', data: { version: 1, proposal: { ...proposal } } },
  ];

const reviseProposal = (
  { reason, ...revised }: Plain<ReviseProposal>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const { version, status, content } = newestOf(data);
  const proposal = { ...content, ...revised };
  const hasExpired = status === 'expired';
  if (hasExpired && revised.validUntil === undefined)
    return ruleRefusal(
      'validity-needed',
      'validUntil',
      `第 ${version} 版は期限切れです。新しい有効期限を指定してください。`,
      `Version ${version} has expired; say until when the new version is valid.`,
    );
  if (!hasExpired && canonicalJson(proposal) === canonicalJson(content)) return [];
  return (
    refusalOfContent(proposal, data.receivedOn, context) ?? [
      { type: 'ProposalRevised', data: { version: version + 1, proposal, ...(reason ? { reason } : {}) } },
    ]
  );
};

const submitProposal = (
  { version, submittedOn, ...submission }: Plain<SubmitProposal>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const newest = newestOf(data);
  const { validUntil } = newest.content;
  const day = submittedOn ?? today(context);
  return (
    refusalOfVersion(version, newest) ??
    refusalOfExpired(newest, context) ??
    notAfterToday('submittedOn', submittedOn, context) ??
    refusalOfEarlySubmission(day, data) ?? [
      { type: 'ProposalSubmitted', data: { version: newest.version, submittedOn: day, validUntil, ...submission } },
    ]
  );
};

const requestRevision = (
  { version, request }: Plain<RequestProposalRevision>,
  data: ServiceOrderData,
): Decision<ServiceOrderFact> => {
  const newest = newestOf(data);
  return (
    refusalOfVersion(version, newest) ?? [
      { type: 'ProposalRevisionRequested', data: { version: newest.version, request } },
    ]
  );
};

const acceptProposal = (
  { version, acceptedOn, ...acceptance }: Plain<AcceptProposal>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const newest = newestOf(data);
  const day = acceptedOn ?? today(context);
  return (
    refusalOfVersion(version, newest) ??
    refusalOfExpired(newest, context) ??
    notAfterToday('acceptedOn', acceptedOn, context) ??
    refusalOfEarlyAcceptance(day, newest) ?? [
      { type: 'ProposalAccepted', data: { version, acceptedOn: day, ...acceptance } },
    ]
  );
};

const declineProposal = (
  { version, ...answer }: Plain<DeclineProposal>,
  data: ServiceOrderData,
): Decision<ServiceOrderFact> => {
  const newest = newestOf(data);
  return (
    refusalOfVersion(version, newest) ?? [{ type: 'ProposalDeclined', data: { version: newest.version, ...answer } }]
  );
};

const expireProposal = (
  { version }: Plain<ExpireProposal>,
  data: ServiceOrderData,
  context: DecisionContext,
): Decision<ServiceOrderFact> => {
  const newest = newestOf(data);
  const refused = refusalOfVersion(version, newest);
  if (refused) return refused;
  const { validUntil } = newest.content;
  if (newest.status === 'expired') return [];
  return validityHasPassed(newest, context)
    ? [{ type: 'ProposalExpired', data: { version, validUntil } }]
    : ruleRefusal(
        'proposal-still-valid',
        'version',
        `第 ${version} 版は ${validUntil} まで有効です。`,
        `Version ${version} is valid until ${validUntil}, which has not passed.`,
      );
};
