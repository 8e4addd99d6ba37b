import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FollowUpFact } from '#state-machines/follow-up/follow-up.events';
import { followUpPath } from './follow-up.state.ts';
import type { FollowUpCommand } from './follow-up.commands.ts';
import {
  answer,
  answered,
  assign,
  assigned,
  byRule,
  claim,
  complete,
  continued,
  done,
  drop,
  dropped,
  NOW,
  open,
  snooze,
  snoozed,
  story,
  told,
  type FollowUpStory,
} from './follow-up.story.ts';

/** The facts of one more command, or the code of its refusal with its field. */
const after = (from: FollowUpStory, command: FollowUpCommand): readonly FollowUpFact[] | string => {
  const { facts, refusal } = told(from, command);
  return refusal
    ? `${refusal.code}${refusal.field === undefined ? '' : ` ${refusal.field}`}`
    : facts.slice(from.facts.length);
};
const ended = { rule: 'clarification-unanswered', matter: 'goodsOrder-1' };

describe('a follow-up of a rule', () => {
  it('opens with what began it, whom it is owed to, and by when', () => {
    expect(open.facts).toEqual([
      {
        type: 'FollowUpOpened',
        data: { ...byRule.data, opensAt: '2026-11-27T00:00:00.000Z' },
      },
    ]);
  });

  it('opens once', () => {
    expect(after(open, byRule)).toBe('already-opened');
    expect(after(done, byRule)).toBe('already-opened');
  });

  it('is answered by what happened, wherever it stands, and once', () => {
    const fact = { type: 'FollowUpAnswered', data: { ...ended, ...answer.data } };
    for (const from of [open, assigned, snoozed]) expect(after(from, answer)).toEqual([fact]);
    for (const from of [answered, done, dropped]) expect(after(from, answer)).toEqual([]);
    expect(after(story(), answer)).toBe('no-such-follow-up');
  });
});

describe('a follow-up by hand', () => {
  const create = (more: object = {}): FollowUpCommand => ({
    type: 'CreateFollowUp',
    data: { task: '見本を送る', dueOn: '2026-11-27', customerId: 'C-1', ...more },
  });

  it('opens now, with normal priority, for whoever takes it', () => {
    expect(story(create()).facts).toEqual([
      {
        type: 'FollowUpOpened',
        data: {
          subject: { customerId: 'C-1' },
          task: '見本を送る',
          priority: 'normal',
          opensAt: NOW,
          dueOn: '2026-11-27',
        },
      },
    ]);
  });

  it('may go to a team or to somebody at once', () => {
    expect(story(create({ team: 'support', assignee: 'sato', priority: 'urgent' })).facts).toMatchObject([
      { type: 'FollowUpOpened', data: { team: 'support', priority: 'urgent' } },
      { type: 'FollowUpAssigned', data: { assignee: 'sato', claimed: false } },
    ]);
  });

  it('is not due before it was thought of', () => {
    expect(after(story(), create({ dueOn: '2026-11-26' }))).toBe('in-the-past dueOn');
  });
});

