import { START, type Position } from '../event-store.ts';
import type { Json } from '../json.ts';
import { keyOf } from '../projections/row-cache.ts';
import type { Row, TableDefinition } from '../projection.ts';
import {
  CheckpointMoved,
  type Build,
  type BuildState,
  type ProjectionStore,
  type SkippedFact,
} from '../projections/projection-store.ts';

interface MemoryBuild {
  state: BuildState;
  readonly tables: ReadonlyMap<string, Map<string, Row>>;
}

/** Of two values of one column that have an order. */
const isLower = (a: Json, b: Json): boolean =>
  typeof a === 'number' && typeof b === 'number' ? a < b : typeof a === 'string' && typeof b === 'string' && a < b;

const orderOf = (by: readonly string[], a: Row, b: Row): number => {
  for (const column of by) {
    const [left, right] = [a[column] ?? null, b[column] ?? null];
    if (left !== right) return isLower(left, right) ? -1 : 1;
  }
  return 0;
};

/** A projection store that lives in memory, for specs that need no database. `query` is what queries see by a plain name. */
export const memoryProjectionStore = (): ProjectionStore & { query(table: string): readonly Row[] } => {
  const builds: MemoryBuild[] = [];
  const skipped = new Map<string, SkippedFact[]>();
  const leases = new Map<string, { holder: string; expiresAt: number }>();
  let boundTo: string | undefined;

  const find = ({ projection, number }: Build): MemoryBuild | undefined =>
    builds.find(({ state }) => state.projection === projection && state.number === number);
  const change = (build: Build, changes: Partial<BuildState>): void => {
    const found = find(build);
    if (found) found.state = { ...found.state, ...changes, updatedAt: new Date().toISOString() };
  };
  const rowsOf = (build: Build, table: TableDefinition): Map<string, Row> => {
    const rows = find(build)?.tables.get(table.name);
    if (!rows) throw new Error(`no such table: ${table.name}`);
    return rows;
  };
  const remove = (unwanted: (build: BuildState) => boolean): void => {
    for (let place = builds.length - 1; place >= 0; place--) {
      const build = builds[place];
      if (build && unwanted(build.state)) builds.splice(place, 1);
    }
  };
  const resume = (build: Build): void => {
    const state = find(build)?.state;
    if (state?.status === 'stopped') change(build, { status: state.live ? 'running' : 'rebuilding', failure: null });
  };
  const checkpointMoved = (build: Build, from: Position): void => {
    const actual = find(build)?.state.position;
    if (actual !== from) throw new CheckpointMoved(build, from, actual);
  };
  const refuseNulls = ({ name, columns }: TableDefinition, row: Row): void => {
    for (const [column, { nullable }] of Object.entries(columns))
      if (!nullable && (row[column] ?? null) === null) throw new Error(`${name}.${column} is null`);
  };
  /** Runs at once; what it throws becomes a rejection. */
  const soon = <Result>(task: () => Result): Promise<Result> => Promise.resolve().then(task);

  return {
    query(table) {
      const live = builds.find(({ state, tables }) => state.live && tables.has(table));
      if (!live) throw new Error(`no such table: ${table}`);
      const rows = [...(live.tables.get(table) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      return rows.map(([, row]) => row);
    },
    bindTo: (eventStoreId) =>
      soon(() => {
        boundTo ??= eventStoreId;
        if (boundTo !== eventStoreId) throw new Error('filled from another event store');
      }),
    builds: () => soon(() => builds.map(({ state }) => state)),
    findBuild: (build) => soon(() => find(build)?.state),
    createBuild: ({ name, version, tables }) =>
      soon(() => {
        const earlier = builds.filter(({ state }) => state.projection === name);
        const state: BuildState = {
          projection: name,
          version,
          number: Math.max(0, ...earlier.map((build) => build.state.number)) + 1,
          live: !earlier.some((build) => build.state.live),
          position: START,
          status: 'rebuilding',
          failure: null,
          updatedAt: new Date().toISOString(),
        };
        builds.push({ state, tables: new Map(tables.map((table) => [table.name, new Map<string, Row>()])) });
        return state;
      }),
    goLive: (build) =>
      soon(() => {
        const own = find(build)?.state;
        const live = builds.find(({ state }) => state.projection === build.projection && state.live)?.state;
        if (!own || (live && live.position > own.position)) return false;
        remove(({ projection, number }) => projection === build.projection && number < build.number);
        change(build, { live: true, status: 'running', failure: null });
        return true;
      }),
    dropBuild: (build) =>
      soon(() =>
        remove(({ projection, number, live }) => !live && projection === build.projection && number === build.number),
      ),
    readRows: (build, table, keys) =>
      soon(() => {
        const rows = rowsOf(build, table);
        return new Map(keys.flatMap((key) => [...(rows.has(key) ? [[key, rows.get(key) ?? {}] as const] : [])]));
      }),
    findRows: (build, table, column: string, value: Json) =>
      soon(() => [...rowsOf(build, table).values()].filter((row) => row[column] === value)),
    lowestRows: (build, table, { column, value, by, upTo, limit }) =>
      soon(() => {
        const fits = (row: Row) => {
          const lowest = row[by[0]] ?? null;
          return row[column] === value && lowest !== null && (upTo === undefined || !isLower(upTo, lowest));
        };
        const rows = [...rowsOf(build, table).values()].filter(fits);
        return rows.sort((a, b) => orderOf(by, a, b)).slice(0, limit);
      }),
    countRows: (build, table, column, values) =>
      soon(() => {
        const counts: Record<string, number> = {};
        for (const row of rowsOf(build, table).values()) {
          const value = row[column] as string;
          if (!values.includes(value)) continue;
          counts[value] = (counts[value] ?? 0) + 1;
        }
        return counts;
      }),
    commit: (build, { from, to, changes }) =>
      soon(() => {
        checkpointMoved(build, from);
        for (const { table, puts } of changes) for (const row of puts) refuseNulls(table, row);
        for (const { table, puts, deletes } of changes) {
          const rows = rowsOf(build, table);
          for (const key of deletes) rows.delete(key);
          for (const row of puts) rows.set(keyOf(table, row), row);
        }
        change(build, { position: to });
      }),
    stop: (build, failure) => soon(() => change(build, { status: 'stopped', failure })),
    resume: (build) => soon(() => resume(build)),
    skip: (build, reason) =>
      soon(() => {
        const { failure, version } = find(build)?.state ?? {};
        if (!failure || version === undefined) return;
        const fact = { ...failure, version, reason, skippedAt: new Date().toISOString() };
        skipped.set(build.projection, [...(skipped.get(build.projection) ?? []), fact]);
        resume(build);
      }),
    skipped: (projection) => soon(() => skipped.get(projection) ?? []),
    acquireLease: (name, holder, leaseMs) =>
      soon(() => {
        const lease = leases.get(name);
        if (lease && lease.holder !== holder && lease.expiresAt >= Date.now()) return false;
        leases.set(name, { holder, expiresAt: Date.now() + leaseMs });
        return true;
      }),
    releaseLease: (name, holder) =>
      soon(() => {
        if (leases.get(name)?.holder === holder) leases.delete(name);
      }),
  };
};
