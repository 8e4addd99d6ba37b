import { describe } from '@jest/globals';
import { postgresPrograms } from './postgres-server.ts';

/** Specs that need a real PostgreSQL: left out, and saying why, where its programs are not installed. */
export const describeWithPostgres = (title: string, specs: () => void): void => {
  if (postgresPrograms() === undefined)
    describe.skip(`${title} (left out: no PostgreSQL programs on this machine)`, specs);
  else describe(title, specs);
};
