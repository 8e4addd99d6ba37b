import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fromClerk, type LoopHarness, openLoopHarness } from '#libs/kernel/testing/loop-harness';
import { openReadModelsRoom, type ReadModelsRoom } from '#libs/read-models/testing/read-models-room';
import { catalogues } from './catalogue.ts';
import { commandPorts } from './commands.ts';
import { openMatchKeys } from './match-keys.ts';

const needs = (more: object = {}) => ({
  type: 'RecordNeeds',
  data: {
    channel: 'visit',
    customer: { id: 'C-1', name: 'さくら商店' },
    title: '刷新',
    needs: '一つにしたい。',
    ...more,
  },
});

describe('needs that are recorded', () => {
  let harness: LoopHarness;
  let room: ReadModelsRoom;
  beforeEach(async () => {
    harness = await openLoopHarness();
    room = await openReadModelsRoom();
  });
  afterEach(async () => {
    await room.leave();
    await harness.close();
  });

  const ports = () =>
    commandPorts({
      loop: harness.loop(),
      store: harness.store,
      clock: harness.clock,
      vault: harness.vault,
      readDatabase: room.database,
      catalogues,
      defaultWarehouse: 'tokyo',
    });
  const numberIn = (outcome: Awaited<ReturnType<ReturnType<typeof ports>['execute']>>) =>
    outcome.accepted ? outcome.facts[0]?.data : outcome.refusal.code;

  it('get the next number of their own series', async () => {
    const { execute } = ports();
    const first = await execute('service-orders', undefined, needs(), fromClerk());
    expect(numberIn(first)).toMatchObject({ orderNumber: 'SO-2026-000001' });
    const second = await execute('service-orders', undefined, needs(), fromClerk());
    expect(numberIn(second)).toMatchObject({ orderNumber: 'SO-2026-000002' });
  });

  it('bear the keys by which whoever has them is found, of name and contact person', async () => {
    const contact = { name: '田中', email: 'Tanaka@example.co.jp', phone: '03-1234-5678' };
    const recorded = await ports().execute(
      'service-orders',
      undefined,
      needs({ customer: { id: 'C-1', name: '㈱さくら商店', contact } }),
      fromClerk(),
    );
    const keys = (await openMatchKeys(harness.vault)).of({
      name: 'さくら商店',
      contactPersons: [{ email: 'tanaka@example.co.jp', phone: '+81 3 1234 5678' }],
    });
    expect(numberIn(recorded)).toMatchObject({ matchKeys: keys });
    expect(numberIn(await ports().execute('service-orders', undefined, needs(), fromClerk()))).toMatchObject({
      matchKeys: { name: keys.name },
    });
  });

  it('take no number where they are refused', async () => {
    const { execute } = ports();
    const late = needs({ desiredDate: '2020-01-01' });
    expect(numberIn(await execute('service-orders', undefined, late, fromClerk()))).toBe('in-the-past');
    const next = await execute('service-orders', undefined, needs(), fromClerk());
    expect(numberIn(next)).toMatchObject({ orderNumber: 'SO-2026-000001' });
  });

  it('keep their number when they are sent again', async () => {
    const { execute, inspect } = ports();
    const context = fromClerk();
    const first = await execute('service-orders', undefined, needs(), context);
    const again = await execute('service-orders', undefined, needs(), context);
    expect(again).toMatchObject({ accepted: true, id: first.id });
    expect((await inspect('service-orders', first.id))?.number).toBe('SO-2026-000001');
    const next = await execute('service-orders', undefined, needs(), fromClerk());
    expect(numberIn(next)).toMatchObject({ orderNumber: 'SO-2026-000002' });
  });
});
