import type { Database } from 'better-sqlite3';

/** A table of names with integer keys, made as they come up. `forget` after a rollback: keys made since may be gone. */
export const nameTable = (database: Database, table: 'categories' | 'event_types') => {
  const keys = new Map<string, number>();
  const find = database.prepare<[string], number>(`SELECT key FROM ${table} WHERE name = ?`).pluck();
  const insert = database.prepare<[string], number>(`INSERT INTO ${table} (name) VALUES (?) RETURNING key`).pluck();
  return {
    keyOf: (name: string): number => {
      let key = keys.get(name);
      if (key !== undefined) return key;
      key = find.get(name) ?? insert.get(name);
      if (key === undefined) throw new Error(`no key was given to ${name}`);
      keys.set(name, key);
      return key;
    },
    forget: (): void => keys.clear(),
  };
};
