import { describe, expect, it } from '@jest/globals';
import { dateOfDay } from './business-days.ts';
import { workOn, type FollowUpTask, type ShownFollowUp } from './follow-up-work.ts';
import { membersOf } from './sample-desk.ts';

const shown = (more: Partial<ShownFollowUp> = {}): ShownFollowUp => ({
  key: 'delivery-failed/goodsOrder-1/S1/1',
  rule: 'delivery-failed',
  team: undefined,
  assignee: undefined,
  ...more,
});
const of = (turn: number, followUp = shown({ key: `delivery-failed/goodsOrder-${String(turn)}/S1/1` })) =>
  workOn(followUp, { overall: turn, inTeam: turn });
const words = ({ afterDays, by, type, data }: FollowUpTask) => {
  const inDays = (days: number) => dateOfDay(10 + days);
  return { afterDays, by, type, data: data({ today: inDays(0), inDays }) };
};
const hundred = Array.from({ length: 100 }, (_, turn) => of(turn));

describe('the work on follow-ups at the sample company', () => {
  it('is the same for the same follow-up', () => {
    expect(of(7).map(words)).toEqual(of(7).map(words));
  });

  it('ends in every way: some are done or dropped, some handed on, some rest for a while, and some nobody takes', () => {
    const types = hundred.map((tasks) => tasks.map(({ type }) => type));
    for (const type of [
      'CompleteFollowUp',
      'DropFollowUp',
      'ReturnFollowUp',
      'SnoozeFollowUp',
      'AssignFollowUp',
    ] as const)
      expect(types.some((taken) => taken.includes(type))).toBe(true);
    expect(types.filter((taken) => taken.length === 1)).toContainEqual(['MoveFollowUpToTeam']);
  });

  it('is done in its order, by members of the team whose work it is', () => {
    const members = membersOf('orders').map(({ memberId }) => memberId);
    for (const tasks of hundred) {
      const days = tasks.map(({ afterDays }) => afterDays);
      expect(days).toEqual(days.toSorted((one, other) => one - other));
      for (const { by } of tasks) expect(members).toContain(by);
    }
  });

  it('stays with whom it was given to, and in the team that it was opened for', () => {
    const given = of(1, shown({ rule: undefined, assignee: 'mori' }));
    expect(given.map(({ by, type }) => [by, type])).toEqual([['mori', 'CompleteFollowUp']]);
    const sales = of(60, shown({ rule: undefined, team: 'sales' }));
    expect(sales.map(({ type }) => type)).not.toContain('MoveFollowUpToTeam');
  });
});
