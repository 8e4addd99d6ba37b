import { describe, expect, it } from '@jest/globals';
import { CorruptStream, isRefusal, NewerProgram } from '#libs/kernel/decider';
import type { DeskFact } from '#state-machines/desk/desk.events';
import { DESK_ID } from '#state-machines/desk/desk.id';
import { createStoryTeller } from '../story-teller.ts';
import { usualCalendar } from './business-calendar.ts';
import type { DeskCommand } from './desk.commands.ts';
import { calendarOf } from './desk.decider.ts';
import { deskStream } from './desk.stream.ts';

const NOW = '2026-11-27T03:00:00.000Z';
const { story, continued, told } = createStoryTeller(deskStream, NOW, DESK_ID);

const open: DeskCommand = { type: 'OpenDesk', data: { rules: ['a', 'b'] } };
const opened = story(open);
/** The facts of one more command, or the code of its refusal with its field. */
const answer = (command: DeskCommand, from = opened): readonly DeskFact[] | string => {
  const { facts, refusal } = told(from, command);
  return refusal ? `${refusal.code} ${refusal.field ?? ''}` : facts.slice(from.facts.length);
};

describe('the desk', () => {
  it('opens once, with the rules that the program has', () => {
    expect(opened.facts).toEqual([
      { type: 'DeskOpened', data: { openedAt: NOW } },
      { type: 'RulesIntroduced', data: { rules: ['a', 'b'], since: NOW } },
    ]);
    expect(answer(open)).toEqual([]);
  });

  it('introduces the rules of a newer program, and leaves the others as they are', () => {
    expect(answer({ type: 'OpenDesk', data: { rules: ['a', 'b', 'c'] } })).toEqual([
      { type: 'RulesIntroduced', data: { rules: ['c'], since: NOW } },
    ]);
    expect(answer({ type: 'OpenDesk', data: { rules: ['a'] } })).toEqual([]);
  });

  it('switches a rule off and on, from now on where nothing else is said', () => {
    const off = continued(opened, { type: 'SwitchRuleOff', data: { rule: 'a' } });
    expect(off.state.rules['a']).toEqual({ on: false, since: NOW });
    expect(answer({ type: 'SwitchRuleOff', data: { rule: 'a' } }, off)).toEqual([]);
    expect(answer({ type: 'SwitchRuleOn', data: { rule: 'a' } }, off)).toEqual([
      { type: 'RuleSwitchedOn', data: { rule: 'a', since: NOW } },
    ]);
    expect(answer({ type: 'SwitchRuleOn', data: { rule: 'a' } })).toEqual([]);
  });

  it('lets a rule see the past where that is asked for, and not further than before', () => {
    const since = (date: string) => ({ type: 'SwitchRuleOn', data: { rule: 'a', since: date } }) as const;
    expect(answer(since('2026-11-01'))).toEqual([
      { type: 'RuleSwitchedOn', data: { rule: 'a', since: '2026-10-31T15:00:00.000Z', lookingBack: true } },
    ]);
    const earlier = continued(opened, since('2026-11-01'));
    expect(answer(since('2026-11-15'), earlier)).toEqual([]);
    expect(answer(since('2026-11-27'))).toHaveLength(1);
    expect(answer(since('2026-11-28'))).toBe('in-the-future since');
    expect(told(opened, since('2026-11-28')).refusal?.message).toEqual({
      ja: expect.stringMatching(/^since には今日か過去の日付を指定してください/),
      en: expect.stringMatching(/^since has to be today or a past day, and 2026-11-28 is yet to come/),
    });
  });

  it('knows no rule that no program has introduced', () => {
    expect(answer({ type: 'SwitchRuleOn', data: { rule: 'z' } })).toBe('unknown-rule rule');
    expect(answer({ type: 'SwitchRuleOff', data: { rule: 'z' } })).toBe('unknown-rule rule');
  });

  it('has members in teams, who join, move and leave', () => {
    const add = (memberId: string, ...teams: string[]) => ({ type: 'AddMember', data: { memberId, teams } }) as const;
    const staffed = continued(opened, add('sato', 'orders'), add('mori'));
    expect(staffed.state.members).toEqual({ sato: ['orders'], mori: [] });
    expect(answer(add('sato', 'orders'), staffed)).toEqual([]);
    expect(answer(add('sato', 'support'), staffed)).toBe('already-member memberId');
    expect(answer(add('ito', 'sales', 'sales'))).toEqual([
      { type: 'MemberAdded', data: { memberId: 'ito', teams: ['sales'] } },
    ]);
    const moved = continued(staffed, { type: 'MoveMember', data: { memberId: 'sato', teams: ['support'] } });
    expect(moved.state.members['sato']).toEqual(['support']);
    expect(answer({ type: 'MoveMember', data: { memberId: 'sato', teams: ['support'] } }, moved)).toEqual([]);
    const left = continued(moved, { type: 'RemoveMember', data: { memberId: 'sato' } });
    expect(left.state.members).toEqual({ mori: [] });
    expect(answer({ type: 'RemoveMember', data: { memberId: 'sato' } }, left)).toBe('unknown-member memberId');
    expect(answer({ type: 'MoveMember', data: { memberId: 'sato', teams: [] } }, left)).toBe('unknown-member memberId');
  });
});

