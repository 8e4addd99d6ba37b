import { randomBytes } from 'node:crypto';
import { PersonErased, type KeyVault } from '#libs/kernel/personal-data';

/** Keys in memory, for specs. */
export const memoryVault = (): KeyVault => {
  const keys = new Map<string, Uint8Array | 'destroyed'>();
  return {
    keyFor: (person) => {
      const known = keys.get(person);
      if (known === 'destroyed') throw new PersonErased(person);
      const key = known ?? new Uint8Array(randomBytes(32));
      keys.set(person, key);
      return key;
    },
    findKey: (person) => {
      const known = keys.get(person);
      return known === 'destroyed' ? undefined : known;
    },
    destroyKey: (person) => void keys.set(person, 'destroyed'),
    close: () => undefined,
  };
};
