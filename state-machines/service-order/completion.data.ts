import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNext, requireThat } from '../vocabulary/requirements.ts';
import type { ServiceOrderFact } from './service-order.events.ts';

/** How the end of the work was reported, and what the customer and the company said of it. */
export interface CompletionData {
  readonly reports: number;
  /** When the newest report was made. */
  readonly reportedOn: CalendarDate | null;
  /** When the newest report that the customer refused was refused. */
  readonly refusedOn: CalendarDate | null;
  readonly acceptedOn: CalendarDate | null;
  readonly evaluated: boolean;
  readonly opportunityIds: readonly string[];
}

export const initialCompletion: CompletionData = {
  reports: 0,
  reportedOn: null,
  refusedOn: null,
  acceptedOn: null,
  evaluated: false,
  opportunityIds: [],
};

type CompletionFact = Extract<
  ServiceOrderFact,
  {
    type:
      | 'CompletionReported'
      | 'CompletionAccepted'
      | 'CompletionRefused'
      | 'EngagementEvaluated'
      | 'NextOpportunityRecorded';
  }
>;

/** The end of the work after a fact about it. Throws `RangeError` for another report than the newest, or an opportunity that there was before. */
export const reduceCompletion = (data: CompletionData, fact: CompletionFact): CompletionData => {
  switch (fact.type) {
    case 'CompletionReported': {
      const { reportNumber, reportedOn } = fact.data;
      requireNext('report', reportNumber, data.reports);
      return { ...data, reports: reportNumber, reportedOn };
    }
    case 'CompletionAccepted':
      requireThat(fact.data.reportNumber === data.reports, 'it is not the newest report that was accepted');
      return { ...data, acceptedOn: fact.data.acceptedOn };
    case 'CompletionRefused':
      requireThat(fact.data.reportNumber === data.reports, 'it is not the newest report that was refused');
      return { ...data, refusedOn: fact.data.refusedOn };
    case 'EngagementEvaluated':
      return { ...data, evaluated: true };
    case 'NextOpportunityRecorded': {
      const { opportunityId } = fact.data;
      requireThat(!data.opportunityIds.includes(opportunityId), `there was ${opportunityId} before`);
      return { ...data, opportunityIds: [...data.opportunityIds, opportunityId] };
    }
  }
};
