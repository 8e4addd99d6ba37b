import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { caseCategories } from '#state-machines/support-case/support-case.events';
import { priorities } from '#state-machines/vocabulary/priority';
import { usualCalendar } from '../desk/business-calendar.ts';
import { firstAnswerDue, resolutionDue, targetHours } from './case-targets.policies.ts';

const question = { category: 'question', priority: 'normal' } as const;

describe('the targets of a case', () => {
  it('are an answer within a business day and a solution within three, for a usual question', () => {
    const opened = '2026-11-26T05:00:00.000Z';
    expect(firstAnswerDue(question, opened, usualCalendar)).toBe('2026-11-27T05:00:00.000Z');
    expect(resolutionDue(question, opened, usualCalendar)).toBe('2026-12-01T05:00:00.000Z');
  });

  it('do not run while the company is closed', () => {
    const opened = '2026-12-28T08:00:00.000Z';
    expect(firstAnswerDue({ ...question, priority: 'urgent' }, opened, usualCalendar)).toBe('2027-01-04T01:00:00.000Z');
    expect(firstAnswerDue(question, '2026-12-31T03:00:00.000Z', usualCalendar)).toBe('2027-01-04T09:00:00.000Z');
  });

  it('are the shorter the more urgent a case is, and the first answer comes before the solution', () => {
    for (const category of caseCategories) {
      const hours = priorities.map((priority) => targetHours[category][priority]);
      for (const member of ['firstAnswer', 'resolution'] as const) {
        const each = hours.map((target) => target[member]);
        expect(each).toEqual([...each].sort((one, other) => other - one));
      }
      for (const { firstAnswer, resolution } of hours) expect(firstAnswer).toBeLessThan(resolution);
    }
  });

  it('never lie before the case was opened', () => {
    const matter = fc.record({
      category: fc.constantFrom(...caseCategories),
      priority: fc.constantFrom(...priorities),
    });
    const instant = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(matter, instant, (about, opened) => {
        expect(firstAnswerDue(about, opened, usualCalendar) > opened).toBe(true);
        expect(resolutionDue(about, opened, usualCalendar) > opened).toBe(true);
      }),
    );
  });
});
