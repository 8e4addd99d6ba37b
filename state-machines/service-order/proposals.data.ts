import type { ServiceOrderFact } from './service-order.events.ts';
import type { LossReason, ProposalContent } from './service-order.terms.ts';

export type ProposalStatus =
  'draft' | 'submitted' | 'revisionRequested' | 'superseded' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/** One version of the proposal. Its content never changes; only what became of it does. */
export interface ProposalVersion {
  readonly version: number;
  readonly status: ProposalStatus;
  readonly content: ProposalContent;
}

/** Every version, the first one first, and what is thought of the chances. */
export interface ProposingData {
  readonly versions: readonly ProposalVersion[];
  /** Percent; null where nobody has said. */
  readonly winProbability: number | null;
  readonly lostReason: LossReason | null;
}

export const initialProposing: ProposingData = { versions: [], winProbability: null, lostReason: null };

type ProposalFact = Extract<
  ServiceOrderFact,
  {
    type:
      | 'WinProbabilityEstimated'
      | 'ProposalDrafted'
      | 'ProposalRevised'
      | 'ProposalSubmitted'
      | 'ProposalRevisionRequested'
      | 'ProposalAccepted'
      | 'ProposalDeclined'
      | 'ProposalExpired'
      | 'EngagementLost';
  }
>;

/** The newest version; undefined before there is one. */
export const latestProposal = ({ versions }: ProposingData): ProposalVersion | undefined => versions.at(-1);

/** The version of a number; undefined where there is none. */
export const proposalVersion = ({ versions }: ProposingData, version: number): ProposalVersion | undefined =>
  versions.find((proposal) => proposal.version === version);

const withStatus = (data: ProposingData, version: number, status: ProposalStatus): ProposingData => {
  if (!proposalVersion(data, version)) throw new RangeError(`there is no version ${String(version)} of the proposal`);
  const versions = data.versions.map((proposal) => (proposal.version === version ? { ...proposal, status } : proposal));
  return { ...data, versions };
};

const withdrawn = (data: ProposingData, version: number | undefined): ProposingData =>
  version === undefined ? data : withStatus(data, version, 'withdrawn');

const withNewVersion = (data: ProposingData, version: number, content: ProposalContent): ProposingData => {
  if (version !== data.versions.length + 1)
    throw new RangeError(`version ${String(version)} does not follow version ${String(data.versions.length)}`);
  const before = data.versions.map((proposal) =>
    proposal.status === 'expired' || proposal.status === 'declined'
      ? proposal
      : { ...proposal, status: 'superseded' as const },
  );
  return { ...data, lostReason: null, versions: [...before, { version, status: 'draft', content }] };
};

/** The proposal after a fact about it. Throws `RangeError` for a version that cannot be. */
export const reduceProposing = (data: ProposingData, fact: ProposalFact): ProposingData => {
  switch (fact.type) {
    case 'WinProbabilityEstimated':
      return { ...data, winProbability: fact.data.percent };
    case 'ProposalDrafted':
    case 'ProposalRevised':
      return withNewVersion(data, fact.data.version, fact.data.proposal);
    case 'ProposalSubmitted':
      return withStatus(data, fact.data.version, 'submitted');
    case 'ProposalRevisionRequested':
      return withStatus(data, fact.data.version, 'revisionRequested');
    case 'ProposalAccepted':
      return withStatus(data, fact.data.version, 'accepted');
    case 'ProposalDeclined':
      return { ...withStatus(data, fact.data.version, 'declined'), lostReason: fact.data.reason };
    case 'ProposalExpired':
      return { ...withStatus(data, fact.data.version, 'expired'), lostReason: 'noAnswer' };
    case 'EngagementLost':
      return { ...withdrawn(data, fact.data.version), lostReason: fact.data.reason };
  }
};
