import path from 'node:path';
import { type Clock, settableClock, systemClock } from '#libs/kernel/clock';
import { type CommandLoop, createCommandLoop } from '#libs/kernel/command-loop/command-loop';
import { type EventStore, START } from '#libs/kernel/event-store';
import type { KeyVault } from '#libs/kernel/personal-data';
import { createProcessRunner, type ProcessRunner } from '#libs/kernel/processes/process-runner';
import { shareTail } from '#libs/kernel/projections/log-tail';
import { createProjectionRunner, type ProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { openKeyVault } from '#libs/key-vault/key-vault';
import { openReadDatabase, type ReadDatabase } from '#libs/read-database/read-database';
import { projections as readModels, queries } from '#libs/read-models/catalogue';
import { catalogues, operations, processes as followUps } from './catalogue.ts';
import { commandPorts } from './commands.ts';
import type { Configuration } from './configuration.ts';
import type { EnginePorts } from './engine-ports.ts';
import { engineHealth } from './health.ts';
import { localSnapshots } from './local-snapshots.ts';
import { databaseUrl } from './locations.ts';
import { openDesk } from './open-desk.ts';
import { openEventStore } from './open-event-store.ts';
import { refuseLostLog } from './installation-files.ts';
import { askReadModel } from './queries.ts';
import { factsOf } from './stream-types.ts';
import { watchWrites } from './write-failures.ts';

export interface EngineOptions {
  /** Asks for a simulation store or for a real one. Default: whatever the file is; a new one is real. */
  readonly simulation?: boolean;
  /** Only a simulation may have another than the real one. */
  readonly clock?: Clock;
  /** Where no clock is given, that of a simulation stands still at the end of its log: looking at a company of the past, today is its last day. Default false: the real one. */
  readonly resumeSimulation?: boolean;
  /** Keeps the read models up with the log in this program. Default true. */
  readonly runProjections?: boolean;
  /** Sends what processes owe from this program. Default true. */
  readonly runProcesses?: boolean;
  /** Hears what keeps a part, named as `health` names it, from its work: once when that begins or changes, and undefined when it has passed. */
  readonly onTrouble?: (part: string, cause: string | undefined) => void;
}

/** Everything that an installation consists of, opened and wired. */
export interface Engine extends EnginePorts {
  readonly store: EventStore;
  readonly vault: KeyVault;
  readonly clock: Clock;
  readonly loop: CommandLoop;
  readonly readDatabase: ReadDatabase;
  readonly projections: ProjectionRunner;
  readonly processes: ProcessRunner;
  /** Stops what runs, finishes what is under way, and lets go of the files. */
  close(): Promise<void>;
}

/** The real clock; of a simulation, one that stands still where its log ends. */
const clockOf = async (store: Pick<EventStore, 'identity' | 'readAll'>): Promise<Clock> => {
  if (!store.identity.simulation) return systemClock;
  const [last] = (await store.readAll({ direction: 'backwards', max: 1 })).events;
  const recordedAt = last?.metadata['recordedAt'];
  return typeof recordedAt === 'string' ? settableClock(recordedAt) : systemClock;
};

type Release = () => Promise<void> | void;

/**
 * Opens an installation as it is configured: the composition root, without Nest. Throws `StoreOpenError` and `ReadDatabaseError`, with one line that says what to
 * do, and has then let go of everything.
 */
export const openEngine = async (configuration: Configuration, options: EngineOptions = {}): Promise<Engine> => {
  const releases: Release[] = [];
  try {
    return await open(configuration, options, releases);
  } catch (error) {
    // Why it could not be opened matters more than what failed while letting go.
    await releaseAll(releases).catch(() => undefined);
    throw error;
  }
};

/** Lets go of everything, whatever fails on the way; throws the first failure at the end. */
const releaseAll = async (releases: readonly Release[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const release of releases.toReversed())
    try {
      await release();
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0) throw failures[0];
};

const open = async (configuration: Configuration, options: EngineOptions, releases: Release[]): Promise<Engine> => {
  const { simulation, runProjections = true, runProcesses = true, onTrouble } = options;
  const { dataFolder, defaultWarehouse, readWaitMs } = configuration;

  refuseLostLog(configuration);
  const snapshots = localSnapshots(path.join(dataFolder, 'snapshots.db'));
  releases.push(() => snapshots.close());
  const opened = await openEventStore(configuration.eventStore, { simulation, snapshots: snapshots.of });
  releases.push(() => opened.close());
  const { store, writeFailure } = watchWrites(opened, (failure) => onTrouble?.('event store', failure?.message));
  const clock = options.clock ?? (options.resumeSimulation ? await clockOf(store) : systemClock);
  if (clock !== systemClock && !store.identity.simulation)
    throw new RangeError('only a store made as a simulation may have a clock that is not the real one');
  // The log comes first: another process has made the vault before it appends anything.
  const mayMake = (await store.head()) === START;
  const vault = await openKeyVault(databaseUrl(configuration.keyVault), store.identity.id, { mayMake });
  releases.push(() => vault.close());
  const readDatabase = await openReadDatabase(databaseUrl(configuration.readDatabase));
  releases.push(() => readDatabase.close());
  const { projectionStore } = readDatabase;

  const loop = createCommandLoop({ store, vault, clock, snapshots: snapshots.of(store.identity) });
  releases.push(() => loop.idle());
  const toFact = factsOf(catalogues);
  /** Read models and processes follow the log together. */
  const followed = { ...store, subscribe: shareTail(store).subscribe };
  const projections = createProjectionRunner({
    eventStore: followed,
    projectionStore,
    projections: readModels,
    toFact,
    observer: { troubled: ({ name }, cause) => onTrouble?.(`read model ${name}`, cause) },
  });
  releases.push(() => projections.stop());
  const { sendOwed, ...ports } = commandPorts({
    loop,
    store,
    clock,
    vault,
    readDatabase,
    catalogues,
    defaultWarehouse,
  });
  const runner = createProcessRunner({
    eventStore: followed,
    projectionStore,
    processes: followUps,
    toFact,
    send: sendOwed,
    clock,
    onTrouble: (name, cause) => onTrouble?.(`process ${name}`, cause),
  });
  const processes: ProcessRunner = {
    ...runner,
    async start() {
      await openDesk(loop);
      await runner.start();
    },
  };
  releases.push(() => processes.stop());
  // Also a program that leaves the following to others must not answer from another log's read models.
  await (runProjections ? projections.start() : projections.bind());
  if (runProcesses) await processes.start();

  return {
    catalogues,
    queries,
    ...ports,
    operations,
    operate: (description, body, context) =>
      description.run({ ...ports, store, readDatabase, vault, clock, projections, readWaitMs }, body, context),
    query: askReadModel({ store, readDatabase, vault, clock, projections, readWaitMs }),
    health: engineHealth({ store, writeFailure, vault, projectionStore, projections, processes }),
    store,
    vault,
    clock,
    loop,
    readDatabase,
    projections,
    processes,
    close: () => releaseAll(releases.splice(0)),
  };
};
