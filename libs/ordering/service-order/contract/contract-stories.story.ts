import fc from 'fast-check';
import { CorruptStream } from '#libs/kernel/decider';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { daysLater } from '#state-machines/vocabulary/dates';
import {
  billingSteps,
  changeSteps,
  fixedPrice,
  oneOf,
  picks,
  turns,
  workSteps,
  type Chapter,
  type Picks,
  type Step,
} from './contract-steps.story.ts';
import { serviceOrderPayloads, type ServiceOrderCommand } from '../service-order.commands.ts';
import {
  agreedOrder,
  concludeContract,
  continued,
  kickOff,
  planProject,
  STORY_DAY,
  told,
  type Story,
} from '../service-order.story.ts';
import { serviceOrderStream } from '../service-order.stream.ts';

const isCommand = (step: Step): step is ServiceOrderCommand => Object.hasOwn(serviceOrderPayloads, step.type);

const isPossible =
  ({ state }: Story) =>
  (step: Step): boolean =>
    !isCommand(step) || serviceOrderStream.decider.refusedWhen(step.type, state) === undefined;

/** The story with a fact that others decided, where the chart takes it now. */
const happened = (chapter: Chapter, fact: ServiceOrderFact): Story => {
  try {
    const state = serviceOrderStream.decider.evolve(chapter.state, fact);
    return { state, facts: [...chapter.facts, fact], refusal: undefined };
  } catch (error) {
    if (!(error instanceof CorruptStream)) throw error;
    return chapter;
  }
};

/** Mostly something possible about the money, a change or the work, so that stories get far; now and then anything, and seldom a turn. */
const stepFrom = (about: Picks, chapter: Chapter): Step => {
  const kinds = [billingSteps, changeSteps, billingSteps, changeSteps, workSteps];
  const { kind } = about;
  const candidates = (kind % 16 === 0 ? turns : oneOf(kinds, kind))(about, chapter);
  const possible = kind % 9 === 0 ? candidates : candidates.filter(isPossible(chapter));
  return oneOf(possible.length > 0 ? possible : candidates, Math.floor(kind / 5));
};

const next = (before: Chapter, about: Picks): Chapter => {
  const chapter = { ...before, day: daysLater(before.day, about.days) };
  const step = stepFrom(about, chapter);
  const after = isCommand(step) ? told(chapter, step, `${chapter.day}T03:00:00.000Z`) : happened(chapter, step);
  return { ...after, day: chapter.day };
};

interface Amounts {
  readonly prepaid: number;
  readonly build: number;
  readonly papers: number;
  readonly hours: number;
}

/** A concluded contract in three tax classes: paid in advance, piece by piece, by the month, and with the final acceptance. */
const concludedWith = ({ prepaid, build, papers, hours }: Amounts): Story =>
  continued(
    agreedOrder([
      fixedPrice('build', 'standard', prepaid + build),
      fixedPrice('papers', 'reduced', papers),
      {
        itemId: 'support',
        description: '移行支援',
        taxClass: 'exempt',
        pricing: 'timeAndMaterial',
        hourlyRate: 77,
        estimatedHours: hours,
        capHours: hours + 2,
      },
      {
        itemId: 'care',
        description: '保守',
        taxClass: 'standard',
        pricing: 'recurring',
        monthlyAmount: 333,
        months: 2,
      },
    ]),
    {
      type: 'DraftContract',
      data: {
        paymentDays: 5,
        warranty: { months: 12, terms: '無償修正' },
        deliverables: ['design', 'manual'].map((deliverableId) => ({ deliverableId, name: deliverableId })),
        billing: [
          { name: '着手金', trigger: 'contractConclusion', amount: prepaid, taxClass: 'standard' },
          { name: '設計', trigger: 'acceptance', amount: build, taxClass: 'standard', deliverableIds: ['design'] },
          { name: '資料', trigger: 'acceptance', amount: papers, taxClass: 'reduced' },
          { name: '支援', trigger: 'finalAcceptance', amount: hours * 77, taxClass: 'exempt' },
          { name: '保守 1', trigger: 'acceptance', amount: 333, taxClass: 'standard', deliverableIds: ['manual'] },
          { name: '保守 2', trigger: 'acceptance', amount: 333, taxClass: 'standard' },
        ],
      },
    },
    concludeContract,
  );

const amount = fc.integer({ min: 1, max: 99 });
const amounts: fc.Arbitrary<Amounts> = fc.record({ prepaid: amount, build: amount, papers: amount, hours: amount });

/** Stories from the conclusion of a contract on, chapter by chapter; most of them with the project kicked off. */
export const contractStories: fc.Arbitrary<readonly Chapter[]> = fc
  .tuple(
    amounts,
    fc.constantFrom([planProject, kickOff], [planProject, kickOff], [planProject, kickOff], []),
    fc.array(picks, { minLength: 10, maxLength: 70, size: 'max' }),
  )
  .map(([agreed, launch, steps]) => {
    const chapters: Chapter[] = [{ ...continued(concludedWith(agreed), ...launch), day: STORY_DAY }];
    for (const about of steps) chapters.push(next(oneOf(chapters, chapters.length - 1), about));
    return chapters;
  });
