import { describe, expect, it } from '@jest/globals';
import { normalisedName, normalisedPhone } from '#libs/ordering/customer/match-text.policies';
import { customerLanguages } from '#state-machines/customer/customer.events';
import { registerCustomerOf } from './customer-registration.ts';
import { receiveOrderOf, sampleOrders } from './sample-orders.ts';
import { sampleCustomers, type SampleCustomer } from './sample-customers.ts';

const traitsOf = ({ name, kana, address, contact }: SampleCustomer): readonly string[] => [
  normalisedName(name),
  normalisedName(kana),
  normalisedPhone(address.phone ?? ''),
  contact.email ?? '',
];
const lookAlike = (one: SampleCustomer, other: SampleCustomer): boolean =>
  traitsOf(one).some((trait) => traitsOf(other).includes(trait));

describe('the customers of the sample company', () => {
  it('look like those that they say they are distinct from, and like nobody else', () => {
    for (const [place, customer] of sampleCustomers.entries()) {
      const before = sampleCustomers.slice(0, place).filter((other) => lookAlike(customer, other));
      expect({ id: customer.id, distinctFrom: customer.distinctFrom }).toEqual({
        id: customer.id,
        distinctFrom: before.map(({ id }) => id),
      });
    }
    expect(sampleCustomers.filter(({ distinctFrom }) => distinctFrom.length > 0).length).toBeGreaterThan(1);
  });

  it('are registered with all that the company knows of them, each on terms of their own', () => {
    const registrations = sampleCustomers.map((customer) => registerCustomerOf(customer, 300));
    for (const { phone, email, contactPersons, addresses, paymentCycle } of registrations)
      expect([phone, email, contactPersons?.[0], addresses?.[0], paymentCycle]).not.toContain(undefined);
    expect(new Set(registrations.map(({ paymentCycle }) => paymentCycle?.closingDay)).size).toBeGreaterThan(1);
    expect(new Set(registrations.map(({ language }) => language))).toEqual(new Set(customerLanguages));
    expect(new Set(registrations.map(({ creditLimit }) => typeof creditLimit))).toEqual(
      new Set(['number', 'undefined']),
    );
  });

  it('have credit for whatever they order, even where it is one of few, so that no order is held that is not meant to be', () => {
    const limits = sampleCustomers.flatMap((customer) => registerCustomerOf(customer, 0).creditLimit ?? []);
    const orders = sampleOrders('1', 300);
    const dearest = orders.map((order) =>
      order.kind === 'service'
        ? order.engagement.budget
        : order.lines.reduce((sum, { item, quantity }) => sum + 1.1 * item.unitPrice * (quantity + 2), 0) +
          1.1 * (receiveOrderOf(order).charges ?? []).reduce((sum, { amount }) => sum + amount, 0),
    );
    expect(Math.max(...dearest)).toBeLessThan(Math.min(...limits));
  });
});
