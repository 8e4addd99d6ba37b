import { describe, expect, it } from '@jest/globals';
import { memoryEventLog } from '#libs/kernel/testing/memory-event-log';
import { openFollowUpBook } from './follow-up-book.ts';

const MONDAY = '2026-01-05T09:00:00.000Z';
const TUESDAY = '2026-01-06T09:00:00.000Z';
const WEDNESDAY = '2026-01-07T09:00:00.000Z';

const logOfThreeDays = () => {
  const log = memoryEventLog();
  const opened = (id: string, matter: string, recordedAt: string) =>
    log.record(`followUp-${id}`, 'FollowUpOpened', { origin: { rule: 'low-score', matter } }, { recordedAt });
  opened('f2', 'goodsOrder-2', MONDAY);
  opened('f1', 'goodsOrder-1', MONDAY);
  log.record('goodsOrder-1', 'OrderCompleted', {}, { recordedAt: MONDAY });
  log.record('followUp-f1', 'FollowUpAssigned', { assignee: 'sato' }, { recordedAt: TUESDAY });
  log.record('followUp-f1', 'FollowUpAnswered', {}, { recordedAt: TUESDAY });
  opened('f3', 'goodsOrder-1', TUESDAY);
  log.record('followUp-h1', 'FollowUpOpened', { team: 'sales' }, { recordedAt: WEDNESDAY });
  log.record('followUp-h2', 'FollowUpOpened', {}, { recordedAt: WEDNESDAY });
  log.record('followUp-h2', 'FollowUpAssigned', { assignee: 'mori' }, { recordedAt: WEDNESDAY });
  return log;
};

describe('the book of follow-ups', () => {
  it('tells of what has shown up by a time and not before, in the order of what it is about', async () => {
    const book = openFollowUpBook(logOfThreeDays());
    const keys = async (time: string) => (await book.readUpTo(time)).map(({ id, key }) => [id, key]);
    expect(await keys(MONDAY)).toEqual([
      ['f1', 'low-score/goodsOrder-1/1'],
      ['f2', 'low-score/goodsOrder-2/1'],
    ]);
    expect(await keys(MONDAY)).toEqual([]);
    expect(await keys(TUESDAY)).toEqual([['f3', 'low-score/goodsOrder-1/2']]);
  });

  it('knows what was answered by then, however far the log goes on', async () => {
    const book = openFollowUpBook(logOfThreeDays());
    await book.readUpTo(MONDAY);
    expect(book.isAnswered('f1')).toBe(false);
    await book.readUpTo(TUESDAY);
    expect(book.isAnswered('f1')).toBe(true);
    expect(book.isAnswered('f2')).toBe(false);
  });

  it('says of what somebody opened by hand whom and which team it was given to', async () => {
    const book = openFollowUpBook(logOfThreeDays());
    await book.readUpTo(TUESDAY);
    expect(await book.readUpTo(WEDNESDAY)).toEqual([
      { id: 'h1', key: 'h1', rule: undefined, team: 'sales', assignee: undefined },
      { id: 'h2', key: 'h2', rule: undefined, team: undefined, assignee: 'mori' },
    ]);
  });
});
