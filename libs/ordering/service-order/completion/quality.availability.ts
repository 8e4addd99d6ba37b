import { openReviews } from '#state-machines/service-order/quality.data';
import type { ServiceOrderData } from '#state-machines/service-order/service-order.data';
import { everyOf, onlyIf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import { whileIn } from '../engagement-place.ts';
import type { QualityCommand } from './quality.commands.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

const whileWorking = whileIn('delivering', 'reviewing');

/** What is concluded or closed counts too: to say so again decides nothing, and is no refusal. */
const someReviewWasStarted = onlyIf(
  ({ quality }: ServiceOrderData) => Object.keys(quality.reviews).length > 0,
  'no-review',
  'レビューがまだ始められていません。',
  'No review was started.',
);

const noReviewIsOpen = onlyIf(
  ({ quality }: ServiceOrderData) => openReviews(quality).length === 0,
  'review-open',
  '進行中のレビューがあります。先にレビューを終えてください。',
  'A review is open; conclude it first.',
);

const someImprovementWasPlanned = onlyIf(
  ({ quality }: ServiceOrderData) => Object.keys(quality.improvements).length > 0,
  'no-improvement',
  '改善が計画されていません。',
  'No improvement was planned.',
);

/** What refuses each command about quality in a state, whatever its payload. */
export const qualityAvailability: Readonly<Record<QualityCommand['type'], Condition<ServiceOrderState>>> = {
  StartReview: everyOf(received, whileWorking),
  ConcludeReview: everyOf(received, whileWorking, someReviewWasStarted),
  PlanImprovement: everyOf(received, whileWorking),
  CloseImprovement: everyOf(received, whileWorking, someImprovementWasPlanned),
  WaiveImprovement: everyOf(received, whileWorking, someImprovementWasPlanned),
  ResumeDelivery: everyOf(received, whileIn('reviewing'), noReviewIsOpen),
};
