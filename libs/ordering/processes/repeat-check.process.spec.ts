import { describe, expect, it } from '@jest/globals';
import type { Process, ProcessNotes } from '#libs/kernel/process';
import { repeatCheckProcess } from './repeat-check.process.ts';
import { checkDesk } from './testing/check-desk.ts';
import { recordedFact } from './testing/recorded-fact.ts';

const process: Process = repeatCheckProcess;
const desk = (isOpen = true) => checkDesk(process, isOpen);

const line = (sku: string, quantity: number) => ({
  lineId: `${sku}-${quantity}`,
  sku,
  description: sku,
  warehouse: 'MAIN',
  quantity,
  unitPrice: 1,
  discountBasisPoints: 0,
  taxClass: 'standard' as const,
});
const duplicateOf = (number: string) => `suspectedDuplicate: ${number} と同じ内容です / same content as ${number}`;

describe('an order that looks like a repeat', () => {
  it('is held, with the number of the order that it repeats', () => {
    const { happens, received } = desk();
    expect(happens(received())).toEqual([]);
    expect(happens(received())).toEqual([
      {
        category: 'goodsOrder',
        id: '2',
        command: {
          type: 'HoldOrder',
          data: { reason: 'suspectedDuplicate', grounds: 'GO-1 と同じ内容です / same content as GO-1' },
        },
        due: { at: '2026-11-27T03:00:00.000Z', key: '2/hold/suspectedDuplicate' },
      },
    ]);
  });

  it('has the same pieces, however they stand in lines', () => {
    const { holds, received } = desk();
    holds(received({ lines: [line('TEA', 3), line('CUP', 1)] }));
    expect(holds(received({ lines: [line('CUP', 1), line('TEA', 1), line('TEA', 2)] }))).toEqual([duplicateOf('GO-1')]);
    expect(holds(received({ lines: [line('TEA', 3)] }))).toEqual([]);
    expect(holds(received({ lines: [line('TEA', 3), line('CUP', 2)] }))).toEqual([]);
  });

  it.each([
    ['is in another currency', { currency: 'USD' }],
    ['is of another customer', { customerId: 'C-2' }],
    ['came more than 72 hours later', { receivedAt: '2026-11-30T00:00:01Z' }],
    ['came more than 72 hours earlier', { receivedAt: '2026-11-23T23:59:59Z' }],
  ])('is none where it %s', (_what, more) => {
    const { holds, received } = desk();
    holds(received());
    expect(holds(received(more))).toEqual([]);
  });

  it('is one where it came within 72 hours, also where the earlier one is recorded later', () => {
    const { holds, received } = desk();
    holds(received());
    expect(holds(received({ receivedAt: '2026-11-30T09:00:00+09:00' }))).toEqual([duplicateOf('GO-1')]);
    expect(holds(received({ receivedAt: '2026-11-28T00:00:00Z' }))).toHaveLength(1);
  });

  it('is none where the customer numbers the two differently', () => {
    const { holds, received } = desk();
    holds(received({ customerReference: 'PO-1' }));
    expect(holds(received({ customerReference: 'PO-2' }))).toEqual([]);
    expect(holds(received({ customerReference: 'PO-1' }))).toEqual([duplicateOf('GO-1')]);
    expect(holds(received())).toEqual([duplicateOf('GO-3')]);
  });

  it('is, of services, one of the same title, and never one of the other kind', () => {
    const { holds, needs, received } = desk();
    holds(received());
    expect(holds(needs())).toEqual([]);
    expect(holds(needs({ title: 'ＷＥＢサイトの 刷新' }))).toEqual([duplicateOf('SO-2')]);
    expect(holds(needs({ title: 'Webサイトの保守' }))).toEqual([]);
  });

  it('is none where the earlier one was cancelled, or lost, in the meantime', () => {
    const { happens, holds, received, needs } = desk();
    const [goods, service] = [received(), needs()];
    for (const order of [goods, service]) happens(order);
    const cancelled = { stateAfter: { fulfilment: 'cancelled' } };
    happens(recordedFact(goods.stream, { type: 'LineCancelled', data: {} }, cancelled));
    const lost = { stateAfter: { engagement: 'lost.declined' } };
    happens(recordedFact(service.stream, { type: 'ProposalDeclined', data: {} }, lost));
    for (const stream of [goods.stream, 'goodsOrder-elsewhere'])
      happens(recordedFact(stream, { type: 'CustomerContacted', data: {} }, cancelled));
    expect([...holds(received()), ...holds(needs())]).toEqual([]);
    expect(holds(received())).toEqual([duplicateOf('GO-3')]);
  });

  it('is found among orders of the past that are recorded together, in whatever order', () => {
    const { happens, holds, received } = desk();
    happens(received({ receivedAt: '2026-11-27T00:00:00Z', lines: [line('CUP', 1)] }));
    happens(received({ receivedAt: '2026-01-10T04:00:00Z' }));
    expect(holds(received({ receivedAt: '2026-01-10T03:00:00Z' }))).toEqual([duplicateOf('GO-2')]);
  });

  it('is compared with the last fifty orders, and those of long ago are not remembered', () => {
    const { happens, received, notes } = desk();
    const ordersIn = () => notes.get('customer/C%2F1')?.['orders'] as readonly { readonly orderNumber: string }[];
    for (let quantity = 1; quantity <= 60; quantity++) happens(received({ lines: [line('TEA', quantity)] }));
    expect(ordersIn().map(({ orderNumber }) => orderNumber)).toEqual(
      Array.from({ length: 50 }, (_, index) => `GO-${index + 11}`),
    );
    const later = received({ receivedAt: '2026-12-05T00:00:00Z' });
    happens({ ...later, metadata: { ...later.metadata, recordedAt: '2026-12-05T00:00:01.000Z' } });
    expect(ordersIn().map(({ orderNumber }) => orderNumber)).toEqual(['GO-61']);
  });
});

describe('the search for repeats', () => {
  it('only remembers before the desk is opened', () => {
    const { holds, received, openDesk } = desk(false);
    expect(holds(received())).toEqual([]);
    expect(holds(received())).toEqual([]);
    expect(openDesk()).toEqual([]);
    expect(holds(received())).toEqual([duplicateOf('GO-2')]);
  });

  it('is called off where somebody has set or released the hold, so that it does not come back', () => {
    const { received } = desk();
    const withdrawnAt = (type: string, reason: string) =>
      process.withdraws?.(recordedFact('goodsOrder-7', { type, data: { reason } }), {} as ProcessNotes);
    for (const type of ['OrderHeld', 'HoldReleased']) {
      expect(withdrawnAt(type, 'suspectedDuplicate')).toEqual(['7/hold/suspectedDuplicate']);
      expect(withdrawnAt(type, 'credit')).toEqual([]);
    }
    expect(process.withdraws?.(received(), {} as ProcessNotes)).toEqual([]);
  });

  it('is settled where the order has ended, and stays visible where it is refused otherwise', () => {
    const { happens, received } = desk();
    happens(received());
    const [owed] = happens(received());
    const refusal = { code: 'not-in-this-state', message: { ja: '', en: '' } };
    expect(process.onRefusal(owed!, { ...refusal, refused: 'state' })).toEqual([]);
    expect(process.onRefusal(owed!, { ...refusal, refused: 'rule' })).toBeUndefined();
  });
});
