import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PERSON } from '../testing/goods-order-samples.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { contactsProjection } from './contacts.projection.ts';
import { givenContacts, type GivenContacts } from './testing/given-contacts.ts';

const onOrder = 'goodsOrder-a';
const onCase = 'supportCase-k';
const order = { orderId: 'a', orderKind: 'goods', orderNumber: 'GO-2026-000001' } as const;
const nothing = { order_id: null, order_kind: null, order_number: null, case_id: null, case_number: null };

describeInEachRoom('contacts', (openRoom) => {
  let room: ReadModelsRoom;
  let given: GivenContacts;
  beforeEach(async () => {
    room = await openRoom();
    given = givenContacts(room);
    given.log.order('a', 'OrderReceived');
    given.log.service('s', 'NeedsRecorded');
  });
  afterEach(() => room.leave());

  it('have a row each, with whom and what they are about, on orders of both kinds', async () => {
    const id = given.contact(onOrder, { contactId: 'c-1', medium: 'meeting', promise: PERSON }, '2026-11-19T03:00:00Z');
    const other = given.contact('serviceOrder-s', { direction: 'outbound' });
    expect(await given.row(id)).toEqual({
      ...nothing,
      id,
      stream: onOrder,
      contact_id: 'c-1',
      customer_id: 'C-1',
      order_id: 'a',
      order_kind: 'goods',
      order_number: 'GO-2026-000001',
      medium: 'meeting',
      direction: 'inbound',
      contacted_at: '2026-11-19T03:00:00.000Z',
      actor_id: 'sato',
      actor_role: 'backOffice',
      actor_via: 'http',
      summary: expect.stringMatching(/^v1\./),
      promise: expect.stringMatching(/^v1\./),
      reply_owed_by: null,
      reply_due: null,
      reply_state: null,
      settled_at: null,
      settled_by: null,
      position: given.log.events[2]!.position,
    });
    expect(await given.row(other)).toMatchObject({
      contact_id: null,
      customer_id: 'C-2',
      order_id: 's',
      order_kind: 'service',
      order_number: 'SO-2026-000001',
      direction: 'outbound',
      promise: null,
    });
  });

  it('are about a customer by the number that the stream is named after, whatever characters it has', async () => {
    const id = given.contact('customer-C%2F1%2Ea');
    expect(await given.row(id)).toMatchObject({ ...nothing, customer_id: 'C/1.a' });
  });

  it('on a support case are about its customer, and about the order that the case is about at the time', async () => {
    given.caseOpened('k');
    const before = given.contact(onCase);
    given.log.add(onCase, { type: 'CaseAmended', data: { priority: 'high' } }, {});
    given.log.add(onCase, { type: 'CaseAmended', data: { order } }, {});
    const after = given.contact(onCase);
    given.caseOpened('with-order', { caseNumber: 'CS-2026-000002', order });
    const atOnce = given.contact('supportCase-with-order');
    const aboutCase = { customer_id: 'C-1', case_id: 'k', case_number: 'CS-2026-000001' };
    expect(await given.row(before)).toMatchObject({ ...nothing, ...aboutCase });
    const aboutOrder = { order_id: 'a', order_kind: 'goods', order_number: 'GO-2026-000001' };
    expect(await given.row(after)).toMatchObject({ ...aboutCase, ...aboutOrder });
    expect(await given.row(atOnce)).toMatchObject({ case_number: 'CS-2026-000002', ...aboutOrder });
  });

  it('keep an answer open until the other side turns to the one who waits', async () => {
    const question = given.contact(onOrder, { replyOwedBy: 'company', replyDue: '2026-11-24' });
    const owed = { reply_owed_by: 'company', reply_due: '2026-11-24' };
    given.contact(onOrder);
    expect(await given.row(question)).toMatchObject({
      ...owed,
      reply_state: 'open',
      settled_at: null,
      settled_by: null,
    });
    const answer = given.contact(onOrder, { direction: 'outbound' }, '2026-11-23T03:00:00Z');
    const answered = { ...owed, reply_state: 'answered', settled_at: '2026-11-23T03:00:00.000Z', settled_by: answer };
    expect(await given.row(question)).toMatchObject(answered);
    given.contact(onOrder, { direction: 'outbound' });
    expect(await given.row(question)).toMatchObject(answered);
  });

  it('are answered on their own stream only', async () => {
    const question = given.contact('customer-C-1', { direction: 'outbound', replyOwedBy: 'customer' });
    given.contact(onOrder);
    expect(await given.row(question)).toMatchObject({ reply_state: 'open' });
    const answer = given.contact('customer-C-1');
    expect(await given.row(question)).toMatchObject({ reply_state: 'answered', settled_by: answer });
  });

  it('are replaced by a later one that says otherwise, and answered by one that asks in turn', async () => {
    const first = given.contact(onOrder, { replyOwedBy: 'company', replyDue: '2026-11-24' });
    const second = given.contact(onOrder, { replyOwedBy: 'company' });
    const third = given.contact(onOrder, { direction: 'outbound', replyOwedBy: 'customer' });
    expect(await given.row(first)).toMatchObject({ reply_state: 'replaced', settled_by: second });
    expect(await given.row(second)).toMatchObject({
      reply_due: '2026-11-24',
      reply_state: 'answered',
      settled_by: third,
    });
    expect(await given.row(third)).toMatchObject({ reply_owed_by: 'customer', reply_due: null, reply_state: 'open' });
  });

  it('that are written down late are what they were at the time', async () => {
    const at = (hour: string) => `2026-11-24T${hour}:00:00Z`;
    const answer = given.contact(onOrder, { direction: 'outbound' }, at('10'));
    const question = given.contact(onOrder, { replyOwedBy: 'company', replyDue: '2026-11-25' }, at('09'));
    expect(await given.row(question)).toMatchObject({
      reply_state: 'answered',
      settled_at: '2026-11-24T10:00:00.000Z',
      settled_by: answer,
    });
    const newer = given.contact(onOrder, { replyOwedBy: 'company' }, at('12'));
    const late = given.contact(onOrder, { direction: 'outbound', replyOwedBy: 'customer' }, at('11'));
    expect(await given.row(late)).toMatchObject({ reply_state: 'replaced', settled_by: newer });
    expect(await given.row(newer)).toMatchObject({ reply_state: 'open' });
  });

  it('are the same rows when the read model is rebuilt from the log, however it is read', async () => {
    given.caseOpened('k', { order });
    for (const stream of [onOrder, onCase, 'customer-C-1', 'serviceOrder-s', onCase, onOrder]) {
      given.contact(stream, { replyOwedBy: 'company', replyDue: '2026-11-24' });
      given.contact(stream, { direction: 'outbound', replyOwedBy: 'customer' });
    }
    const rows = await given.rows();
    expect(rows).toHaveLength(12);
    const rebuilt = await openRoom();
    await rebuilt.project(contactsProjection, given.log.events, [1, 5]);
    expect(await rebuilt.rows(contactsProjection, 'contacts')).toEqual(rows);
    await rebuilt.leave();
  });

  it('hold nothing of what was said in the clear', async () => {
    given.contact(onOrder, { promise: PERSON, replyOwedBy: 'company' });
    const streams = async () => room.rows(contactsProjection, 'contact_streams');
    expect(JSON.stringify([await given.rows(), await streams()])).not.toContain(PERSON);
  });

  it('stop at a fact that streams of its kind do not have, and at a case that was never opened', async () => {
    given.log.add('customer-C-1', { type: 'ShipmentPlanned', data: {} }, {});
    await expect(given.catchUp()).rejects.toThrow('ShipmentPlanned');
    const fresh = await openRoom();
    const unopened = givenContacts(fresh);
    unopened.contact(onCase);
    await expect(unopened.catchUp()).rejects.toThrow('not with what opens it');
    await fresh.leave();
  });
});
