import type { ProjectionStore } from '#libs/kernel/projections/projection-store';
import type { DatabaseDialect } from './database-dialect.ts';
import { writeTransaction } from './write-transaction.ts';

/** Leases as rows. All processes that share a file share a machine, and so a clock. */
export const leasesIn = (dialect: DatabaseDialect): Pick<ProjectionStore, 'acquireLease' | 'releaseLease'> => ({
  acquireLease: (name, holder, leaseMs) =>
    writeTransaction(dialect, async (transaction) => {
      const now = Date.now();
      const lease = { name, holder, expires_at: now + leaseMs };
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('projection_leases')
        .values(lease)
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, expires_at: lease.expires_at })
            .where((eb) =>
              eb.or([eb('projection_leases.holder', '=', holder), eb('projection_leases.expires_at', '<', now)]),
            ),
        )
        .executeTakeFirstOrThrow();
      return numInsertedOrUpdatedRows === 1n;
    }),

  releaseLease: (name, holder) =>
    writeTransaction(dialect, async (transaction) => {
      await transaction.deleteFrom('projection_leases').where('name', '=', name).where('holder', '=', holder).execute();
    }),
});
