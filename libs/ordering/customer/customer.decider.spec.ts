import { describe, expect, it } from '@jest/globals';
import type { CustomerFact } from '#state-machines/customer/customer.events';
import { customerId } from '#state-machines/customer/customer.id';
import { createStoryTeller } from '../story-teller.ts';
import type { CustomerCommand, PreparedAmendCustomer, PreparedRegisterCustomer } from './customer.commands.ts';
import { customerStream } from './customer.stream.ts';

const NOW = '2026-11-27T03:00:00.000Z';
const NUMBER = '得意先/1';
const { story, continued, told } = createStoryTeller(customerStream, NOW, customerId(NUMBER));

const sakura: PreparedRegisterCustomer = {
  customerNumber: NUMBER,
  name: '株式会社さくら商店',
  phone: '03-1234-5678',
  matchKeys: { name: ['name:a'], phone: ['phone:b'] },
  contentKey: 'c1',
};
const register = (more: Partial<PreparedRegisterCustomer> = {}): CustomerCommand => ({
  type: 'RegisterCustomer',
  data: { ...sakura, ...more },
});
const amend = (data: PreparedAmendCustomer): CustomerCommand => ({ type: 'AmendCustomer', data });
const hold: CustomerCommand = { type: 'HoldCustomer', data: { reason: 'credit', note: '支払いの遅れ' } };
const release: CustomerCommand = { type: 'ReleaseCustomerHold', data: {} };
const contact: CustomerCommand = {
  type: 'RecordContact',
  data: { medium: 'phone', direction: 'inbound', summary: '年末の営業日', replyDue: '2026-11-30' },
};

const nobody = story();
const registered = story(register());
/** The facts of one more command, or the code of its refusal with its field. */
const answer = (command: CustomerCommand, from = registered): readonly CustomerFact[] | string => {
  const { facts, refusal } = told(from, command);
  return refusal ? `${refusal.code} ${refusal.field ?? ''}` : facts.slice(from.facts.length);
};
const amended = (data: PreparedAmendCustomer, from = registered) => {
  const facts = answer(amend(data), from);
  return typeof facts === 'string' ? facts : facts.map((fact) => fact.data);
};

const persons = (...ids: readonly string[]) => ids.map((contactPersonId) => ({ contactPersonId, name: '田中 花子' }));
const addresses = (...ids: readonly string[]) =>
  ids.map((addressId) => ({ addressId, use: 'both', name: '本店', lines: ['渋谷2-1-1'], country: 'JP' }) as const);
const cycle = (closingDay: number, paymentMonthsLater: number, paymentDay: number) => ({
  closingDay,
  paymentMonthsLater,
  paymentDay,
});

describe('registering a customer', () => {
  it('takes Japanese and yen where nothing else is said', () => {
    const { contentKey, ...rest } = sakura;
    expect(registered.facts).toEqual([
      {
        type: 'CustomerRegistered',
        data: { ...rest, contentKey, contactPersons: [], addresses: [], language: 'ja', currency: 'JPY' },
      },
    ]);
  });

  it('decides nothing when the same is sent again', () => {
    expect(answer(register())).toEqual([]);
  });

  it('is refused with other content, and where the customer was amended since', () => {
    expect(answer(register({ name: '別の会社', contentKey: 'c2' }))).toBe('already-registered ');
    expect(answer(register(), continued(registered, amend({ creditLimit: 1 })))).toBe('already-registered ');
    const { contentKey: _none, ...unprepared } = sakura;
    const command: CustomerCommand = { type: 'RegisterCustomer', data: unprepared };
    expect(answer(command, story(command))).toBe('already-registered ');
  });

  it('is refused in a stream that belongs to another number', () => {
    expect(answer(register({ customerNumber: 'C-2' }), nobody)).toBe('wrong-customer-id customerNumber');
  });

  it.each([
    ['two contact persons of one id', { contactPersons: persons('a', 'b', 'a') }, 'contactPersons[2].contactPersonId'],
    ['two addresses of one id', { addresses: addresses('a', 'a') }, 'addresses[1].addressId'],
  ])('is refused with %s', (_what, more, field) => {
    expect(answer(register(more), nobody)).toBe(`duplicate-id ${field}`);
  });

  it('is refused where the payment day lies before the closing day of the same month', () => {
    const withCycle = (...days: Parameters<typeof cycle>) => answer(register({ paymentCycle: cycle(...days) }), nobody);
    expect(withCycle(20, 0, 19)).toBe('paid-before-closed paymentCycle.paymentDay');
    expect(withCycle(20, 0, 20)).toHaveLength(1);
    expect(withCycle(20, 1, 5)).toHaveLength(1);
  });

  it.each([amend({ note: 'x' }), hold, release, contact])('comes before $type', (command) => {
    expect(answer(command, nobody)).toBe('not-registered ');
  });
});

