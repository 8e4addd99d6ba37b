import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CorruptStream } from '#libs/kernel/decider';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import type { SupportCaseFact } from '#state-machines/support-case/support-case.events';
import { givenLog, toFact, type GivenLog } from '../testing/given-log.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { customersProjection } from './customers.projection.ts';

describeInEachRoom('customers', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  let projected: number;
  beforeEach(async () => {
    projected = 0;
    room = await openRoom();
    log = givenLog(memoryVault());
  });
  afterEach(() => room.leave());

  const rows = async (table = 'customers') => {
    await room.project(customersProjection, log.events.slice(projected));
    projected = log.events.length;
    return room.rows(customersProjection, table);
  };
  const keys = async () => (await rows('customer_match_keys')).map(({ id }) => id);

  it('are known from orders of either kind and from cases before anybody registers them', async () => {
    log.order('g1', 'OrderReceived', { customerId: 'C/1', receivedAt: '2026-11-20T01:00:00Z' });
    log.order('g2', 'OrderReceived', { customerId: 'C/1', receivedAt: '2026-11-18T01:00:00Z' });
    log.service('s1', 'NeedsRecorded', { customerId: 'C/1', receivedAt: '2026-11-21T01:00:00+09:00' });
    const targets = { firstAnswerDue: '2026-11-24T00:00:00.000Z', resolutionDue: '2026-11-27T00:00:00.000Z' };
    const opened: SupportCaseFact = {
      type: 'CaseOpened',
      data: {
        ...targets,
        caseNumber: 'SC-1',
        category: 'question',
        priority: 'normal',
        customerId: 'C-2',
        openedVia: 'phone',
        openedAt: '2026-11-20T00:00:00.000Z',
      },
    };
    log.add('supportCase-k1', opened, { state: 'opened' });
    expect(await rows()).toMatchObject([
      {
        id: 'C%2F1',
        customer_number: 'C/1',
        registered: false,
        name: { stream: 'serviceOrder-s1', fact: 'NeedsRecorded', member: 'customerName' },
        goods_orders: 2,
        service_orders: 1,
        first_order_at: '2026-11-18T01:00:00.000Z',
        last_order_at: '2026-11-20T16:00:00.000Z',
        credit_limit: null,
        revision: null,
      },
      { id: 'C-2', customer_number: 'C-2', registered: false, name: null, cases: 1, goods_orders: 0 },
    ]);
  });

  it('keep, once registered, the name that they were registered with', async () => {
    log.order('g1', 'OrderReceived', { customerId: 'C-1' });
    log.customer('C-1', 'CustomerRegistered');
    log.order('g2', 'OrderReceived', { customerId: 'C-1' });
    expect(await rows()).toMatchObject([
      {
        registered: true,
        registered_at: '2026-11-20T00:01:00.000Z',
        name: { stream: 'customer-C-1', fact: 'CustomerRegistered', member: 'name' },
        goods_orders: 2,
        credit_limit: 500_000,
        closing_day: 31,
        revision: 0,
        position: log.events.at(-1)!.position,
      },
    ]);
  });

  it('show what an amendment names, and keep the rest', async () => {
    log.customer('C-1', 'CustomerRegistered');
    const cleared = ['phone', 'preferredMedium', 'creditLimit', 'paymentCycle'];
    log.customer('C-1', 'CustomerAmended', { name: undefined, language: 'en', creditLimit: undefined, cleared });
    const [row] = await rows();
    expect(row).toMatchObject({
      name: { fact: 'CustomerRegistered' },
      language: 'en',
      preferred_medium: null,
      credit_limit: null,
      closing_day: null,
      payment_day: null,
      currency: 'JPY',
    });
    expect(Object.keys(row!['profile'] as object).sort()).toEqual([
      'addresses',
      'contactPersons',
      'email',
      'kana',
      'note',
    ]);
  });

  it('say why and since when their new orders are held, until they are released', async () => {
    log.customer('C-1', 'CustomerRegistered');
    log.customer('C-1', 'CustomerHeld', {}, 'held');
    const held = { hold: 'credit', held_since: '2026-11-20T00:01:00.000Z' };
    expect(await rows()).toMatchObject([{ ...held, profile: { holdNote: { fact: 'CustomerHeld', member: 'note' } } }]);
    log.customer('C-1', 'CustomerHoldReleased');
    const [released] = await rows();
    expect(released).toMatchObject({ hold: null, held_since: null });
    expect(released!['profile']).not.toHaveProperty('holdNote');
  });

  it('say when the company last talked to them apart from any order', async () => {
    log.customer('C-1', 'CustomerRegistered');
    log.customer('C-1', 'CustomerContacted');
    expect(await rows()).toMatchObject([{ last_contact_at: '2026-11-20T00:01:00.000Z' }]);
  });

  it('are found by the keys of the members that they have now', async () => {
    log.customer('C-1', 'CustomerRegistered');
    const registered = ['contactPersons/email:e1', 'contactPersons/phone:p1', 'name/name:n1', 'phone/phone:p1'];
    expect(await keys()).toEqual(registered.map((key) => `C-1/${key}`));
    log.customer('C-1', 'CustomerAmended', { cleared: [], matchKeys: { phone: ['phone:p2'] } });
    expect(await keys()).toEqual(registered.map((key) => `C-1/${key}`.replace('phone/phone:p1', 'phone/phone:p2')));
    log.customer('C-1', 'CustomerAmended', { cleared: ['phone'], matchKeys: { contactPersons: [] } });
    expect(await keys()).toEqual(['C-1/name/name:n1']);
  });

  it('are found by the keys of their newest order, of either kind, as long as they are not registered', async () => {
    const mine = { customerId: 'C-1' };
    log.order('g1', 'OrderReceived', { ...mine, matchKeys: { name: ['name:n7'], contactPersons: ['phone:p7'] } });
    expect(await keys()).toEqual(['C-1/contactPersons/phone:p7', 'C-1/name/name:n7']);
    log.service('s1', 'NeedsRecorded', { ...mine, matchKeys: { name: ['name:n8'] } });
    expect(await keys()).toEqual(['C-1/name/name:n8']);
    log.customer('C-1', 'CustomerRegistered', { matchKeys: { name: ['name:n9'] } });
    log.order('g2', 'OrderReceived', { ...mine, matchKeys: { name: ['name:n7'] } });
    expect(await keys()).toEqual(['C-1/name/name:n9']);
  });

  it('have their scores by month in Japan, of orders of either kind', async () => {
    log.order('g1', 'OrderReceived', { customerId: 'C-1', orderNumber: 'GO-1' });
    log.service('s1', 'NeedsRecorded', { customerId: 'C-1', orderNumber: 'SO-1' });
    log.order('g1', 'FeedbackReceived', { score: 2 });
    log.service('s1', 'FeedbackReceived', { score: 5 });
    const given = { customer_id: 'C-1', month: '2026-11' };
    expect(await rows('customer_feedback')).toMatchObject([
      { ...given, order_id: 'g1', order_number: 'GO-1', kind: 'goods', score: 2, given_at: '2026-11-20T00:02:00.000Z' },
      { ...given, order_id: 's1', order_number: 'SO-1', kind: 'service', score: 5 },
    ]);
  });
});

describe('customers that cannot be', () => {
  it('stop the read model', () => {
    const tables = { get: () => undefined, put: () => undefined, delete: () => undefined };
    const log = givenLog(memoryVault());
    const begun = toFact(log.customer('C-1', 'CustomerHeld'));
    expect(() => customersProjection.apply(tables, begun)).toThrow(CorruptStream);
    const nobodys = toFact(log.order('g1', 'FeedbackReceived'));
    expect(() => customersProjection.apply(tables, nobodys)).toThrow(CorruptStream);
  });
});
