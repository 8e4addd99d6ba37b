import type { TableDefinition } from '#libs/kernel/projection';
import { matchedMembers, type CustomerMatchKeys } from '#state-machines/customer/customer.events';

/** A key by which a customer is found. Members are the columns of `customer_match_keys`. */
export type MatchKeyRow = {
  readonly id: string;
  readonly match_key: string;
  readonly customer: string;
};

/** One row per key that a member of a customer's profile has. */
export const matchKeysTable = {
  name: 'customer_match_keys',
  comment: 'Keyed digests of names, phone numbers and e-mail addresses, and whose they are.',
  key: 'id',
  internal: true,
  columns: {
    id: { type: 'text', comment: 'Customer, member and key.' },
    match_key: { type: 'text', comment: 'Kind and digest: name:…, phone:…, email:….' },
    customer: { type: 'text', comment: 'Key of the row in customers.' },
  } satisfies Record<keyof MatchKeyRow, TableDefinition['columns'][string]>,
  indexes: [['match_key'], ['customer']],
} as const satisfies TableDefinition;

/** The rows of a customer's keys. */
export const matchKeyRows = (customer: string, keys: CustomerMatchKeys): readonly MatchKeyRow[] =>
  matchedMembers.flatMap((member) =>
    [...new Set(keys[member])].map((key) => ({ id: `${customer}/${member}/${key}`, match_key: key, customer })),
  );
