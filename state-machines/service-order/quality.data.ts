import type { CalendarDate } from '../vocabulary/dates.ts';
import type { ServiceOrderFact } from './service-order.events.ts';
import type { ReviewCriterion } from './service-order.terms.ts';

export interface Review {
  readonly criteria: readonly ReviewCriterion[];
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
  if (!open.includes(id)) throw new RangeError(`${id} is not open`);
};

/** Reviews and improvements after a fact about one. Throws `RangeError` for one that is not open. */
export const reduceQuality = (data: QualityData, fact: QualityFact): QualityData => {
  switch (fact.type) {
    case 'ReviewStarted':
      return {
        ...data,
        reviews: { ...data.reviews, [fact.data.reviewId]: { criteria: fact.data.criteria, passed: null } },
      };
    case 'ReviewConcluded': {
      const { reviewId, met } = fact.data;
      const review = data.reviews[reviewId];
      requireOpen(openReviews(data), reviewId);
      const criteria = review?.criteria ?? [];
      const passed = criteria.every(({ criterionId }) => met.includes(criterionId));
      return { ...data, reviews: { ...data.reviews, [reviewId]: { criteria, passed } } };
    }
    case 'ImprovementPlanned':
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
