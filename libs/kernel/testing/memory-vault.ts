import { randomBytes } from 'node:crypto';
import { PersonErased, type KeyVault } from '../personal-data.ts';

export interface MemoryVault extends KeyVault {
  /** The person's key at once, for specs that seal by themselves; made where there was none. */
  keyInMemory(person: string): Uint8Array;
  /** How often keys were asked for since it was made. */
  readonly lookUps: () => number;
}

/** Keys in memory, for specs. */
export const memoryVault = (): MemoryVault => {
  const keys = new Map<string, Uint8Array | 'destroyed'>();
  let lookUps = 0;
  const keyInMemory = (person: string): Uint8Array => {
    const known = keys.get(person);
    if (known === 'destroyed') throw new PersonErased(person);
    const key = known ?? new Uint8Array(randomBytes(32));
    keys.set(person, key);
    return key;
  };
  return {
    keyInMemory,
    lookUps: () => lookUps,
    keyFor: async (person) => Promise.resolve(keyInMemory(person)),
    findKeys: (persons) => {
      lookUps += 1;
      const found = new Map<string, Uint8Array>();
      for (const person of persons) {
        const key = keys.get(person);
        if (key !== undefined && key !== 'destroyed') found.set(person, key);
      }
      return Promise.resolve(found);
    },
    destroyKey: (person) => {
      keys.set(person, 'destroyed');
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
};
