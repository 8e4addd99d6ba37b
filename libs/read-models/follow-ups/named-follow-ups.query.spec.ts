import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog } from '../testing/given-log.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { followUpsProjection } from './follow-ups.projection.ts';
import { followUpsNamed } from './named-follow-ups.query.ts';

describeInEachRoom('follow-ups by the beginning of an id', (openRoom) => {
  let room: ReadModelsRoom;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.leave());

  const opened = (dueOn: string) => ({
    type: 'FollowUpOpened',
    data: { subject: { customerId: 'C-1' }, priority: 'normal', opensAt: '2026-11-20T00:00:00.000Z', dueOn },
  });

  it('are those that it could mean, in the order of the queue, whatever their state and however it is written', async () => {
    const vault = memoryVault();
    const log = givenLog(vault);
    log.add('followUp-abcd0001-5', opened('2026-11-27'), { state: 'open' });
    log.add('followUp-abcd0002-5', opened('2026-11-26'), { state: 'open' });
    log.add('followUp-abce0001-5', opened('2026-11-25'), { state: 'open' });
    const dropped = { type: 'FollowUpDropped', data: { reason: null } };
    log.add('followUp-abcd0002-5', dropped, { state: 'dropped' });
    await room.project(followUpsProjection, log.events);
    const context = { database: room.database, vault, now: '2026-11-27T00:00:00.000Z' };
    const named = async (beginning: string, limit = 10) =>
      (await followUpsNamed(context, beginning, limit)).map(({ id }) => id);
    expect(await named('abcd')).toEqual(['abcd0002-5', 'abcd0001-5']);
    expect(await named('ABCD0001')).toEqual(['abcd0001-5']);
    expect(await named('abc', 1)).toEqual(['abce0001-5']);
    expect(await named('abcd0003')).toEqual([]);
    for (const pattern of ['%', 'a_cd', '', "abcd'"]) expect(await named(pattern)).toEqual([]);
  });
});
