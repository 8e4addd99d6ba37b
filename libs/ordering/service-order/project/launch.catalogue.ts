import type { CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../../command-words.ts';
import { launchPayloads } from './launch.commands.ts';

const describe = describeCommands(launchPayloads);

/** Words and examples of the commands of the launch. */
export const launchCommands: Readonly<Record<keyof typeof launchPayloads, CommandDescription>> = {
  PlanProject: describe('PlanProject', 'プロジェクトを計画する', 'Plan the project', {
    owner: 'tanaka',
    members: [
      { memberId: 'tanaka', role: 'プロジェクト責任者' },
      { memberId: 'suzuki', role: '設計' },
    ],
    schedule: { startsOn: '2026-12-01', endsOn: '2027-03-31' },
    tasks: [
      { taskId: 'T1', title: '要件定義', startsOn: '2026-12-01', endsOn: '2026-12-25', assignee: 'tanaka' },
      {
        taskId: 'T2',
        title: '基本設計',
        startsOn: '2027-01-05',
        endsOn: '2027-02-12',
        dependsOn: ['T1'],
        assignee: 'suzuki',
        deliverableId: 'D1',
      },
    ],
    resources: [{ kind: 'software', name: '検証環境' }],
    contactIntervalDays: 7,
  }),
  KickOffProject: describe('KickOffProject', 'プロジェクトをキックオフする', 'Kick the project off', {}),
};