describe('the calendar of the desk', () => {
  const set = (data: Extract<DeskCommand, { type: 'SetCalendar' }>['data']) => ({ type: 'SetCalendar', data }) as const;

  it('is as is usual in Japan but for what the company says', () => {
    expect(calendarOf(opened.state)).toEqual(usualCalendar);
    const closed = continued(opened, set({ closedDays: ['2026-08-13'] }));
    expect(calendarOf(closed.state)).toEqual({ ...usualCalendar, closedDays: ['2026-08-13'] });
    expect(answer(set({ closedDays: ['2026-08-13'] }), closed)).toEqual([]);
    expect(answer(set({}), opened)).toEqual([]);
    expect(calendarOf(continued(closed, set({})).state)).toEqual(usualCalendar);
  });

  it.each([
    ['closes before it opens', { opensAt: '18:00', closesAt: '09:00' }, 'closes-before-it-opens closesAt'],
    ['closes as it opens', { opensAt: '18:00' }, 'closes-before-it-opens closesAt'],
    [
      'works on a day that it closes',
      { closedDays: ['2026-08-13'], openDays: ['2026-08-13'] },
      'open-and-closed openDays',
    ],
    ['never works', { closedEveryYear: [{ from: '01-01', to: '12-31' }] }, 'no-business-day closedEveryYear'],
  ])('is refused where the company %s', (_what, data, refusal) => {
    expect(answer(set(data))).toBe(refusal);
  });
});

describe('the stream of the desk', () => {
  const { decider } = deskStream;
  const evolve = (...facts: readonly DeskFact[]) =>
    facts.reduce((state, fact) => decider.evolve(state, fact), decider.initial);

  it.each([
    ['opened twice', { type: 'DeskOpened', data: { openedAt: NOW } }],
    ['with a rule introduced twice', { type: 'RulesIntroduced', data: { rules: ['a'], since: NOW } }],
    ['with a switch of no rule', { type: 'RuleSwitchedOff', data: { rule: 'z' } }],
    ['with a member who leaves without having come', { type: 'MemberRemoved', data: { memberId: 'sato' } }],
    ['with a member who moves without having come', { type: 'MemberMoved', data: { memberId: 'sato', teams: [] } }],
  ] as const)('is corrupt %s', (_what, fact) => {
    expect(() => evolve(...opened.facts, fact)).toThrow(CorruptStream);
  });

  it('is a newer program’s where it holds a fact that this one does not know', () => {
    expect(() => decider.evolve(decider.initial, { type: 'DeskPainted', data: {} } as never)).toThrow(NewerProgram);
  });

  it('is the only one: under another id nothing is kept', () => {
    const context = { now: NOW, id: 'second', commandId: 'c' };
    const decision = decider.decide({ type: 'AddMember', data: { memberId: 'sato' } }, decider.initial, context);
    expect(isRefusal(decision) && decision.code).toBe('only-one-desk');
  });
});