describe('whoever works on a follow-up', () => {
  it('claims what nobody has, and is refused what somebody else has', () => {
    expect(after(open, claim('sato'))).toEqual([
      { type: 'FollowUpAssigned', data: { assignee: 'sato', claimed: true } },
    ]);
    const taken = continued(open, claim('sato'));
    expect(after(taken, claim('sato'))).toEqual([]);
    expect(after(taken, claim('mori'))).toBe('already-claimed');
  });

  it('is given it, also what another one has', () => {
    expect(after(assigned, assign('sato'))).toEqual([]);
    expect(after(assigned, assign('mori'))).toEqual([
      { type: 'FollowUpAssigned', data: { assignee: 'mori', claimed: false } },
    ]);
    expect(followUpPath(continued(snoozed, assign('sato')).state)).toBe('assigned');
  });

  it('gives it back to the queue', () => {
    const back = { type: 'ReturnFollowUp', data: { reason: '出張' } } as const;
    expect(after(open, back)).toBe('not-assigned');
    expect(after(assigned, back)).toEqual([{ type: 'FollowUpReturned', data: { reason: '出張' } }]);
    expect(continued(snoozed, back).state.data).toMatchObject({ assignee: null, snoozedUntil: null });
  });

  it('moves it to the queue of a team', () => {
    const move = { type: 'MoveFollowUpToTeam', data: { team: 'support' } } as const;
    const moved = continued(open, move);
    expect(moved.state.data.team).toBe('support');
    expect(after(moved, move)).toEqual([]);
  });

  it('lets it rest until a later day, never until today or a day that has passed', () => {
    expect(after(open, snooze('2026-11-30'))).toBe('not-assigned');
    expect(after(assigned, snooze('2026-11-30'))).toEqual([{ type: 'FollowUpSnoozed', data: { until: '2026-11-30' } }]);
    for (const day of ['2026-11-27', '2026-11-26'])
      expect(after(assigned, snooze(day))).toBe('not-in-the-future until');
    expect(after(snoozed, snooze('2026-11-30'))).toEqual([]);
    expect(after(snoozed, snooze('2026-12-01'))).toHaveLength(1);
  });

  it('has it back on its day, and by waking it before', () => {
    const wake = (until?: string): FollowUpCommand => ({
      type: 'WakeFollowUp',
      data: until === undefined ? {} : { until },
    });
    expect(after(snoozed, wake('2026-11-30'))).toEqual([{ type: 'FollowUpAwoke', data: {} }]);
    expect(after(snoozed, wake())).toHaveLength(1);
    expect(after(continued(snoozed, snooze('2026-12-01')), wake('2026-11-30'))).toEqual([]);
    expect(after(assigned, wake())).toBe('not-snoozed');
    expect(continued(snoozed, wake()).state.data).toMatchObject({ assignee: 'sato', snoozedUntil: null });
  });

  it('has it due on another day, never one that has passed, unless its rule says so', () => {
    const reschedule = (dueOn: string): FollowUpCommand => ({
      type: 'RescheduleFollowUp',
      data: { dueOn, reason: 'ご希望' },
    });
    expect(after(snoozed, reschedule('2026-12-08'))).toEqual([
      { type: 'FollowUpRescheduled', data: { dueOn: '2026-12-08', reason: 'ご希望' } },
    ]);
    expect(after(open, reschedule('2026-11-27'))).toEqual([]);
    expect(after(open, reschedule('2026-11-26'))).toBe('in-the-past dueOn');
    expect(after(done, reschedule('2026-12-08'))).toBe('already-done');
    expect(after(open, { type: 'RenewFollowUp', data: { dueOn: '2026-11-26' } })).toHaveLength(1);
    // Recorded, so that it is not found unanswered later and undoes what was agreed since.
    const same = { type: 'RenewFollowUp', data: { dueOn: '2026-11-27' } } as const;
    expect(after(open, same)).toEqual([{ type: 'FollowUpRescheduled', data: { dueOn: '2026-11-27' } }]);
    expect(continued(assigned, reschedule('2026-12-08')).state.data.dueOn).toBe('2026-12-08');
  });

  it('completes it with an outcome, once', () => {
    expect(after(assigned, complete)).toEqual([{ type: 'FollowUpDone', data: { ...ended, ...complete.data } }]);
    expect(after(open, complete)).toHaveLength(1);
    for (const from of [done, answered]) expect(after(from, complete)).toBe('already-done');
    expect(after(dropped, complete)).toBe('already-dropped');
  });

  it('drops it with a reason, once', () => {
    expect(after(snoozed, drop)).toEqual([{ type: 'FollowUpDropped', data: { ...ended, reason: '重複' } }]);
    expect(after(dropped, drop)).toBe('already-dropped');
    expect(after(done, drop)).toBe('already-done');
  });

  it('can do nothing with one that was never opened', () => {
    for (const command of [assign('sato'), claim('sato'), snooze('2026-11-30'), complete, drop])
      expect(after(story(), command)).toBe('no-such-follow-up');
  });
});

describe('any sequence of commands', () => {
  const command = fc.oneof(
    fc.constantFrom('sato', 'mori').chain((who) => fc.constantFrom(assign(who), claim(who))),
    fc.constantFrom(snooze('2026-11-28'), snooze('2026-11-30'), complete, drop, answer),
    fc.constantFrom<FollowUpCommand[]>(
      { type: 'ReturnFollowUp', data: {} },
      { type: 'WakeFollowUp', data: {} },
      { type: 'MoveFollowUpToTeam', data: { team: 'support' } },
    ),
  );

  it('ends a follow-up once at most, and leaves an assignee exactly where somebody has it', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        const end = commands.reduce<FollowUpStory>((before, next) => told(before, next), open);
        const endings = end.facts.filter(({ type }) => /Done|Dropped|Answered/.test(type));
        expect(endings.length).toBeLessThanOrEqual(1);
        if (endings.length > 0) expect(end.facts.at(-1)).toEqual(endings[0]);
        const path = followUpPath(end.state);
        const { assignee, snoozedUntil } = end.state.data;
        if (path === 'open') expect(assignee).toBeNull();
        if (path === 'assigned' || path === 'snoozed') expect(assignee).not.toBeNull();
        expect(snoozedUntil !== null).toBe(path === 'snoozed');
      }),
    );
  });
});
