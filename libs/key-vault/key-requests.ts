import { setImmediate as nextTurn } from 'node:timers/promises';
import { KeyVaultError } from '#libs/kernel/personal-data';

/** How long a call may take that says nothing else. Milliseconds. */
export const USUAL_TIMEOUT_MS = 5_000;

/** A person's key as the vault has it: null for one that was destroyed. */
export type KeptKeys = ReadonlyMap<string, Uint8Array | null>;

/** Requests for the keys of persons, answered in groups. */
export interface KeyRequests {
  /** Null for a person whose key was destroyed. Throws what `provide` throws. */
  ask(person: string): Promise<Uint8Array | null>;
  /** Resolves when all that were asked for are answered. */
  idle(): Promise<void>;
}

/**
 * Joins requests of one turn of the event loop, and those that come while others are under way, into one: a hundred new persons at once cost one flush to disk, or one
 * round trip. `provide` answers for every person, and makes the keys that are not there.
 */
export const createKeyRequests = (provide: (persons: readonly string[]) => Promise<KeptKeys>): KeyRequests => {
  let last: Promise<unknown> = Promise.resolve();
  let gathering: { readonly persons: Set<string>; readonly answer: Promise<KeptKeys> } | undefined;

  const gather = (): NonNullable<typeof gathering> => {
    const persons = new Set<string>();
    const before = last;
    const begin = async (): Promise<KeptKeys> => {
      await before;
      await nextTurn();
      gathering = undefined;
      return provide([...persons]);
    };
    const answer = begin();
    last = answer.catch(() => undefined);
    return { persons, answer };
  };

  return {
    async ask(person) {
      gathering ??= gather();
      gathering.persons.add(person);
      return (await gathering.answer).get(person) ?? null;
    },
    async idle() {
      await last;
    },
  };
};

/** The answer, or `KeyVaultError` where it does not come in time; what is under way then goes on. */
export const inTime = async <Answer>(
  answer: Promise<Answer>,
  location: string,
  timeoutMs: number = USUAL_TIMEOUT_MS,
): Promise<Answer> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const message = `the key vault ${location} did not answer in time`;
    timer = setTimeout(() => reject(new KeyVaultError('unavailable', message)), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** The calls of a vault, which is closed when all of them have ended. */
export interface VaultCalls {
  /** Throws `KeyVaultError` `closed` after `end`. */
  run<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  /** Lets no more calls begin, and resolves when those that have begun are over. */
  end(): Promise<void>;
}

export const createVaultCalls = (location: string): VaultCalls => {
  const running = new Set<Promise<unknown>>();
  let ended = false;
  return {
    async run(call) {
      if (ended) throw new KeyVaultError('closed', `the key vault ${location} was closed by this program`);
      const answer = call();
      running.add(answer);
      try {
        return await answer;
      } finally {
        running.delete(answer);
      }
    },
    async end() {
      ended = true;
      await Promise.allSettled(running);
    },
  };
};
