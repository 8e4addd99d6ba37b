import type { Plain } from '#libs/kernel/command-catalogue';
import type { supportCasePayloads } from '#libs/ordering/support-case/support-case.commands';
import type { Bilingual } from '#libs/kernel/decider';
import type { Today, Wait } from './journey.ts';
import type { CaseTopic } from './case-topics.ts';

type Payloads = typeof supportCasePayloads;
type CaseStep = Exclude<keyof Payloads, 'OpenCase' | 'OpenCaseOfInquiry' | 'SettleCase'>;

/** What a step may know of its case when its day has come. */
export interface CaseSoFar extends Today {
  readonly topic: CaseTopic;
  /** Who works on it. */
  readonly assignee: string;
}

/** One thing that happens to a case after it was opened. What answers something comes a day after it at the earliest. */
export type CaseJourneyStep =
  { readonly kind: 'send'; readonly type: string; readonly data: (so: CaseSoFar) => object } | Wait;

/** A named way through the chart of a support case, told in commands. */
export interface CaseJourney {
  /** Kebab-case, unique. */
  readonly name: string;
  readonly title: Bilingual;
  /** State of the case in the end, and how often it was reopened by then. */
  readonly endsIn: { readonly state: string; readonly reopened: number };
  readonly steps: readonly CaseJourneyStep[];
}

/** A command whose words are made from the case so far. */
export const send = <Type extends CaseStep>(
  type: Type,
  data: (so: CaseSoFar) => Plain<InstanceType<Payloads[Type]>>,
): CaseJourneyStep => ({ kind: 'send', type, data });
