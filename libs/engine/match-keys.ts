import { createHmac } from 'node:crypto';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import type { KeyVault } from '#libs/kernel/personal-data';
import { normalisedEmail, normalisedName, normalisedPhone } from '#libs/ordering/customer/match-text.policies';
import type { CustomerContactPerson, CustomerMatchKeys } from '#state-machines/customer/customer.events';

// Names, prefixes and lengths below are a storage format: keys in the log are compared with keys made later.

/** Whose key in the vault the digests are made with: nobody's, since no customer number is longer than 64 characters. */
export const MATCH_KEY_OWNER = 'digests by which customers who look alike are found; this is the key of no customer';

/** Bytes of a digest: enough that no two texts share one. */
const DIGEST_BYTES = 16;

/** What keys are made of. */
export interface ComparedMembers {
  readonly name?: string;
  readonly kana?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly contactPersons?: readonly Pick<CustomerContactPerson, 'phone' | 'email'>[];
}

/** Whoever orders, as an order names them. */
export interface Orderer {
  readonly name: string;
  readonly contact?: Pick<CustomerContactPerson, 'phone' | 'email'>;
}

/** Makes the keys by which customers are compared. Who has no key of the vault can neither read a name out of them nor try one. */
export interface MatchKeys {
  /** The keys of every member that is given, under its name: an empty list where the member holds nothing that can be compared. */
  of(members: ComparedMembers): CustomerMatchKeys;
  /** The keys of whoever orders. */
  ofOrderer(customer: Orderer): CustomerMatchKeys;
  /** The same for the same content only. */
  ofContent(content: object): string;
}

type Vault = Pick<KeyVault, 'keyFor'>;

/** A person's key has to be asked for each time, since it may have been destroyed; this one is nobody's. */
const opened = new WeakMap<Vault, MatchKeys>();

/** Throws `KeyVaultError`. */
export const openMatchKeys = async (vault: Vault): Promise<MatchKeys> => {
  const known = opened.get(vault);
  if (known) return known;
  const keys = matchKeysUnder(await vault.keyFor(MATCH_KEY_OWNER));
  opened.set(vault, keys);
  return keys;
};

const matchKeysUnder = (key: Uint8Array): MatchKeys => {
  const digest = (text: string): string =>
    createHmac('sha256', key).update(text, 'utf8').digest().subarray(0, DIGEST_BYTES).toString('base64url');
  const keyOf = (kind: 'name' | 'phone' | 'email', text: string): readonly string[] =>
    text === '' ? [] : [`${kind}:${digest(`${kind}:${text}`)}`];
  const nameKey = (name: string) => keyOf('name', normalisedName(name));
  const phoneKey = (phone: string) => keyOf('phone', normalisedPhone(phone));
  const emailKey = (email: string) => keyOf('email', normalisedEmail(email));
  const of = ({ name, kana, phone, email, contactPersons }: ComparedMembers): CustomerMatchKeys => ({
    ...(name === undefined ? {} : { name: nameKey(name) }),
    // A name in kana is a name: it is found by customers whose name is written so.
    ...(kana === undefined ? {} : { kana: nameKey(kana) }),
    ...(phone === undefined ? {} : { phone: phoneKey(phone) }),
    ...(email === undefined ? {} : { email: emailKey(email) }),
    ...(contactPersons === undefined
      ? {}
      : {
          contactPersons: contactPersons.flatMap((person) => [
            ...(person.phone === undefined ? [] : phoneKey(person.phone)),
            ...(person.email === undefined ? [] : emailKey(person.email)),
          ]),
        }),
  });
  return {
    of,
    ofOrderer: ({ name, contact }) => of({ name, ...(contact ? { contactPersons: [contact] } : {}) }),
    ofContent: (content) => digest(`content:${canonicalJson(content)}`),
  };
};
