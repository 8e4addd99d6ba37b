import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import { contactsProjection } from '../contacts/contacts.projection.ts';
import { followUpsProjection } from '../follow-ups/follow-ups.projection.ts';
import { orderStatusProjection } from '../order-status/order-status.projection.ts';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { PERSON } from '../testing/goods-order-samples.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { IdParameters } from '../parameters.ts';
import { sortsOf } from '../sorting.ts';
import { customerQuery } from './customer.query.ts';
import { customersProjection } from './customers.projection.ts';
import { CustomersParameters, customerSorts } from './customers.parameters.ts';
import { customersQuery } from './customers.query.ts';
import { similarCustomers } from './similar-customers.ts';
import { supportCasesProjection } from '../support-cases/support-cases.projection.ts';

/** Read models that the whole picture of a customer is taken from, besides that of customers. */
const besides = [orderStatusProjection, supportCasesProjection, contactsProjection, followUpsProjection];

describeInEachRoom('customers, asked', (openRoom) => {
  let room: ReadModelsRoom;
  let vault: MemoryVault;
  let log: GivenLog;
  beforeEach(async () => {
    room = await openRoom();
    vault = memoryVault();
    log = givenLog(vault);
  });
  afterEach(() => room.leave());

  const catchUp = async () => {
    await room.project(customersProjection, log.events);
    for (const projection of besides) await room.project(projection, log.events);
  };
  const context = () => ({ database: room.database, vault });
  const ask = async (wanted: Partial<CustomersParameters> = {}) =>
    (await customersQuery.run(context(), Object.assign(new CustomersParameters(), wanted)))!;
  const found = async (wanted: Partial<CustomersParameters>) =>
    (await ask(wanted)).items.map(({ customerNumber }) => customerNumber).join(' ');
  const all = (id: string) => customerQuery.run(context(), Object.assign(new IdParameters(), { id }));

  /** A: held; B: registered, without a limit; c: known from an order. */
  const threeCustomers = async () => {
    log.customer('A', 'CustomerRegistered');
    log.customer('B', 'CustomerRegistered', { creditLimit: undefined, matchKeys: { name: ['name:n1'] } });
    log.customer('A', 'CustomerHeld', {}, 'held');
    log.order('g1', 'OrderReceived', { customerId: 'c', receivedAt: '2026-11-20T01:00:00Z' });
    log.order('g2', 'OrderReceived', { customerId: 'B', receivedAt: '2026-11-21T01:00:00Z' });
    await catchUp();
  };

  it('can be narrowed by every parameter', async () => {
    await threeCustomers();
    const cases: readonly (readonly [Partial<CustomersParameters>, string])[] = [
      [{}, 'A B c'],
      [{ held: true }, 'A'],
      [{ held: false }, 'B c'],
      [{ hold: 'credit' }, 'A'],
      [{ hold: 'payment' }, ''],
      [{ registered: true }, 'A B'],
      [{ registered: false }, 'c'],
      [{ search: 'C' }, 'c'],
      [{ search: '%' }, ''],
    ];
    for (const [wanted, numbers] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, numbers]);
  });

  it('can be sorted by every name either way, page by page', async () => {
    await threeCustomers();
    expect(await found({ sort: 'lastOrderAt' })).toBe('c B A');
    expect(await found({ sort: '-lastOrderAt' })).toBe('B c A');
    expect(await found({ sort: '-creditLimit' })).toBe('A c B');
    for (const sort of sortsOf(customerSorts)) {
      const whole = (await ask({ sort })).items;
      const first = await ask({ sort, limit: 2 });
      const second = await ask({ sort, limit: 2, cursor: first.next! });
      expect([...first.items, ...second.items]).toEqual(whole);
    }
  });

  it('take no parameters that there are not', () => {
    const problems = (query: object) => validateSync(plainToInstance(CustomersParameters, query)).length;
    expect(problems({ held: 'true', hold: 'credit', registered: 'false', search: 'C', sort: '-customerNumber' })).toBe(
      0,
    );
    for (const wrong of [{ held: 'maybe' }, { hold: 'mood' }, { registered: '1' }, { search: '' }, { sort: 'name' }])
      expect([wrong, problems(wrong)]).toEqual([wrong, 1]);
  });

  it('show the names of those who were not erased', async () => {
    await threeCustomers();
    await vault.destroyKey('A');
    expect((await ask()).items.map(({ name }) => name)).toEqual([null, PERSON, PERSON]);
  });

  it('are shown whole by number: profile, hold, orders of both kinds, credit and satisfaction', async () => {
    log.customer('C/1', 'CustomerRegistered');
    log.customer('C/1', 'CustomerHeld', {}, 'held');
    const mine = { customerId: 'C/1' };
    log.order('g1', 'OrderReceived', mine, { step: 3, total: 1000, paid: 400 });
    log.order('g2', 'OrderReceived', { ...mine, currency: 'USD' }, { total: 70 });
    log.order('g3', 'OrderReceived', mine, { total: 500 });
    log.order('g3', 'OrderCancelled', {}, { fulfilment: 'cancelled', step: undefined, total: 500 });
    log.order('g4', 'OrderReceived', { customerId: 'C-2' }, { total: 9999 });
    log.order('g5', 'OrderReceived', { ...mine, paymentTerms: 'prepaid' }, { total: 30 });
    log.service('s2', 'NeedsRecorded', { ...mine, orderNumber: 'SO-2' }, { total: 8000 });
    log.service(
      's3',
      'NeedsRecorded',
      { ...mine, orderNumber: 'SO-3' },
      { step: 2, engagement: 'proposing.agreed', total: 5 },
    );
    log.service('s1', 'NeedsRecorded', { ...mine, orderNumber: 'SO-1' }, { step: 7, total: 2000, paid: 500 });
    log.service('s1', 'InquiryOpened', {}, { care: 'inquiryOpen' });
    log.service('s1', 'FeedbackReceived', { score: 4 });
    log.service('s1', 'FeedbackReceived', { score: 1 });
    log.customer('C/1', 'CustomerContacted', {}, 'held');
    await catchUp();
    const customer = await all('C%2F1');
    expect(customer).toMatchObject({
      id: 'C%2F1',
      customerNumber: 'C/1',
      registered: true,
      profile: {
        name: PERSON,
        kana: PERSON,
        phone: PERSON,
        email: PERSON,
        contactPersons: [{ contactPersonId: 'p1', name: PERSON }],
        addresses: [{ addressId: 'a1', name: PERSON }],
        language: 'ja',
        preferredMedium: 'email',
        paymentCycle: { closingDay: 31, paymentMonthsLater: 1, paymentDay: 31 },
        note: PERSON,
      },
      hold: { reason: 'credit', since: '2026-11-20T00:01:00.000Z', note: PERSON },
      orders: {
        goods: 4,
        service: 3,
        openInquiries: 1,
        bySteps: [
          { kind: 'goods', step: 1, count: 2 },
          { kind: 'goods', step: 3, count: 1 },
          { kind: 'goods', step: null, count: 1 },
          { kind: 'service', step: 1, count: 1 },
          { kind: 'service', step: 2, count: 1 },
          { kind: 'service', step: 7, count: 1 },
        ],
        outstanding: [
          { currency: 'JPY', amount: 2135, onAccount: 2105 },
          { currency: 'USD', amount: 70, onAccount: 70 },
        ],
      },
      credit: { currency: 'JPY', limit: 500_000, exposure: 2105, available: 497_895 },
      satisfaction: { count: 2, average: 2.5, months: [{ month: '2026-11', count: 2, average: 2.5 }] },
      lastContactAt: expect.stringContaining('2026-11-20'),
      revision: '2',
    });
    expect(customer!.satisfaction.last.map(({ score, orderNumber }) => `${orderNumber} ${score}`)).toEqual([
      'SO-1 1',
      'SO-1 4',
    ]);
    expect(customer!.orders.newest.map(({ id }) => id).sort()).toEqual(['g1', 'g2', 'g3', 'g5', 's1', 's2', 's3']);
    expect(await all('C-3')).toBeUndefined();
  });

  it('are shown with those who look like them, also since they were amended; who was erased is shown with nobody, and nobody with them', async () => {
    for (const number of ['A', 'B', 'C']) log.customer(number, 'CustomerRegistered');
    log.customer('B', 'CustomerAmended', { cleared: [], matchKeys: { phone: ['phone:p9'], contactPersons: [] } });
    log.customer('D', 'CustomerRegistered', { matchKeys: { name: ['name:n7'] } });
    log.customer('D', 'CustomerAmended', { cleared: [], matchKeys: { phone: ['phone:p9'] } });
    log.customer('E', 'CustomerRegistered', { matchKeys: { name: ['name:n8'] } });
    await catchUp();
    const alike = async (number: string) =>
      (await all(number))!.lookAlikes.map(({ customerNumber, matches }) => [customerNumber, ...matches].join(' '));
    expect(await alike('A')).toEqual(['C name phone email', 'B name']);
    expect(await alike('D')).toEqual(['B phone']);
    expect(await alike('E')).toEqual([]);
    await vault.destroyKey('B');
    expect(await alike('D')).toEqual([]);
    expect(await alike('B')).toEqual([]);
  });

  it('are shown with their cases, what was said to them, and what is owed to them', async () => {
    log.customer('A', 'CustomerRegistered');
    log.order('g1', 'OrderReceived', { customerId: 'A' });
    log.order('g1', 'CustomerContacted', { direction: 'outbound' });
    log.customer('A', 'CustomerContacted');
    log.supportCase('s1', 'CaseOpened', { customerId: 'A' });
    log.supportCase('s2', 'CaseOpened', { customerId: 'B', caseNumber: 'SC-2026-000002' });
    const open = (id: string, customerId: string, dueOn: string) =>
      log.followUp(id, 'FollowUpOpened', { subject: { customerId }, dueOn });
    open('f1', 'A', '2026-12-02');
    open('f2', 'A', '2026-11-30');
    open('f3', 'A', '2026-11-29');
    log.followUp('f3', 'FollowUpDone', {}, 'done');
    open('f4', 'B', '2026-11-28');
    await catchUp();
    expect(await all('A')).toMatchObject({
      supportCases: { open: [{ id: 's1' }], newest: [{ id: 's1' }] },
      contacts: [{ order: null }, { order: { number: 'GO-2026-000001' } }],
      followUps: [{ id: 'f2' }, { id: 'f1' }],
    });
  });

  it('are shown by their orders alone where nobody registered them', async () => {
    log.order('g1', 'OrderReceived', { customerId: 'C.2' });
    await catchUp();
    expect(await all('C.2')).toMatchObject({
      registered: false,
      profile: { name: PERSON, phone: null, contactPersons: null, language: null, paymentCycle: null },
      hold: null,
      credit: null,
      satisfaction: { count: 0, average: null, last: [], months: [] },
      revision: null,
    });
  });

  it('hide everything about a person who was erased', async () => {
    log.customer('C-1', 'CustomerRegistered');
    log.customer('C-1', 'CustomerHeld', {}, 'held');
    await catchUp();
    await vault.destroyKey('C-1');
    const erased = await all('C-1');
    expect(erased).toMatchObject({ customerNumber: 'C-1', profile: { name: null, contactPersons: null } });
    expect(JSON.stringify(erased)).not.toContain(PERSON);
  });

  it('are found by what they have in common with somebody, unless they were erased', async () => {
    await threeCustomers();
    const alike = { customerNumber: 'A', name: PERSON, registered: true, matches: ['name', 'phone'] };
    const keys = { name: ['name:n1'], phone: ['phone:p1'] };
    expect(await similarCustomers(context(), keys)).toMatchObject([alike, { customerNumber: 'B', matches: ['name'] }]);
    expect(await similarCustomers(context(), { email: ['email:e1'] })).toMatchObject([{ matches: ['email'] }]);
    expect(await similarCustomers(context(), { name: ['name:n9'] })).toEqual([]);
    expect(await similarCustomers(context(), {})).toEqual([]);
    await vault.destroyKey('A');
    expect(await similarCustomers(context(), keys)).toMatchObject([{ customerNumber: 'B' }]);
  });

  it('are found before the many who are less like somebody, and behind those who are left out or erased', async () => {
    const phone = ['phone:p5'];
    const family = Array.from({ length: 55 }, (_, index) => `F-${10 + index}`);
    for (const number of family) log.customer(number, 'CustomerRegistered', { matchKeys: { phone } });
    const twin = { name: ['name:n5'], phone };
    log.customer('Z', 'CustomerRegistered', { matchKeys: twin });
    log.customer('Z-2', 'CustomerRegistered', { matchKeys: twin });
    await catchUp();
    const numbers = async (except: readonly string[] = []) =>
      (await similarCustomers(context(), twin, except)).map(({ customerNumber }) => customerNumber);
    expect(await numbers()).toEqual(['Z', 'Z-2', ...family.slice(0, 48)]);
    expect((await all('Z'))!.lookAlikes[0]).toMatchObject({ customerNumber: 'Z-2', matches: ['name', 'phone'] });
    expect(await numbers(['Z', 'Z-2', ...family.slice(0, 50)])).toEqual(family.slice(50));
    for (const number of ['Z', ...family.slice(0, 53)]) await vault.destroyKey(number);
    expect(await numbers()).toEqual(['Z-2', 'F-63', 'F-64']);
  });
});
