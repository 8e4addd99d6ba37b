import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Fact, RecordedFact, StateAfter } from '#libs/kernel/fact';
import type { Process, ProcessNotes } from '#libs/kernel/process';
import type { CustomerFact } from '#state-machines/customer/customer.events';
import { creditCheckProcess } from './credit-check.process.ts';
import { checkDesk } from './testing/check-desk.ts';
import { recordedFact } from './testing/recorded-fact.ts';

const process: Process = creditCheckProcess;
const desk = (isOpen = true) => checkDesk(process, isOpen);

const held: CustomerFact = { type: 'CustomerHeld', data: { reason: 'payment' } };
const amended = (change: Extract<CustomerFact, { type: 'CustomerAmended' }>['data']): CustomerFact => ({
  type: 'CustomerAmended',
  data: change,
});

/** What happens to an order later; its amounts are as the fact leaves them. */
const later = (
  { stream }: RecordedFact,
  type: string,
  amounts: { readonly total?: number; readonly paid?: number; readonly step?: number | undefined },
  more: { readonly data?: Fact['data']; readonly place?: StateAfter } = {},
): RecordedFact => {
  const { total = 0, paid = 0 } = amounts;
  const step = 'step' in amounts ? amounts.step : 3;
  const stateAfter = { ...more.place, ...(step === undefined ? {} : { step }), total, paid };
  return recordedFact(stream, { type, data: more.data ?? {} }, { stateAfter });
};

const beyond = (exposure: number, limit: number) =>
  `credit: 本受注を含む与信残高 ${exposure} JPY が与信限度額 ${limit} JPY を超えています / with this order ${exposure} JPY are owed on account, beyond the credit limit of ${limit} JPY`;

describe('an order of a customer who is held', () => {
  it('is held for the credit, of either kind, while the customer is', () => {
    const { holds, received, needs, customer, registered } = desk();
    registered();
    customer(held);
    const note = 'credit: 得意先が取引保留中です（payment） / the customer is held (payment)';
    expect(holds(received())).toEqual([note]);
    expect(holds(needs())).toEqual([note]);
    customer({ type: 'CustomerHoldReleased', data: {} });
    expect(holds(received())).toEqual([]);
  });

  it('is held once, with every doubt', () => {
    const { holds, received, registered, customer } = desk();
    registered(10);
    customer(held);
    expect(holds(received())).toEqual([
      expect.stringMatching(/^credit: 得意先が取引保留中です[^\n]*\n本受注を含む与信残高 1000 JPY/),
    ]);
  });

  it('is not held for what happens to it later', () => {
    const { holds, happens, received, customer, registered } = desk();
    registered();
    const order = received();
    happens(order);
    customer(held);
    expect(holds(later(order, 'OrderAmended', { total: 2000 }))).toEqual([]);
  });
});

