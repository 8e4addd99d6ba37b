import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import type { PostgresConnection, PostgresPool } from '#libs/postgres/postgres-pool';

/** A lent connection as Kysely sees it. */
interface LentConnection extends DatabaseConnection {
  readonly lent: PostgresConnection;
  discard: boolean;
}

const CHANGES = ['INSERT', 'UPDATE', 'DELETE'];

/** Kysely over a pool whose connections survive what networks do. `explain` turns what a statement throws into what callers are told. */
export const kyselyOver = <Tables>(pool: PostgresPool, explain: (error: unknown) => unknown): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverOver(pool, explain),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });

const driverOver = (pool: PostgresPool, explain: (error: unknown) => unknown): Driver => {
  const lent = new WeakMap<DatabaseConnection, LentConnection>();
  const explaining = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    try {
      return await task();
    } catch (error) {
      throw explain(error);
    }
  };
  const lend = (connection: PostgresConnection): DatabaseConnection => {
    const lending: LentConnection = {
      lent: connection,
      discard: false,
      executeQuery: <R>({ sql, parameters }: CompiledQuery) =>
        explaining(async (): Promise<QueryResult<R>> => {
          const { command, rowCount, rows } = await connection.run(sql, parameters);
          return {
            rows: rows as R[],
            ...(CHANGES.includes(command) ? { numAffectedRows: BigInt(rowCount) } : {}),
          };
        }),
      streamQuery: () => {
        throw new Error('rows come in pages here, not as streams');
      },
    };
    lent.set(lending, lending);
    return lending;
  };
  /** Gives what the server says it did: `COMMIT`. */
  const run = async (connection: DatabaseConnection, statement: string): Promise<string | undefined> =>
    (await lent.get(connection)?.lent.run(statement))?.command;

  return {
    init: () => Promise.resolve(),
    acquireConnection: () => explaining(async () => lend(await pool.connect())),
    beginTransaction: (connection) =>
      explaining(async () => {
        await run(connection, 'begin');
      }),
    commitTransaction: (connection) =>
      explaining(async () => {
        if ((await run(connection, 'commit')) === 'ROLLBACK')
          throw new Error('a statement of the transaction had failed: it was rolled back');
      }),
    // Why it is rolled back matters more than that it cannot be: the server does it when the connection ends.
    async rollbackTransaction(connection) {
      try {
        await run(connection, 'rollback');
      } catch {
        const lending = lent.get(connection);
        if (lending) lending.discard = true;
      }
    },
    releaseConnection(connection) {
      const lending = lent.get(connection);
      lending?.lent.release(lending.discard);
      return Promise.resolve();
    },
    destroy: () => pool.close(),
  };
};
