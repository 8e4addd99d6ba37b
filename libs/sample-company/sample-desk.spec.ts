import { describe, expect, it } from '@jest/globals';
import { isBusinessDay, usualCalendar } from '#libs/ordering/desk/business-calendar';
import { followUpRules } from '#state-machines/follow-up/follow-up-rules';
import { daysLater } from '#state-machines/vocabulary/dates';
import { dateOfDay } from './business-days.ts';
import { memberInTurn, membersOf, sampleCalendar, sampleMembers, teamOfRule, teams } from './sample-desk.ts';
import { LAST_DAY } from './sample-orders.ts';

describe('the desk of the sample company', () => {
  const calendar = { ...usualCalendar, ...sampleCalendar };

  it('works on the days of the quarter on which the company does, and on no others', () => {
    const working = new Set(Array.from({ length: LAST_DAY + 1 }, (_, day) => dateOfDay(day)));
    for (let date = dateOfDay(0); date <= dateOfDay(LAST_DAY); date = daysLater(date, 1))
      expect({ date, works: isBusinessDay(calendar, date) }).toEqual({ date, works: working.has(date) });
  });

  it('closes in summer', () => {
    expect(
      ['2026-08-12', '2026-08-13', '2026-08-14', '2026-08-17'].map((date) => isBusinessDay(calendar, date)),
    ).toEqual([true, false, false, true]);
  });

  it('has somebody in every team, whose members take turns', () => {
    for (const team of teams) {
      const members = membersOf(team).map(({ memberId }) => memberId);
      expect(members.length).toBeGreaterThan(0);
      expect(members.map((_, turn) => memberInTurn(team, members.length + turn))).toEqual(members);
    }
    expect(membersOf(undefined)).toBe(sampleMembers);
  });

  it('leaves some rules to everybody, and gives work of the others to each team', () => {
    expect(new Set(followUpRules.map(({ id }) => teamOfRule(id)))).toEqual(new Set([...teams, undefined]));
    expect(teamOfRule(undefined)).toBeUndefined();
  });
});
