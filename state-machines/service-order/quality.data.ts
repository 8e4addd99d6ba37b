import { requireNew, requireThat } from '../vocabulary/requirements.ts';
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
