import { expect } from '@jest/globals';
import type { RecordedFact } from '#libs/kernel/fact';
import type { OwedCommand, Process } from '#libs/kernel/process';
import type { CustomerFact } from '#state-machines/customer/customer.events';
import type { DeskFact } from '#state-machines/desk/desk.events';
import type { GoodsOrderFactOf } from '#state-machines/goods-order/goods-order.events';
import type { ServiceOrderFactOf } from '#state-machines/service-order/service-order.events';
import { noteBook } from './note-book.ts';
import { recordedFact } from './recorded-fact.ts';

/** A check of orders with what it remembers; it may touch no note that it has not named for the fact. */
export const checkDesk = (process: Process, isOpen = true) => {
  const notes = noteBook();
  let orders = 0;
  const happens = (fact: RecordedFact): readonly OwedCommand[] => {
    const named = [...(process.notes?.(fact) ?? [])];
    const within = notes.naming(named);
    named.push(...(process.notesThen?.(fact, within) ?? []));
    for (const key of process.withdraws?.(fact, within) ?? []) expect(named).toContain(key);
    const owed = process.react(fact, within);
    for (const { due } of owed) expect(named).toContain(due?.key);
    return owed;
  };
  /** Why the order is held, and on what grounds. */
  const holds = (fact: RecordedFact) =>
    happens(fact).map(({ command }) => {
      const { reason, grounds } = command.data as { readonly reason: string; readonly grounds: string };
      return `${reason}: ${grounds}`;
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
    return recordedFact(
      `goodsOrder-${orders}`,
      { type: 'OrderReceived', data },
      { stateAfter: { step: 1, total, paid: 0 } },
    );
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
    return recordedFact(
      `serviceOrder-${orders}`,
      { type: 'NeedsRecorded', data },
      { stateAfter: { step: 1, total: 0, paid: 0 } },
    );
  };
  const customer = (fact: CustomerFact) => happens(recordedFact('customer-C%2F1', fact));
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
    const opened: DeskFact = { type: 'DeskOpened', data: { openedAt: '2026-11-27T03:00:00.000Z' } };
    return happens(recordedFact('desk-company', opened));
  };
  if (isOpen) openDesk();
  return { happens, holds, received, needs, customer, registered, openDesk, notes: notes.kept };
};