describe('the credit limit', () => {
  it('is for everything that is owed on account, not for each order alone', () => {
    const { holds, received, registered } = desk();
    registered(1000);
    expect(holds(received({}, 600))).toEqual([]);
    expect(holds(received({}, 400))).toEqual([]);
    expect(holds(received({}, 1))).toEqual([beyond(1001, 1000)]);
  });

  it('is taken up again by what is paid, cancelled or returned', () => {
    const { holds, happens, received, registered } = desk();
    registered(1000);
    const [paid, cancelled, returned] = [received({}, 300), received({}, 300), received({}, 400)];
    for (const order of [paid, cancelled, returned]) expect(holds(order)).toEqual([]);
    happens(later(paid, 'PaymentReceived', { total: 300, paid: 200 }));
    happens(later(cancelled, 'OrderCancelled', { total: 300, step: undefined }));
    happens(later(returned, 'ReturnSettled', { total: 100 }));
    expect(holds(received({}, 800))).toEqual([]);
    expect(holds(received({}, 1))).toEqual([beyond(1001, 1000)]);
  });

  it('is not made wider by what was paid too much', () => {
    const { holds, happens, received, registered } = desk();
    registered(1000);
    const order = received({}, 100);
    happens(order);
    happens(later(order, 'PaymentReceived', { total: 100, paid: 900 }));
    expect(holds(received({}, 1001))).toEqual([beyond(1001, 1000)]);
  });

  it('does not stand against what is paid in advance or at the door', () => {
    const { holds, received, registered } = desk();
    registered(1000);
    expect(holds(received({ paymentTerms: 'prepaid' }, 5000))).toEqual([]);
    expect(holds(received({ paymentTerms: 'cashOnDelivery' }, 5000))).toEqual([]);
    expect(holds(received({}, 1000))).toEqual([]);
  });

  it('is looked at again when an order is amended to cost more, or to be paid on account', () => {
    const { holds, received, registered } = desk();
    registered(1000);
    const [order, advance] = [received({}, 900), received({ paymentTerms: 'prepaid' }, 500)];
    expect([...holds(order), ...holds(advance)]).toEqual([]);
    expect(holds(later(order, 'OrderAmended', { total: 1200 }))).toEqual([beyond(1200, 1000)]);
    expect(holds(later(order, 'OrderAmended', { total: 1100 }))).toEqual([]);
    const onAccount = later(advance, 'OrderAmended', { total: 500 }, { data: { paymentTerms: 'invoice' } });
    expect(holds(onAccount)).toEqual([beyond(1600, 1000)]);
    expect(holds(later(advance, 'OrderConfirmed', { total: 500 }))).toEqual([]);
  });

  it('is for engagements from the accepted proposal on, whatever the customer wished to spend', () => {
    const { holds, needs, registered } = desk();
    registered(1000);
    const engagement = needs();
    expect(holds(engagement)).toEqual([]);
    expect(holds(later(engagement, 'ProposalSubmitted', { total: 5000, step: 2 }))).toEqual([]);
    const agreed = { place: { engagement: 'proposing.agreed' } };
    expect(holds(later(engagement, 'ProposalAccepted', { total: 5000, step: 2 }, agreed))).toEqual([
      beyond(5000, 1000),
    ]);
    expect(holds(later(engagement, 'ContractConcluded', { total: 5000, step: 3 }))).toEqual([]);
    expect(holds(later(engagement, 'ChangeApproved', { total: 5500, step: 5 }))).toEqual([beyond(5500, 1000)]);
    const terminated = { place: { engagement: 'terminated' } };
    expect(holds(later(engagement, 'EngagementTerminated', { total: 300, step: undefined }, terminated))).toEqual([]);
    const next = needs();
    expect([...holds(next), ...holds(later(next, 'ContractDrafted', { total: 700 }))]).toEqual([]);
    expect(holds(later(next, 'EngagementLost', { total: 700, step: undefined }))).toEqual([]);
    expect(holds(later(engagement, 'InvoicePaymentReceived', { total: 300, paid: 300, step: undefined }))).toEqual([]);
    const last = needs();
    expect([...holds(last), ...holds(later(last, 'ContractDrafted', { total: 1000 }))]).toEqual([]);
  });

  it('is not taken up by what an engagement that is paid was rounded by', () => {
    const { holds, happens, needs, received, registered } = desk();
    registered(1000);
    const engagement = needs();
    happens(engagement);
    happens(later(engagement, 'InvoicePaymentReceived', { total: 1105, paid: 1104 }, { place: { billing: 'paid' } }));
    expect(holds(received({}, 1000))).toEqual([]);
  });

  it('is in one currency, and what is owed in others does not count', () => {
    const { holds, received, registered } = desk();
    registered(1000);
    expect(holds(received({ currency: 'USD' }, 5000))).toEqual([]);
    expect(holds(received({}, 1000))).toEqual([]);
  });

  it('is the amended one from then on', () => {
    const { holds, received, registered, customer } = desk();
    registered();
    customer(amended({ creditLimit: 500 }));
    expect(holds(received({}, 600))).toEqual([beyond(600, 500)]);
    customer(amended({ currency: 'USD', creditLimit: 500 }));
    expect(holds(received({}, 600))).toEqual([]);
    expect(holds(received({ currency: 'USD' }, 600))).toHaveLength(1);
    customer(amended({ cleared: ['creditLimit'] }));
    expect(holds(received({ currency: 'USD' }, 600))).toEqual([]);
  });

  it('counts what an unregistered customer owed before they were registered', () => {
    const { holds, received, registered } = desk();
    expect(holds(received({}, 900))).toEqual([]);
    registered(1000);
    expect(holds(received({}, 200))).toEqual([beyond(1100, 1000)]);
  });

  it('always has against it what the orders owe together, whatever happened to them in which order', () => {
    const step = fc.record({
      order: fc.nat({ max: 3 }),
      total: fc.nat({ max: 500 }),
      paid: fc.nat({ max: 600 }),
      step: fc.constantFrom(undefined, 1, 3, 7),
      terms: fc.constantFrom('prepaid', 'cashOnDelivery', 'invoice', undefined),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { happens, received, notes } = desk();
        const orders = Array.from({ length: 4 }, () => received({}, 100));
        const owed = orders.map((order) => {
          happens(order);
          return { terms: 'invoice', amount: 100 };
        });
        for (const { order, terms, ...amounts } of steps) {
          const [fact, own] = [orders[order]!, owed[order]!];
          happens(later(fact, 'OrderAmended', amounts, { data: terms ? { paymentTerms: terms } : {} }));
          own.terms = terms ?? own.terms;
          const isOwed = own.terms === 'invoice' && amounts.step !== undefined;
          own.amount = isOwed ? Math.max(0, amounts.total - amounts.paid) : 0;
        }
        expect(notes.get('customer/C%2F1')?.['owed']).toEqual({
          JPY: owed.reduce((sum, { amount }) => sum + amount, 0),
        });
      }),
    );
  });
});

describe('the check of the credit', () => {
  it('only remembers before the desk is opened', () => {
    const { holds, received, customer, registered, openDesk } = desk(false);
    registered(1000);
    customer(held);
    expect(holds(received({}, 900))).toEqual([]);
    expect(openDesk()).toEqual([]);
    customer({ type: 'CustomerHoldReleased', data: {} });
    expect(holds(received({}, 900))).toEqual([beyond(1800, 1000)]);
  });

  it('is called off where somebody has set or released the hold, so that it does not come back', () => {
    const withdrawnAt = (type: string, reason: string) =>
      process.withdraws?.(recordedFact('goodsOrder-7', { type, data: { reason } }), {} as ProcessNotes);
    for (const type of ['OrderHeld', 'HoldReleased']) {
      expect(withdrawnAt(type, 'credit')).toEqual(['7/hold/credit']);
      expect(withdrawnAt(type, 'price')).toEqual([]);
    }
  });

  it('is settled where the order has ended, and stays visible where it is refused otherwise', () => {
    const { happens, received, registered } = desk();
    registered(1);
    const [owed] = happens(received());
    const refusal = { code: 'not-in-this-state', message: { ja: '', en: '' } };
    expect(process.onRefusal(owed!, { ...refusal, refused: 'state' })).toEqual([]);
    expect(process.onRefusal(owed!, { ...refusal, refused: 'rule' })).toBeUndefined();
  });
});
