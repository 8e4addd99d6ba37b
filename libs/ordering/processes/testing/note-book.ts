import { expect } from '@jest/globals';
import type { JsonObject } from '#libs/kernel/json';
import type { ProcessNotes } from '#libs/kernel/process';

/** What a process remembers from one fact to the next. */
export interface NoteBook {
  readonly kept: ReadonlyMap<string, JsonObject>;
  /** The notes as a fact finds them; it may touch no other than those that are named. */
  naming(named: readonly string[]): ProcessNotes;
}

export const noteBook = (): NoteBook => {
  const kept = new Map<string, JsonObject>();
  return {
    kept,
    naming(named) {
      const own = (key: string): string => {
        expect(named).toContain(key);
        return key;
      };
      return {
        get: (key) => kept.get(own(key)),
        put: (key, note) => kept.set(own(key), JSON.parse(JSON.stringify(note)) as JsonObject),
        delete: (key) => kept.delete(own(key)),
      };
    },
  };
};