describe('amending a customer', () => {
  const withTerms = story(register({ creditLimit: 500_000, preferredMedium: 'email', paymentCycle: cycle(31, 1, 31) }));

  it('records of the terms only what changes', () => {
    expect(amended({ creditLimit: 500_000, language: 'en' }, withTerms)).toEqual([{ language: 'en' }]);
    const same = { creditLimit: 500_000, preferredMedium: 'email', paymentCycle: cycle(31, 1, 31) } as const;
    expect(amended({ ...same, language: 'ja', currency: 'JPY' }, withTerms)).toEqual([]);
    expect(amended({ paymentCycle: cycle(20, 1, 31) }, withTerms)).toEqual([{ paymentCycle: cycle(20, 1, 31) }]);
  });

  it('records everything about a person that is given: what was there before is sealed', () => {
    const matchKeys = { phone: ['phone:c'] };
    expect(amended({ phone: '03-1234-5678', matchKeys })).toEqual([{ phone: '03-1234-5678', matchKeys }]);
    expect(amended({ note: '午前のみ', matchKeys: {} })).toEqual([{ note: '午前のみ' }]);
  });

  it('removes what is cleared, and once', () => {
    const cleared = continued(withTerms, amend({ clear: ['creditLimit', 'preferredMedium', 'paymentCycle', 'kana'] }));
    expect(cleared.facts.at(-1)?.data).toEqual({ cleared: ['creditLimit', 'preferredMedium', 'paymentCycle', 'kana'] });
    expect(cleared.state.data).toMatchObject({ creditLimit: null, preferredMedium: null, paymentCycle: null });
    expect(amended({ clear: ['creditLimit', 'paymentCycle'] }, cleared)).toEqual([]);
  });

  it.each<[string, PreparedAmendCustomer, string]>([
    ['says nothing', {}, 'nothing-to-amend name'],
    ['says nothing but the keys that the program adds', { matchKeys: {} }, 'nothing-to-amend name'],
    ['gives what it clears', { phone: '03-1', clear: ['phone'] }, 'given-and-cleared clear'],
    [
      'has two contact persons of one id',
      { contactPersons: persons('a', 'a') },
      'duplicate-id contactPersons[1].contactPersonId',
    ],
    ['has two addresses of one id', { addresses: addresses('a', 'a') }, 'duplicate-id addresses[1].addressId'],
    ['pays before it closes', { paymentCycle: cycle(31, 0, 30) }, 'paid-before-closed paymentCycle.paymentDay'],
    ['leaves the limit in another currency', { currency: 'USD' }, 'credit-limit-in-another-currency creditLimit'],
  ])('is refused where it %s', (_what, data, refusal) => {
    expect(answer(amend(data), withTerms)).toBe(refusal);
  });

  it('changes the currency together with the limit, or where there is none', () => {
    expect(amended({ currency: 'USD', creditLimit: 10_000 }, withTerms)).toEqual([
      { currency: 'USD', creditLimit: 10_000 },
    ]);
    expect(amended({ currency: 'USD', clear: ['creditLimit'] }, withTerms)).toEqual([
      { currency: 'USD', cleared: ['creditLimit'] },
    ]);
    expect(amended({ currency: 'USD' })).toEqual([{ currency: 'USD' }]);
  });
});

describe('the hold of a customer', () => {
  it('is set and released, each of them once, and what is said of it besides is kept', () => {
    const held = continued(registered, hold);
    expect(held.facts.at(-1)).toEqual({ type: 'CustomerHeld', data: { reason: 'credit', note: '支払いの遅れ' } });
    expect(answer({ type: 'HoldCustomer', data: { reason: 'credit' } }, held)).toEqual([]);
    const more = continued(held, { type: 'HoldCustomer', data: { reason: 'credit', note: '督促済み' } });
    expect(more.facts.at(-1)).toEqual({ type: 'CustomerHeld', data: { reason: 'credit', note: '督促済み' } });
    expect(more.state.data.hold).toBe('credit');
    const released = continued(held, release);
    expect(released.facts.at(-1)).toEqual({ type: 'CustomerHoldReleased', data: {} });
    expect(answer(release, released)).toEqual([]);
    expect(released.state.data.hold).toBeNull();
  });

  it('gets another reason where one is given', () => {
    const held = continued(registered, hold);
    expect(answer({ type: 'HoldCustomer', data: { reason: 'payment' } }, held)).toEqual([
      { type: 'CustomerHeld', data: { reason: 'payment' } },
    ]);
  });
});

describe('a contact with a customer', () => {
  it('is recorded under the id of the command that told of it', () => {
    expect(answer(contact)).toEqual([
      {
        type: 'CustomerContacted',
        data: { ...contact.data, contactId: 'command-1', replyOwedBy: 'company' },
      },
    ]);
  });
});
