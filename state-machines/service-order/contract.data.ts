import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNext, requireThat } from '../vocabulary/requirements.ts';
import { sumOf, taxedAmounts, classesThatDiffer } from './price.data.ts';
import type { ServiceOrderFact } from './service-order.events.ts';
import { parties, type ContractContent, type ContractDraft, type Party } from './service-order.terms.ts';

/** One version of the contract, as short as the history needs it; its content is in the fact that made it. */
export interface ContractVersion {
  readonly version: number;
  /** Tax-exclusive minor units. */
  readonly value: number;
  readonly agreedOn: CalendarDate;
  /** The change that made it; null for the conclusion, a renewal and a termination. */
  readonly changeId: string | null;
}

export interface ContractingData {
  readonly draftNumber: number;
  readonly draft: ContractDraft | null;
  /** The content of the newest version; null before the contract is concluded. */
  readonly current: ContractContent | null;
  readonly versions: readonly ContractVersion[];
  readonly signedFor: readonly Party[];
  /** When a recurring service ends, where it was agreed that it is not renewed. */
  readonly serviceEndsOn: CalendarDate | null;
  readonly terminatedOn: CalendarDate | null;
}

export const initialContracting: ContractingData = {
  draftNumber: 0,
  draft: null,
  current: null,
  versions: [],
  signedFor: [],
  serviceEndsOn: null,
  terminatedOn: null,
};

/** The parts of a contract that it cannot be concluded without. */
export const contractParts = ['scope', 'items', 'schedule', 'terms', 'paymentDays', 'billing', 'warranty'] as const;
export type ContractPart = (typeof contractParts)[number];

/** What a draft still lacks, in the order in which people ask for it. */
export const missingInDraft = (draft: ContractDraft): readonly ContractPart[] =>
  contractParts.filter((part) => {
    const value = draft[part];
    return value === undefined || (Array.isArray(value) && value.length === 0);
  });

/** What a contract is worth, tax-exclusive: the price of its items, or of its billing once it was terminated. */
export const contractValue = ({ billing }: Pick<ContractContent, 'billing'>): number => sumOf(billing);

/** True where something in it is paid month by month. */
export const isRecurring = ({ items }: Pick<ContractContent, 'items'>): boolean =>
  items.some(({ pricing }) => pricing === 'recurring');

type ContractFact = Extract<
  ServiceOrderFact,
  {
    type:
      | 'ContractDrafted'
      | 'ContractConcluded'
      | 'ContractRenewed'
      | 'ServiceEndAgreed'
      | 'ContractTerminated'
      | 'ChangeAgreed';
  }
>;

const withVersion = (
  data: ContractingData,
  version: number,
  content: ContractContent,
  agreedOn: CalendarDate,
  changeId: string | null,
): ContractingData => {
  requireNext('contract version', version, data.versions.length);
  requireThat(
    agreedOn >= (data.versions.at(-1)?.agreedOn ?? agreedOn),
    'it is of an earlier day than the version before',
  );
  const entry = { version, value: contractValue(content), agreedOn, changeId };
  return { ...data, draft: null, current: content, versions: [...data.versions, entry] };
};

const requireItemsBilled = ({ items, billing }: ContractContent): void => {
  requireThat(
    classesThatDiffer(taxedAmounts(items), billing).length === 0,
    'the milestones do not add up to the price',
  );
};

/** The contract after a fact about it. Throws `RangeError` for a draft or a version that does not follow, whose milestones do not add up, or that not both sides signed. */
export const reduceContracting = (data: ContractingData, fact: ContractFact): ContractingData => {
  switch (fact.type) {
    case 'ContractDrafted':
      requireNext('draft', fact.data.draft, data.draftNumber);
      return { ...data, draftNumber: fact.data.draft, draft: fact.data.contract };
    case 'ContractConcluded': {
      const { contractVersion, contract, concludedOn, signedFor } = fact.data;
      requireItemsBilled(contract);
      requireThat(
        parties.every((party) => signedFor.includes(party)),
        'it is not signed for both sides',
      );
      return { ...withVersion(data, contractVersion, contract, concludedOn, null), signedFor };
    }
    case 'ChangeAgreed': {
      const { contractVersion, contract, agreedOn, changeId } = fact.data;
      requireItemsBilled(contract);
      const changed = withVersion(data, contractVersion, contract, agreedOn, changeId);
      // Whether the service is renewed was agreed for another end.
      return contract.schedule.endsOn === data.serviceEndsOn ? changed : { ...changed, serviceEndsOn: null };
    }
    case 'ContractRenewed': {
      const { contractVersion, contract, agreedOn } = fact.data;
      requireItemsBilled(contract);
      return { ...withVersion(data, contractVersion, contract, agreedOn, null), serviceEndsOn: null };
    }
    case 'ServiceEndAgreed':
      requireThat(fact.data.endsOn === data.current?.schedule.endsOn, 'the service does not end with the contract');
      return { ...data, serviceEndsOn: fact.data.endsOn };
    case 'ContractTerminated': {
      const { contractVersion, contract, terminatedOn } = fact.data;
      return { ...withVersion(data, contractVersion, contract, terminatedOn, null), terminatedOn };
    }
  }
};
