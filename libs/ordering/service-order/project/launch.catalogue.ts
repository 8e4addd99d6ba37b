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
      { memberId: 'suzuki', role: '設計・開発' },
    ],
    schedule: { startsOn: '2099-01-05', endsOn: '2099-03-31' },
    tasks: [
      {
        taskId: 'T1',
        title: '要件定義',
        startsOn: '2099-01-05',
        endsOn: '2099-01-29',
        assignee: 'tanaka',
        deliverableId: 'D1',
      },
      {
        taskId: 'T2',
        title: '設計・開発',
        startsOn: '2099-02-01',
        endsOn: '2099-03-20',
        dependsOn: ['T1'],
        assignee: 'suzuki',
        deliverableId: 'D2',
      },
    ],
    resources: [{ kind: 'software', name: '検証環境' }],
    contactIntervalDays: 7,
  }),
  KickOffProject: describe('KickOffProject', 'プロジェクトをキックオフする', 'Kick the project off', {}),
};
