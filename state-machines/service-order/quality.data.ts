import type { CalendarDate } from '../vocabulary/dates.ts';
import { requireNew, requireNext, requireThat } from '../vocabulary/requirements.ts';
import type { ServiceOrderFact } from './service-order.events.ts';

export interface Review {
  /** What it is held against; each is described in the fact that began it. */
  readonly criterionIds: readonly string[];
  /** Null while it goes on. */
  readonly passed: boolean | null;
}

export interface QualityData {
  readonly reviews: Readonly<Record<string, Review>>;
  readonly improvements: Readonly<Record<string, 'open' | 'closed' | 'waived'>>;
}

export const initialQuality: QualityData = { reviews: {}, improvements: {} };

/** Ids of the reviews that are not concluded. */
export const openReviews = ({ reviews }: QualityData): readonly string[] =>
  Object.entries(reviews)
    .filter(([, { passed }]) => passed === null)
    .map(([reviewId]) => reviewId);

/** Ids of the improvement actions that are neither closed nor waived. */
export const openImprovements = ({ improvements }: QualityData): readonly string[] =>
  Object.entries(improvements)
    .filter(([, state]) => state === 'open')
    .map(([actionId]) => actionId);

type QualityFact = Extract<
  ServiceOrderFact,
  {
    type: 'ReviewStarted' | 'ReviewConcluded' | 'ImprovementPlanned' | 'ImprovementClosed' | 'ImprovementWaived';
  }
>;

const requireOpen = (open: readonly string[], id: string): void => {
  requireThat(open.includes(id), `${id} is not open`);
};

/** Reviews and improvements after a fact about one. Throws `RangeError` for one that is not open, or that there was before. */
export const reduceQuality = (data: QualityData, fact: QualityFact): QualityData => {
  switch (fact.type) {
    case 'ReviewStarted': {
      const { reviewId, criteria } = fact.data;
      requireNew(reviewId, data.reviews);
      const criterionIds = criteria.map(({ criterionId }) => criterionId);
      return { ...data, reviews: { ...data.reviews, [reviewId]: { criterionIds, passed: null } } };
    }
    case 'ReviewConcluded': {
      const { reviewId, met } = fact.data;
      requireOpen(openReviews(data), reviewId);
      const criterionIds = data.reviews[reviewId]?.criterionIds ?? [];
      const passed = criterionIds.every((id) => met.includes(id));
      return { ...data, reviews: { ...data.reviews, [reviewId]: { criterionIds, passed } } };
    }
    case 'ImprovementPlanned':
      requireNew(fact.data.actionId, data.improvements);
      return { ...data, improvements: { ...data.improvements, [fact.data.actionId]: 'open' } };
    case 'ImprovementClosed':
    case 'ImprovementWaived': {
      requireOpen(openImprovements(data), fact.data.actionId);
      const state = fact.type === 'ImprovementClosed' ? 'closed' : 'waived';
      return { ...data, improvements: { ...data.improvements, [fact.data.actionId]: state } };
    }
  }
};

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
