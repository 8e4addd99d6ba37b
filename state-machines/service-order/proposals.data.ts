import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNext } from '../vocabulary/requirements.ts';
import type { ServiceOrderFact } from './service-order.events.ts';
import type { LossReason, ProposalContent } from './service-order.terms.ts';

export type ProposalStatus =
  'draft' | 'submitted' | 'revisionRequested' | 'superseded' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

/** One version of the proposal. Its content never changes; only what became of it does. */
export interface ProposalVersion {
  readonly version: number;
  readonly status: ProposalStatus;
  readonly content: ProposalContent;
  /** When the customer got it; null before that. */
  readonly submittedOn: CalendarDate | null;
  /** When the customer agreed to it. */
  readonly acceptedOn: CalendarDate | null;
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

/** Only the newest version moves: what came before it is as it was left. */
const withChange = (
  { versions, ...data }: ProposingData,
  version: number,
  change: Pick<ProposalVersion, 'status'> & Partial<ProposalVersion>,
): ProposingData => {
  const newest = versions.at(-1);
  if (newest?.version !== version) throw new RangeError(`version ${String(version)} of the proposal is not the newest`);
  return { ...data, versions: [...versions.slice(0, -1), { ...newest, ...change }] };
};

const withNewVersion = (data: ProposingData, version: number, content: ProposalContent): ProposingData => {
  requireNext('version', version, data.versions.length);
  const before = data.versions.map((proposal) =>
    proposal.status === 'expired' || proposal.status === 'declined'
      ? proposal
      : { ...proposal, status: 'superseded' as const },
  );
  const draft = { version, status: 'draft' as const, content, submittedOn: null, acceptedOn: null };
  return { ...data, lostReason: null, versions: [...before, draft] };
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
      return withChange(data, fact.data.version, { status: 'submitted', submittedOn: fact.data.submittedOn });
    case 'ProposalRevisionRequested':
      return withChange(data, fact.data.version, { status: 'revisionRequested' });
    case 'ProposalAccepted':
      return withChange(data, fact.data.version, { status: 'accepted', acceptedOn: fact.data.acceptedOn });
    case 'ProposalDeclined':
      return { ...withChange(data, fact.data.version, { status: 'declined' }), lostReason: fact.data.reason };
    case 'ProposalExpired':
      return { ...withChange(data, fact.data.version, { status: 'expired' }), lostReason: 'noAnswer' };
    case 'EngagementLost': {
      const { version, reason } = fact.data;
      const without = version === undefined ? data : withChange(data, version, { status: 'withdrawn' });
      return { ...without, lostReason: reason };
    }
  }
};
