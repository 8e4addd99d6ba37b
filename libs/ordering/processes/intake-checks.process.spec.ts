import { describe, expect, it } from '@jest/globals';
import type { Fact, RecordedFact, StateAfter } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { OwedCommand, Process, ProcessNotes } from '#libs/kernel/process';
import type { CustomerFact } from '#state-machines/customer/customer.events';
import type { DeskFact } from '#state-machines/desk/desk.events';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { intakeChecksProcess } from './intake-checks.process.ts';

const RECORDED_AT = '2026-11-27T03:00:00.000Z';
const process: Process = intakeChecksProcess;

const recorded = (stream: string, { type, data }: Fact, stateAfter: StateAfter): RecordedFact => ({
  id: '0b5b6b8e-2f67-5f5b-8f43-0d5d6a7e9c10',
  stream,
  revision: 0n,
  position: '17',
  type,
  data,
  metadata: {
    commandId: '1b5b6b8e-2f67-5f5b-8f43-0d5d6a7e9c10',
    commandHash: '',
    correlationId: '1b5b6b8e-2f67-5f5b-8f43-0d5d6a7e9c10',
    actor: { id: 'clerk', role: 'backOffice', via: 'http' },
    recordedAt: RECORDED_AT,
    schemaVersion: 1,
    machine: 'goodsOrder@1',
    stateAfter,
    prevHash: null,
    hash: '',
  },
});

/** The process with what it remembers; it may touch no note that it has not named for the fact. */
const checks = (isOpen = true) => {
  const notes = new Map<string, JsonObject>();
  let orders = 0;
  const happens = (fact: RecordedFact): readonly OwedCommand[] => {
    const named = process.notes?.(fact) ?? [];
    const own = (key: string): string => {
      expect(named).toContain(key);
      return key;
    };
    const within: ProcessNotes = {
      get: (key) => notes.get(own(key)),
      put: (key, note) => notes.set(own(key), JSON.parse(JSON.stringify(note)) as JsonObject),
      delete: (key) => notes.delete(own(key)),
    };
    const owed = process.react(fact, within);
    for (const { due } of owed) expect(named).toContain(due?.key);
    return owed;
  };
  /** Why the order is held, and by what note. */
  const holds = (fact: RecordedFact) =>
    happens(fact).map(({ command }) => {
      const { reason, note } = command.data as { readonly reason: string; readonly note: string };
      return `${reason}: ${note}`;
    });
  const received = (more: Partial<GoodsOrderFactOf<'OrderReceived'>['data']> = {}, total = 1000): RecordedFact => {
    orders += 1;
    const line = {
      lineId: '1',
      sku: 'TEA',
      description: '煎茶',
      warehouse: 'MAIN',
      quantity: 3,
      unitPrice: 100,
      discountBasisPoints: 0,
      taxClass: 'reduced',
    } as const;
    const data: GoodsOrderFactOf<'OrderReceived'>['data'] = {
      orderNumber: `GO-${orders}`,
      channel: 'phone',
      customerId: 'C/1',
      customerName: null,
      receivedAt: '2026-11-27T00:00:00Z',
      currency: 'JPY',
      lines: [line],
      charges: [],
      shipTo: null,
      paymentTerms: 'invoice',
      ...more,
    };
    return recorded(`goodsOrder-${orders}`, { type: 'OrderReceived', data }, { total });
  };
  const needs = (more: Partial<ServiceOrderFactOf<'NeedsRecorded'>['data']> = {}): RecordedFact => {
    orders += 1;
    const data: ServiceOrderFactOf<'NeedsRecorded'>['data'] = {
      orderNumber: `SO-${orders}`,
      channel: 'visit',
      customerId: 'C/1',
      customerName: null,
      receivedAt: '2026-11-27T00:00:00Z',
      currency: 'JPY',
      title: 'Webサイトの刷新',
      needs: null,
      ...more,
    };
    return recorded(`serviceOrder-${orders}`, { type: 'NeedsRecorded', data }, { total: 0 });
  };
  const customer = (fact: CustomerFact) => happens(recorded('customer-C%2F1', fact, { state: 'active' }));
  const registered = (creditLimit?: number) =>
    customer({
      type: 'CustomerRegistered',
      data: {
        customerNumber: 'C/1',
        name: null,
        contactPersons: null,
        addresses: null,
        language: 'ja',
        currency: 'JPY',
        matchKeys: {},
        ...(creditLimit === undefined ? {} : { creditLimit }),
      },
    });
  const openDesk = () => {
    const opened: DeskFact = { type: 'DeskOpened', data: { openedAt: RECORDED_AT } };
    return happens(recorded('desk-company', opened, { members: 0 }));
  };
  if (isOpen) openDesk();
  return { happens, holds, received, needs, customer, registered, openDesk, notes };
};

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
    const { happens, received } = checks();
    expect(happens(received())).toEqual([]);
    expect(happens(received())).toEqual([
      {
        category: 'goodsOrder',
        id: '2',
        command: {
          type: 'HoldOrder',
          data: { reason: 'suspectedDuplicate', note: 'GO-1 と同じ内容です / same content as GO-1' },
        },
        due: { at: RECORDED_AT, key: '2/hold/suspectedDuplicate' },
      },
    ]);
  });

  it('has the same pieces, however they stand in lines', () => {
    const { holds, received } = checks();
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
    const { holds, received } = checks();
    holds(received());
    expect(holds(received(more))).toEqual([]);
  });

  it('is one where it came within 72 hours, also where the earlier one is recorded later', () => {
    const { holds, received } = checks();
    holds(received());
    expect(holds(received({ receivedAt: '2026-11-30T09:00:00+09:00' }))).toEqual([duplicateOf('GO-1')]);
    expect(holds(received({ receivedAt: '2026-11-28T00:00:00Z' }))).toHaveLength(1);
  });

  it('is none where the customer numbers the two differently', () => {
    const { holds, received } = checks();
    holds(received({ customerReference: 'PO-1' }));
    expect(holds(received({ customerReference: 'PO-2' }))).toEqual([]);
    expect(holds(received({ customerReference: 'PO-1' }))).toEqual([duplicateOf('GO-1')]);
    expect(holds(received())).toEqual([duplicateOf('GO-3')]);
  });

  it('is, of services, one of the same title, and never one of the other kind', () => {
    const { holds, needs, received } = checks();
    holds(received());
    expect(holds(needs())).toEqual([]);
    expect(holds(needs({ title: 'ＷＥＢサイトの 刷新' }))).toEqual([duplicateOf('SO-2')]);
    expect(holds(needs({ title: 'Webサイトの保守' }))).toEqual([]);
  });

  it('is compared with the fifty newest orders of 72 hours, and no more are remembered', () => {
    const { happens, received, notes } = checks();
    const ordersIn = () => notes.get('customer/C%2F1')?.['orders'] as readonly { readonly orderNumber: string }[];
    for (let quantity = 1; quantity <= 60; quantity++) happens(received({ lines: [line('TEA', quantity)] }));
    expect(ordersIn().map(({ orderNumber }) => orderNumber)).toEqual(
      Array.from({ length: 50 }, (_, index) => `GO-${index + 11}`),
    );
    happens(received({ receivedAt: '2026-12-05T00:00:00Z' }));
    expect(ordersIn().map(({ orderNumber }) => orderNumber)).toEqual(['GO-61']);
  });
});

