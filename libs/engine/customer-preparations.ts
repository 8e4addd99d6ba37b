import type { Plain } from '#libs/kernel/command-catalogue';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { Refusal } from '#libs/kernel/decider';
import { START } from '#libs/kernel/event-store';
import type { KeyVault } from '#libs/kernel/personal-data';
import type {
  AmendCustomer,
  PreparedAmendCustomer,
  PreparedRegisterCustomer,
  RegisterCustomer,
} from '#libs/ordering/customer/customer.commands';
import { customerStream } from '#libs/ordering/customer/customer.stream';
import { ruleRefusal } from '#libs/ordering/refusal';
import type { ReadDatabase } from '#libs/read-database/read-database';
import { likenesses, similarCustomers, type SimilarCustomer } from '#libs/read-models/customers/similar-customers';
import { customersProjection } from '#libs/read-models/customers/customers.projection';
import { customerId } from '#state-machines/customer/customer.id';
import { ReadModelBehind } from './engine-ports.ts';
import { openMatchKeys } from './match-keys.ts';
import type { Preparation } from './preparation.ts';

export interface CustomerPreparationOptions {
  readonly loop: Pick<CommandLoop, 'load'>;
  readonly vault: KeyVault;
  readonly readDatabase: ReadDatabase;
}

/** Customers who look like somebody, but for those whose ids are given, as far as the read model has got. Throws `ReadModelBehind` where it was never built: nobody is registered unchecked. */
export const findSimilarCustomers = async (
  { readDatabase: database, vault }: Pick<CustomerPreparationOptions, 'readDatabase' | 'vault'>,
  keys: Parameters<typeof similarCustomers>[1],
  except: readonly string[] = [],
): Promise<readonly SimilarCustomer[]> => {
  const { name } = customersProjection;
  const builds = await database.projectionStore.builds();
  if (!builds.some(({ live, projection }) => live && projection === name))
    throw new ReadModelBehind(name, START, START);
  return similarCustomers({ database, vault }, keys, except);
};

const likelyDuplicate = (candidates: readonly SimilarCustomer[]): Refusal => {
  const field = likenesses.find((likeness) => candidates.some(({ matches }) => matches.includes(likeness))) ?? 'name';
  const numbers = candidates.map(({ customerNumber }) => customerNumber);
  return ruleRefusal(
    'likely-duplicate',
    field,
    `登録済みの得意先に似ています: ${numbers.join('、')}。同じ得意先ならその番号を使ってください。別の得意先なら distinctFrom にこれらの番号をすべて加えてください。`,
    `This looks like a customer who is known already: ${numbers.join(', ')}. If it is the same customer, use that number; if not, add all of these numbers to distinctFrom.`,
  );
};

/**
 * How customers get the keys that they are compared by, and how a second registration of one customer is noticed. The comparison is with the read model, which follows
 * the log: of two clerks who register one customer at the same moment under two numbers, neither is stopped.
 */
export const customerPreparations = (
  options: CustomerPreparationOptions,
): Readonly<Record<'RegisterCustomer' | 'AmendCustomer', Preparation>> => ({
  async RegisterCustomer(id, command) {
    const registration = command.data as Plain<RegisterCustomer>;
    const keys = await openMatchKeys(options.vault);
    const matchKeys = keys.of(registration);
    const data: PreparedRegisterCustomer = { ...registration, matchKeys, contentKey: keys.ofContent(registration) };
    // What is registered already is answered by its own stream.
    if (await options.loop.load(customerStream, id)) return { type: command.type, data };
    const distinct = [registration.customerNumber, ...(registration.distinctFrom ?? [])];
    const candidates = await findSimilarCustomers(options, matchKeys, distinct.map(customerId));
    return candidates.length > 0 ? likelyDuplicate(candidates) : { type: command.type, data };
  },

  async AmendCustomer(_id, command) {
    const amendment = command.data as Plain<AmendCustomer>;
    const matchKeys = (await openMatchKeys(options.vault)).of(amendment);
    const data: PreparedAmendCustomer = { ...amendment, matchKeys };
    return { type: command.type, data };
  },
});
