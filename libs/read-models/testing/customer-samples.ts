import type { CustomerFact, CustomerFactOf } from '#state-machines/customer/customer.events';
import { orderDeskSamples, PERSON } from './goods-order-samples.ts';

/** Data that each fact of a customer may have, with all that is personal in it. */
export const customerSamples: { readonly [Type in CustomerFact['type']]: CustomerFactOf<Type>['data'] } = {
  CustomerRegistered: {
    customerNumber: 'C-1',
    name: PERSON,
    kana: PERSON,
    phone: PERSON,
    email: PERSON,
    contactPersons: [{ contactPersonId: 'p1', name: PERSON }],
    addresses: [{ addressId: 'a1', use: 'both', name: PERSON, lines: ['東京都千代田区1-1'], country: 'JP' }],
    language: 'ja',
    preferredMedium: 'email',
    creditLimit: 500_000,
    currency: 'JPY',
    paymentCycle: { closingDay: 31, paymentMonthsLater: 1, paymentDay: 31 },
    note: PERSON,
    matchKeys: { name: ['name:n1'], phone: ['phone:p1'], contactPersons: ['phone:p1', 'email:e1'] },
  },
  CustomerAmended: {
    name: PERSON,
    creditLimit: 800_000,
    cleared: ['phone'],
    matchKeys: { name: ['name:n2'], contactPersons: [] },
  },
  CustomerHeld: { reason: 'credit', note: PERSON },
  CustomerHoldReleased: { note: PERSON },
  CustomerContacted: orderDeskSamples.CustomerContacted,
};