describe('an order of a customer who may not order on credit', () => {
  const held: CustomerFact = { type: 'CustomerHeld', data: { reason: 'payment' } };
  const limited = (change: Extract<CustomerFact, { type: 'CustomerAmended' }>['data']): CustomerFact => ({
    type: 'CustomerAmended',
    data: change,
  });

  it('is held while the customer is', () => {
    const { holds, received, needs, customer, registered } = checks();
    registered();
    customer(held);
    const note = 'credit: 得意先が取引保留中です（payment） / the customer is held (payment)';
    expect(holds(received())).toEqual([note]);
    expect(holds(needs())).toEqual([note]);
    customer({ type: 'CustomerHoldReleased', data: {} });
    expect(holds(received({ lines: [line('CUP', 1)] }))).toEqual([]);
  });

  it('is held where its total is beyond the limit, in the same currency', () => {
    const { holds, received, registered } = checks();
    registered(1000);
    expect(holds(received({ lines: [line('A', 1)] }, 1000))).toEqual([]);
    expect(holds(received({ lines: [line('B', 1)] }, 1001))).toEqual([expect.stringMatching(/^credit: .*1001 JPY/)]);
    expect(holds(received({ lines: [line('C', 1)], currency: 'USD' }, 1001))).toEqual([]);
  });

  it('is judged by the limit as it was amended', () => {
    const { holds, received, registered, customer } = checks();
    registered();
    customer(limited({ creditLimit: 500 }));
    expect(holds(received({ lines: [line('A', 1)] }, 600))).toHaveLength(1);
    customer(limited({ currency: 'USD', creditLimit: 500 }));
    expect(holds(received({ lines: [line('B', 1)] }, 600))).toEqual([]);
    expect(holds(received({ lines: [line('C', 1)], currency: 'USD' }, 600))).toHaveLength(1);
    customer(limited({ cleared: ['creditLimit'] }));
    expect(holds(received({ lines: [line('D', 1)], currency: 'USD' }, 600))).toEqual([]);
  });

  it('is held once for the credit, with every doubt, and for the repeat besides', () => {
    const { holds, received, registered, customer } = checks();
    registered(10);
    customer(held);
    holds(received());
    expect(holds(received())).toEqual([
      duplicateOf('GO-1'),
      expect.stringMatching(/^credit: 得意先が取引保留中です[^\n]*\n受注額 1000 JPY/),
    ]);
  });
});

describe('the checks of an order', () => {
  it('only remember before the desk is opened', () => {
    const { holds, received, customer, registered, openDesk } = checks(false);
    registered();
    customer({ type: 'CustomerHeld', data: { reason: 'credit' } });
    expect(holds(received())).toEqual([]);
    expect(holds(received())).toEqual([]);
    expect(openDesk()).toEqual([]);
    expect(holds(received())).toHaveLength(2);
  });

  it('are called off where somebody has set the hold, so that one which was released does not come back', () => {
    const { received } = checks();
    const fact: Fact = { type: 'OrderHeld', data: { reason: 'credit' } };
    const set = recorded('goodsOrder-7', fact, {});
    expect(process.withdraws?.(set, {} as ProcessNotes)).toEqual(['7/hold/credit']);
    expect(process.notes?.(set)).toEqual(['7/hold/credit']);
    expect(process.withdraws?.(received(), {} as ProcessNotes)).toEqual([]);
  });

  it('are settled where the order has ended, and stay visible where they are refused otherwise', () => {
    const { happens, received } = checks();
    happens(received());
    const [owed] = happens(received());
    const refusal = { code: 'not-in-this-state', message: { ja: '', en: '' } };
    expect(process.onRefusal(owed!, { ...refusal, refused: 'state' })).toEqual([]);
    expect(process.onRefusal(owed!, { ...refusal, refused: 'rule' })).toBeUndefined();
  });
});
