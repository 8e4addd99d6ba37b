import { missingInPlan, type PlanPart } from '#state-machines/service-order/project.data';
import type { Bilingual } from '#state-machines/vocabulary/labels';
import { everyOf, type Condition } from '../../availability.ts';
import { received } from '../../order/hold-and-care.availability.ts';
import { stateRefusal } from '../../refusal.ts';
import { notHeld, whileIn } from '../engagement-place.ts';
import type { LaunchCommand } from './launch.commands.ts';
import type { ServiceOrderState } from '../service-order.state.ts';

const planPartNames: Readonly<Record<PlanPart, Bilingual>> = {
  owner: { ja: '責任者', en: 'the owner' },
  members: { ja: 'メンバー', en: 'at least one member' },
  schedule: { ja: '日程', en: 'the schedule' },
  tasks: { ja: '作業', en: 'at least one task' },
  contactIntervalDays: { ja: '連絡間隔', en: 'the contact interval' },
};

/** Allowed once nothing is missing in the plan; says everything that is. */
const planIsComplete: Condition<ServiceOrderState> = ({ data }) => {
  const missing = missingInPlan(data.project.plan).map((part) => planPartNames[part]);
  return missing.length === 0
    ? undefined
    : stateRefusal(
        'plan-incomplete',
        `プロジェクト計画に不足があります: ${missing.map(({ ja }) => ja).join('、')}。先に計画してください。`,
        `The plan of the project lacks ${missing.map(({ en }) => en).join(', ')}; plan that first.`,
      );
};

/** What refuses every command of the launch in a state, whatever its payload. */
export const launchAvailability: Readonly<Record<LaunchCommand['type'], Condition<ServiceOrderState>>> = {
  PlanProject: everyOf(received, whileIn('contracting.concluded', 'launching', 'delivering', 'reviewing')),
  KickOffProject: everyOf<ServiceOrderState>(received, whileIn('launching'), planIsComplete, notHeld),
};
