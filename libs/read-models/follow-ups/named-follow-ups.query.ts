import { sql, type SqlBool } from 'kysely';
import { dayOf, type QueryContext } from '../query-description.ts';
import { followUpViews, type FollowUpView } from './follow-up.view.ts';
import { queueRows } from './follow-ups.query.ts';

/** As much of an id as people need to say: letters and digits of a UUID, from its beginning. */
const BEGINNING = /^[0-9a-f-]{1,36}$/;

/** The follow-ups that people mean by the beginning of an id, in the order of the queue, at most so many. Throws `KeyVaultError`. */
export const followUpsNamed = async (
  { database, vault, now }: QueryContext,
  beginning: string,
  limit: number,
): Promise<readonly FollowUpView[]> => {
  const wanted = beginning.toLowerCase();
  if (!BEGINNING.test(wanted)) return [];
  const rows = await queueRows(database, [sql<SqlBool>`id like ${`${wanted}%`}`], limit);
  return followUpViews(rows, vault, dayOf({ now }, undefined));
};
