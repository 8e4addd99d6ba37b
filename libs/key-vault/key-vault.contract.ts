import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreOpenError } from '#libs/kernel/store-open-error';
import { type KeyVault, PersonErased } from '#libs/kernel/personal-data';
import type { KeyVaultOptions } from './vault-refusals.ts';

/** A place for one vault, empty at first. */
export interface KeyVaultPlace {
  /** Opens the vault that is there, as another process would, and makes it where there is none. */
  open(storeId: string, options?: KeyVaultOptions): Promise<KeyVault>;
  /** Asks for the keys of `customer-0`, `customer-1` … in a process of its own; resolves to them, in hex. */
  askApart(storeId: string, persons: number): Promise<readonly string[]>;
  /** What a person does who means to go on without the keys that were lost. */
  consent(): Promise<void>;
  dispose(): Promise<void>;
}

export const STORE = '8f7e6f51-0000-4000-8000-000000000001';
export const OTHER_STORE = '8f7e6f51-0000-4000-8000-000000000002';

/** Whatever kept it from being opened. */
export const refusalOf = async (opening: Promise<KeyVault>): Promise<StoreOpenError> => {
  const thrown: unknown = await opening.then(
    (vault) => vault.close(),
    (error: unknown) => error,
  );
  if (!(thrown instanceof StoreOpenError)) throw new Error('it was opened', { cause: thrown });
  expect(thrown.message).not.toContain('\n');
  return thrown;
};

/** Defines the tests that every key vault must pass. */
export const keyVaultContract = (name: string, makePlace: () => Promise<KeyVaultPlace>): void => {
  describe(`${name} as a key vault`, () => {
    let place: KeyVaultPlace;
    let vaults: KeyVault[];
    beforeEach(async () => {
      place = await makePlace();
      vaults = [];
    });
    afterEach(async () => {
      for (const vault of vaults) await vault.close();
      await place.dispose();
    });
    const open = async (storeId = STORE, options?: KeyVaultOptions): Promise<KeyVault> => {
      const vault = await place.open(storeId, options);
      vaults.push(vault);
      return vault;
    };
    const reopen = async (vault: KeyVault): Promise<KeyVault> => {
      await vault.close();
      vaults.splice(vaults.indexOf(vault), 1);
      return open();
    };

    it('makes one 32-byte key for a person and keeps it through a restart', async () => {
      const vault = await open();
      expect(await vault.findKeys(['customer-1'])).toEqual(new Map());
      const key = await vault.keyFor('customer-1');
      expect(key).toHaveLength(32);
      expect(await vault.keyFor('customer-1')).toEqual(key);
      expect(await vault.keyFor('customer-2')).not.toEqual(key);
      const reopened = await reopen(vault);
      expect(await reopened.findKeys(['customer-1'])).toEqual(new Map([['customer-1', key]]));
    });

    it('makes the keys of many who come at once, and the same key for those who ask twice', async () => {
      const vault = await open();
      const persons = Array.from({ length: 100 }, (_, index) => `customer-${index % 50}`);
      const keys = await Promise.all(persons.map((person) => vault.keyFor(person)));
      expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(50);
      expect(keys.slice(50)).toEqual(keys.slice(0, 50));
    });

    it('finds the keys of those who have one, and leaves the others out', async () => {
      const vault = await open();
      const [one, two] = [await vault.keyFor('one'), await vault.keyFor('two')];
      await vault.keyFor('erased');
      await vault.destroyKey('erased');
      const expected = new Map([
        ['one', one],
        ['two', two],
      ]);
      expect(await vault.findKeys(['two', 'erased', 'one', 'nobody', 'two'])).toEqual(expected);
      expect(await vault.findKeys([])).toEqual(new Map());
    });

    it('gives processes that ask for the same persons at once the same keys', async () => {
      const asked = [1, 2, 3].map(() => place.askApart(STORE, 100));
      const [first, ...others] = await Promise.all(asked);
      expect(new Set(first).size).toBe(100);
      for (const other of others) expect(other).toEqual(first);
    });

    it('destroys a key for ever, in every process that had it in memory', async () => {
      const [one, other] = [await open(), await open()];
      const key = await one.keyFor('customer-1');
      expect((await other.findKeys(['customer-1'])).get('customer-1')).toEqual(key);
      await one.destroyKey('customer-1');
      for (const vault of [one, other, await open()]) {
        expect(await vault.findKeys(['customer-1'])).toEqual(new Map());
        await expect(vault.keyFor('customer-1')).rejects.toThrow(PersonErased);
      }
    });

    it('remembers an erasure of a person who had no key yet, and a second one changes nothing', async () => {
      const vault = await open();
      await vault.destroyKey('customer-1');
      await vault.destroyKey('customer-1');
      await expect(vault.keyFor('customer-1')).rejects.toThrow(PersonErased);
      expect(await vault.findKeys(['customer-1'])).toEqual(new Map());
    });

    it('makes no key for a person who is erased at the same moment', async () => {
      const [one, other] = [await open(), await open()];
      const [asked] = await Promise.allSettled([one.keyFor('customer-1'), other.destroyKey('customer-1')]);
      if (asked.status === 'rejected') expect(asked.reason).toBeInstanceOf(PersonErased);
      for (const vault of [one, other]) expect(await vault.findKeys(['customer-1'])).toEqual(new Map());
    });

    it('does not open for another store than its own, and stays as it was', async () => {
      const vault = await open();
      const key = await vault.keyFor('customer-1');
      const { code, message } = await refusalOf(place.open(OTHER_STORE));
      expect(code).toBe('otherStore');
      expect(message).toMatch(/holds the keys of another event store: [^\n]+JUCHU_KEY_VAULT/);
      expect((await (await reopen(vault)).findKeys(['customer-1'])).get('customer-1')).toEqual(key);
    });

    it('belongs to one of two stores that make it at the same moment', async () => {
      const opened = await Promise.allSettled([STORE, OTHER_STORE].map((store) => open(store)));
      const refused = opened.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
      expect(refused).toMatchObject([{ code: 'otherStore' }]);
    });

    it('is made by several processes at the same moment', async () => {
      const opened = await Promise.all(Array.from({ length: 4 }, () => open()));
      const keys = await Promise.all(opened.map((vault) => vault.keyFor('customer-1')));
      for (const key of keys) expect(key).toEqual(keys[0]);
    });

    it('is not made anew for a log that holds events, unless a person consents', async () => {
      const refusal = await refusalOf(place.open(STORE, { mayMake: false }));
      expect(refusal).toMatchObject({
        code: 'missing',
        message: expect.stringMatching(
          /put it back from a backup \(JUCHU_KEY_VAULT .* to go on with all personal data/,
        ),
      });
      expect((await refusalOf(place.open(STORE, { mayMake: false }))).code).toBe('missing');
      await place.consent();
      const vault = await open(STORE, { mayMake: false });
      await vault.keyFor('customer-1');
      expect(await (await open(STORE, { mayMake: false })).findKeys(['customer-1'])).toHaveProperty('size', 1);
    });

    it('finishes what was asked for before it was closed, and then says that it is closed', async () => {
      const vault = await open();
      const asked = vault.keyFor('customer-1');
      await Promise.all([vault.close(), asked]);
      vaults.pop();
      for (const call of [vault.keyFor('customer-1'), vault.findKeys(['customer-1']), vault.destroyKey('customer-1')])
        await expect(call).rejects.toMatchObject({ code: 'closed' });
      expect((await (await open()).findKeys(['customer-1'])).get('customer-1')).toEqual(await asked);
    });
  });
};
