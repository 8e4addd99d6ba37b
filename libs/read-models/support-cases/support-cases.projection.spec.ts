import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import { givenLog, type GivenLog } from '../testing/given-log.ts';
import { happenedAt } from '../testing/happened-at.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { supportCasesProjection } from './support-cases.projection.ts';
import type { SupportCaseRow } from './support-cases.table.ts';

describeInEachRoom('support cases', (openRoom) => {
  let room: ReadModelsRoom;
  let log: GivenLog;
  let projected = 0;
  beforeEach(async () => {
    room = await openRoom();
    log = givenLog(memoryVault());
    projected = 0;
  });
  afterEach(() => room.leave());

  const rows = async (): Promise<readonly SupportCaseRow[]> => {
    await room.project(supportCasesProjection, log.events.slice(projected));
    projected = log.events.length;
    return (await room.rows(supportCasesProjection, 'support_cases')) as readonly SupportCaseRow[];
  };
  const row = async () => (await rows())[0]!;
  const minute = (number: number) => new Date(Date.UTC(2026, 10, 20, 0, number)).toISOString();

  it('begin as they were opened, with the next target', async () => {
    log.supportCase('a', 'CaseOpened', {
      order: { orderId: 'o', orderKind: 'service', orderNumber: 'SO-2026-000001' },
    });
    expect(await row()).toMatchObject({
      id: 'a',
      case_number: 'SC-2026-000001',
      customer_id: 'C-1',
      order_id: 'o',
      order_kind: 'service',
      order_number: 'SO-2026-000001',
      line_id: null,
      inquiry_id: null,
      title: {
        sealed: expect.stringMatching(/^v1\.C-1\./),
        stream: 'supportCase-a',
        type: 'CaseOpened',
        member: 'title',
      },
      description: { member: 'description' },
      state: 'opened',
      next_actor: 'backOffice',
      open: true,
      assignee: null,
      first_answered_at: null,
      next_target: '2026-11-24T00:00:00.000Z',
      last_contact_at: '2026-11-20T00:00:00.000Z',
      reopened: 0,
      revision: 0,
    });
  });

  it('have the words of the inquiry that they came from, sealed where they were said', async () => {
    const order = { orderId: 'o', orderKind: 'goods', orderNumber: 'GO-2026-000001' } as const;
    log.order('o', 'InquiryOpened', { inquiryId: 'i7' });
    log.order('o', 'InquiryOpened', { inquiryId: 'i8' });
    log.supportCase('a', 'CaseOpened', { order, inquiryId: 'i7', title: undefined, description: undefined });
    const sealed = log.events[0]!.data as { readonly question: { readonly sealed: string } };
    expect(await row()).toMatchObject({
      inquiry_id: 'i7',
      title: { stream: 'goodsOrder-o', type: 'InquiryOpened', member: 'about' },
      description: { ...sealed.question, stream: 'goodsOrder-o', type: 'InquiryOpened', member: 'question' },
    });
  });

  it('are amended, and keep what the amendment does not speak of', async () => {
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'CaseAmended');
    expect(await row()).toMatchObject({
      category: 'complaint',
      priority: 'high',
      title: { type: 'CaseAmended' },
      description: { type: 'CaseOpened' },
      next_target: '2026-11-20T02:00:00.000Z',
      resolution_due: '2026-11-25T00:00:00.000Z',
      order_id: null,
    });
    const order = { orderId: 'o', orderKind: 'goods', orderNumber: 'GO-2026-000001', lineId: '1' } as const;
    log.supportCase('a', 'CaseAmended', { category: undefined, firstAnswerDue: undefined, order });
    expect(await row()).toMatchObject({ category: 'complaint', order_number: 'GO-2026-000001', line_id: '1' });
  });

  it('have their first answer once, whatever is answered afterwards', async () => {
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'CaseTaken', {}, { state: 'inProgress' });
    log.supportCase('a', 'CaseAnswered');
    log.supportCase('a', 'CaseAnswered');
    expect(await row()).toMatchObject({
      assignee: 'sato',
      first_answered_at: minute(2),
      next_target: '2026-11-26T00:00:00.000Z',
      last_contact_at: minute(3),
    });
  });

  it('have no first answer where they were resolved without a word, and one where the customer was told', async () => {
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'CaseResolved', {}, { state: 'resolved' });
    log.supportCase('b', 'CaseOpened');
    log.supportCase('b', 'CaseResolved', { answeredVia: 'phone' }, { state: 'resolved' });
    const [silent, told] = await rows();
    expect(silent).toMatchObject({ first_answered_at: null, last_contact_at: minute(0), resolved_at: minute(1) });
    expect(told).toMatchObject({ first_answered_at: minute(3), last_contact_at: minute(3) });
  });

  it('wait for the customer until they answer', async () => {
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'InformationRequested', {}, { state: 'awaitingCustomer', nextActor: 'customer' });
    expect(await row()).toMatchObject({ answer_due: '2026-11-25', next_actor: 'customer', state: 'awaitingCustomer' });
    log.supportCase('a', 'InformationReceived', {}, { state: 'inProgress', nextActor: 'backOffice' });
    expect(await row()).toMatchObject({ answer_due: null, last_contact_at: minute(2) });
  });

  it('are over when they are resolved, and begin again when they are reopened', async () => {
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'CaseAnswered', {}, { state: 'inProgress' });
    log.supportCase('a', 'CaseResolved', {}, { state: 'resolved' });
    log.supportCase('a', 'CaseClosed', {}, { state: 'closed', nextActor: 'nobody' });
    expect(await row()).toMatchObject({
      open: false,
      outcome: 'other',
      resolved_at: minute(2),
      closed_at: minute(3),
      next_target: null,
    });
    log.supportCase('a', 'CaseReopened', {}, { state: 'inProgress', nextActor: 'backOffice' });
    expect(await row()).toMatchObject({
      open: true,
      outcome: null,
      resolved_at: null,
      closed_at: null,
      reopened: 1,
      first_answered_at: minute(1),
      next_target: '2026-12-02T00:00:00.000Z',
    });
  });

  it('keep the newest contact, in whatever order contacts are written down', async () => {
    log.supportCase('a', 'CaseOpened');
    log.supportCase('a', 'CustomerContacted');
    log.supportCase('a', 'CustomerContacted');
    happenedAt(log, '2026-11-19T00:00:00Z');
    expect(await row()).toMatchObject({ last_contact_at: minute(1), updated_at: '2026-11-19T00:00:00.000Z' });
  });

  it('stop at a case that does not begin with its opening, and at a fact that only a newer program knows', async () => {
    log.supportCase('a', 'CaseTaken');
    await expect(rows()).rejects.toThrow('CaseOpened');
    await room.leave();
    room = await openRoom();
    log = givenLog(memoryVault());
    log.supportCase('a', 'CaseOpened');
    log.add('supportCase-a', { type: 'CaseEscalated', data: {} }, { state: 'escalated', nextActor: 'nobody' });
    await expect(rows()).rejects.toThrow('start a version of this program that knows it');
  });
});
