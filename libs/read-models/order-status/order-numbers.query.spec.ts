import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog } from '../testing/given-log.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { orderNumbersOf } from './order-numbers.query.ts';
import { orderStatusProjection } from './order-status.projection.ts';

describeInEachRoom('numbers of orders', (openRoom) => {
  let room: ReadModelsRoom;
  beforeEach(async () => {
    room = await openRoom();
  });
  afterEach(() => room.leave());

  it('are found for the ids of orders of either kind, and of nothing else', async () => {
    const log = givenLog(memoryVault());
    log.order('a', 'OrderReceived', { orderNumber: 'GO-2026-000001' });
    log.order('b', 'OrderReceived', { orderNumber: 'GO-2026-000002' });
    log.service('c', 'NeedsRecorded', { orderNumber: 'SO-2026-000001' });
    await room.project(orderStatusProjection, log.events);
    expect([...(await orderNumbersOf(room.database, ['c', 'a', 'a', 'moon']))].sort()).toEqual([
      ['a', 'GO-2026-000001'],
      ['c', 'SO-2026-000001'],
    ]);
    expect(await orderNumbersOf(room.database, [])).toEqual(new Map());
  });
});
