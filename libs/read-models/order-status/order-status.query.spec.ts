import { afterEach, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { orderStatusProjection } from './order-status.projection.ts';
import { orderQuery, ordersQuery } from './order-status.query.ts';
import { OrderParameters, OrdersParameters, orderSorts } from './orders.parameters.ts';

describeInEachRoom('orders', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  let projected = 0;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
    projected = 0;
  });
  afterEach(() => room.leave());

  const catchUp = async () => {
    await room.project(orderStatusProjection, log.events.slice(projected));
    projected = log.events.length;
  };
  const context = () => ({ database: room.database, vault });
  const ask = async (wanted: Partial<OrdersParameters>) => {
    await catchUp();
    return (await ordersQuery.run(context(), Object.assign(new OrdersParameters(), wanted)))!;
  };
  const found = async (wanted: Partial<OrdersParameters>) => (await ask(wanted)).items.map(({ id }) => id).sort();
  const one = async (id: string, asOf?: string) => {
    await catchUp();
    return orderQuery.run(context(), Object.assign(new OrderParameters(), { id, asOf }));
  };

  const threeOrders = () => {
    log.order('a', 'OrderReceived', { orderNumber: 'GO-2026-000001', receivedAt: '2026-11-20T01:00:00Z' });
    log.order('b', 'OrderReceived', {
      orderNumber: 'GO-2026-000002',
      channel: 'web',
      customerId: 'K_9',
      customerReference: '100%',
      receivedAt: '2026-11-20T15:30:00Z',
      requestedDate: undefined,
    });
    log.order('b', 'OrderHeld', {}, { hold: 'held' });
    log.order('c', 'OrderReceived', { orderNumber: 'GO-2026-000003', receivedAt: '2026-11-22T01:00:00Z' });
    const state = {
      fulfilment: 'confirming.checking',
      step: 2,
      payment: 'due',
      care: 'inquiryOpen',
      nextActor: 'customer',
    };
    log.order('c', 'OrderCheckStarted', {}, state);
  };

  it('can be narrowed by every parameter', async () => {
    threeOrders();
    const cases: readonly (readonly [Partial<OrdersParameters>, readonly string[]])[] = [
      [{}, ['a', 'b', 'c']],
      [{ kind: 'goods' }, ['a', 'b', 'c']],
      [{ step: '1' }, ['a', 'b']],
      [{ step: '1,2' }, ['a', 'b', 'c']],
      [{ fulfilment: 'confirming' }, ['c']],
      [{ fulfilment: 'confirming.checking' }, ['c']],
      [{ fulfilment: 'confirming.awaitingCustomer' }, []],
      [{ fulfilment: 'received' }, ['a', 'b']],
      [{ payment: 'due' }, ['c']],
      [{ hold: 'held' }, ['b']],
      [{ care: 'inquiryOpen' }, ['c']],
      [{ nextActor: 'customer' }, ['c']],
      [{ channel: 'web' }, ['b']],
      [{ customerId: 'C-1' }, ['a', 'c']],
      [{ blocked: true }, ['b']],
      [{ blocked: false }, ['a', 'c']],
      [{ blocked: false, payment: 'due' }, ['c']],
      [{ search: 'go-2026-00000' }, ['a', 'b', 'c']],
      [{ search: '000003' }, ['c']],
      [{ search: 'k_9' }, ['b']],
      [{ search: '0%' }, ['b']],
      [{ search: "' or 1=1 --" }, []],
      [{ receivedFrom: '2026-11-21' }, ['b', 'c']],
      [{ receivedTo: '2026-11-20' }, ['a']],
      [{ receivedFrom: '2026-11-21', receivedTo: '2026-11-21' }, ['b']],
      [{ asOf: '2026-11-28', late: true }, ['a', 'c']],
      [{ asOf: '2026-11-27', late: true }, []],
      [{ asOf: '2026-11-28', late: false }, ['b']],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('come newest first, or as asked', async () => {
    threeOrders();
    const sorted = async (sort: string) => (await ask({ sort })).items.map(({ id }) => id).join('');
    expect(await sorted('-receivedAt')).toBe('cba');
    expect(await sorted('receivedAt')).toBe('abc');
    expect(await sorted('-orderNumber')).toBe('cba');
    expect(await sorted('dueDate')).toBe('acb');
  });

  it('are paged without a gap or a duplicate while others are received', async () => {
    const sort = fc.constantFrom(...orderSorts.flatMap((name) => [name, `-${name}`]));
    const days = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 12 });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(sort, days, fc.integer({ min: 1, max: 4 }), async (order, receivedDays, limit) => {
        const channel = 'edi';
        const customerId = `round-${round++}`;
        const receive = (name: string, day: number, total: number) =>
          log.order(
            `${customerId}-${name}`,
            'OrderReceived',
            {
              orderNumber: `${customerId}-${name}`,
              channel,
              customerId,
              receivedAt: `2026-11-0${day}T00:00:00Z`,
              requestedDate: day === 3 ? undefined : `2026-12-0${day}`,
            },
            { total },
          );
        receivedDays.forEach((day, index) => receive(String(index), day, day % 2));
        const before = receivedDays.map((_, index) => `${customerId}-${index}`);
        const seen: string[] = [];
        for (let cursor: string | undefined, page = 0; ; page++) {
          const answer = await ask({ customerId, sort: order, limit, cursor });
          seen.push(...answer.items.map(({ id }) => id));
          if (answer.next === null) break;
          cursor = answer.next;
          if (page < 3) receive(`late${page}`, 1 + page, page);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(before.filter((id) => !seen.includes(id))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('end where there are no more, and refuse the cursor of another order', async () => {
    threeOrders();
    const { next } = await ask({ limit: 2 });
    expect(next).not.toBeNull();
    expect((await ask({ limit: 2, cursor: next! })).next).toBeNull();
    expect((await ask({ limit: 3 })).next).toBeNull();
    await expect(ask({ sort: 'total', cursor: next! })).rejects.toThrow('begin again');
  });

  it('are found by id and by number', async () => {
    threeOrders();
    expect((await one('b'))?.orderNumber).toBe('GO-2026-000002');
    expect((await one('GO-2026-000002'))?.id).toBe('b');
    expect(await one('GO-2026-000009')).toBeUndefined();
  });

  it('say what blocks them in both languages', async () => {
    threeOrders();
    const label = { ja: '保留中', en: 'On hold' };
    expect((await one('b'))?.blockedBy).toEqual([{ code: 'held', reason: 'credit', label }]);
  });

  it('show the name of the customer, and null once the person was erased', async () => {
    threeOrders();
    expect((await one('a'))?.customerName).toBe(PERSON);
    await vault.destroyKey('a');
    expect((await one('a'))?.customerName).toBeNull();
    expect((await ask({ customerId: 'C-1' })).items.map(({ customerName }) => customerName)).toEqual([PERSON, null]);
  });

  it('are tagged as late only against a day that the caller names', async () => {
    threeOrders();
    expect((await one('a'))?.tags).toBeNull();
    expect((await one('a', '2026-11-27'))?.tags).toEqual([]);
    expect((await one('a', '2026-11-28'))?.tags).toEqual(['late']);
  });

  it('are late no more once everything is delivered, or cancelled', async () => {
    threeOrders();
    log.order('a', 'ShipmentDelivered', {}, { fulfilment: 'accepting.awaitingAcceptance', step: 7 });
    log.order('c', 'OrderCancelled', {}, { fulfilment: 'cancelled', step: undefined });
    expect(await found({ asOf: '2027-01-01', late: true })).toEqual([]);
    expect(await found({ asOf: '2027-01-01', late: false })).toContain('c');
    expect((await one('c', '2027-01-01'))?.tags).toEqual([]);
  });

  it('are tagged where the customer or the carrier keeps us waiting', async () => {
    log.order('a', 'OrderReceived', { requestedDate: undefined });
    log.order('a', 'ClarificationRequested');
    log.order('a', 'ShipmentPlanned');
    log.order('a', 'ShipmentDispatched');
    expect((await one('a', '2026-11-24'))?.tags).toEqual([]);
    expect((await one('a', '2026-11-27'))?.tags).toEqual(['answerOverdue', 'arrivalOverdue', 'replyOverdue']);
  });

  it('are tagged where an answer is past its day, whoever owes it', async () => {
    log.order('a', 'OrderReceived', { requestedDate: undefined });
    log.order('a', 'CustomerContacted', { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-11-24' });
    expect((await one('a', '2026-11-24'))?.tags).toEqual([]);
    expect((await one('a', '2026-11-25'))?.tags).toEqual(['replyOverdue']);
    expect((await one('a'))?.tags).toBeNull();
    log.order('a', 'CustomerContacted', { direction: 'outbound' });
    expect((await one('a', '2026-11-25'))?.tags).toEqual([]);
  });

  it('are found by who owes whom an answer, and until when', async () => {
    for (const id of ['a', 'b', 'c']) log.order(id, 'OrderReceived');
    log.order('a', 'CustomerContacted', { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-11-25' });
    log.order('b', 'CustomerContacted', { direction: 'outbound', replyOwedBy: 'customer', replyDue: '2026-11-27' });
    log.order('b', 'InquiryOpened', {}, { care: 'inquiryOpen' });
    const cases: readonly (readonly [Partial<OrdersParameters>, readonly string[]])[] = [
      [{ replyOwedBy: 'company' }, ['a', 'b']],
      [{ replyOwedBy: 'customer' }, ['b']],
      [{ replyOwedBy: 'both' }, ['b']],
      [{ replyDueUntil: '2026-11-24' }, []],
      [{ replyDueUntil: '2026-11-25' }, ['a']],
      [{ replyDueUntil: '2026-11-27' }, ['a', 'b']],
      [{ replyDueUntil: '2026-11-27', replyOwedBy: 'customer' }, ['b']],
    ];
    for (const [wanted, ids] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, ids]);
  });

  it('show the last contact, and every answer that is owed', async () => {
    for (const id of ['a', 'b']) log.order(id, 'OrderReceived', { receivedAt: '2026-11-19T01:00:00Z' });
    log.order('a', 'ClarificationRequested');
    log.order('a', 'CustomerContacted', { direction: 'inbound', replyOwedBy: 'company', replyDue: '2026-11-25' });
    expect(await one('a')).toMatchObject({
      lastContactAt: log.events.at(-1)!.created,
      lastContactMedium: 'phone',
      lastContactDirection: 'inbound',
      replyOwedBy: 'both',
      replyDue: '2026-11-24',
      owedReplies: [
        { owedBy: 'company', due: '2026-11-25', after: 'contact' },
        { owedBy: 'customer', due: '2026-11-24', after: 'clarification' },
      ],
    });
    expect(await one('b')).toMatchObject({ replyOwedBy: null, replyDue: null, owedReplies: [] });
  });

  it('give revisions as text and keep the notes of the projection to themselves', async () => {
    threeOrders();
    const order = await one('b');
    expect(order).toMatchObject({ revision: '1', position: expect.any(String), total: 12960, state: { hold: 'held' } });
    expect(Object.keys(order!)).not.toContain('openMatters');
  });
});
