import type { ContactMedium } from '../vocabulary/contact.ts';
import type { Currency } from '../vocabulary/money.ts';
import type {
  CustomerFact,
  CustomerFactOf,
  CustomerHoldReason,
  CustomerLanguage,
  PaymentCycle,
} from './customer.events.ts';

/** What decisions about a customer need; plain JSON, and nothing about a person. */
export interface CustomerData {
  /** Null before the customer was registered. */
  readonly customerNumber: string | null;
  readonly language: CustomerLanguage;
  readonly preferredMedium: ContactMedium | null;
  /** Minor units of `currency`; null: no limit. */
  readonly creditLimit: number | null;
  readonly currency: Currency;
  readonly paymentCycle: PaymentCycle | null;
  /** Null while nothing holds the customer's orders. */
  readonly hold: CustomerHoldReason | null;
  /** By which the same registration is known again; null once something was amended, or where the fact has none. */
  readonly contentKey: string | null;
}

export const initialCustomerData: CustomerData = {
  customerNumber: null,
  language: 'ja',
  preferredMedium: null,
  creditLimit: null,
  currency: 'JPY',
  paymentCycle: null,
  hold: null,
  contentKey: null,
};

/** The customer after a fact. Throws `RangeError` for one that cannot have happened. */
export const reduceCustomer = (data: CustomerData, fact: CustomerFact): CustomerData => {
  switch (fact.type) {
    case 'CustomerRegistered': {
      const { customerNumber, language, preferredMedium, creditLimit, currency, paymentCycle, contentKey } = fact.data;
      return {
        customerNumber,
        language,
        preferredMedium: preferredMedium ?? null,
        creditLimit: creditLimit ?? null,
        currency,
        paymentCycle: paymentCycle ?? null,
        hold: null,
        contentKey: contentKey ?? null,
      };
    }
    case 'CustomerAmended':
      return { ...data, ...amended(data, fact.data), contentKey: null };
    case 'CustomerHeld':
      return { ...data, hold: fact.data.reason };
    case 'CustomerHoldReleased':
      return { ...data, hold: null };
    case 'CustomerContacted':
      return data;
  }
};

type Terms = Pick<CustomerData, 'language' | 'preferredMedium' | 'creditLimit' | 'currency' | 'paymentCycle'>;

/** The terms after an amendment, which names only what changes. */
const amended = (data: Terms, change: CustomerFactOf<'CustomerAmended'>['data']): Terms => {
  const isCleared = (member: string) => change.cleared?.includes(member) ?? false;
  return {
    language: change.language ?? data.language,
    preferredMedium: isCleared('preferredMedium') ? null : (change.preferredMedium ?? data.preferredMedium),
    creditLimit: isCleared('creditLimit') ? null : (change.creditLimit ?? data.creditLimit),
    currency: change.currency ?? data.currency,
    paymentCycle: isCleared('paymentCycle') ? null : (change.paymentCycle ?? data.paymentCycle),
  };
};
