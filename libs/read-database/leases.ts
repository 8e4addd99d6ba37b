import { sql } from 'kysely';
import type { ProjectionStore } from '#libs/kernel/projections/projection-store';
import type { DatabaseDialect } from './database-dialect.ts';
import { writeStatement } from './write-transaction.ts';

/** Leases as rows, by the database's clock. Each step is one statement, so that a program that falls silent in the middle holds nothing. */
export const leasesIn = (dialect: DatabaseDialect): Pick<ProjectionStore, 'acquireLease' | 'releaseLease'> => ({
  acquireLease: (name, holder, leaseMs) =>
    writeStatement(dialect, async (writer) => {
      const { numInsertedOrUpdatedRows } = await writer
        .insertInto('projection_leases')
        .values({ name, holder, expires_at: sql`${dialect.now()} + ${leaseMs}` })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet((eb) => ({ holder, expires_at: eb.ref('excluded.expires_at') }))
            .where((eb) =>
              eb.or([
                eb('projection_leases.holder', '=', holder),
                eb('projection_leases.expires_at', '<', dialect.now()),
              ]),
            ),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    }),

  releaseLease: (name, holder) =>
    writeStatement(dialect, async (writer) => {
      await writer.deleteFrom('projection_leases').where('name', '=', name).where('holder', '=', holder).execute();
    }),
});
