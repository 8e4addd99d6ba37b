import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import { createProcessRunner } from '#libs/kernel/processes/process-runner';
import { createProjectionRunner } from '#libs/kernel/projections/projection-runner';
import { openReadDatabase } from '../read-database.ts';
import { carryOut, fetching, tally, toFact } from './library-log.ts';

// A program of its own for specs: keeps the library's read models and processes up until it is killed.
const [eventsFile = '', readDatabase = ''] = process.argv.slice(2);
const eventStore = await openSqliteEventStore({ file: eventsFile });
const { projectionStore } = await openReadDatabase(readDatabase);
const shared = { eventStore, projectionStore, toFact, leaseMs: 300, batchSize: 7 };
const projections = createProjectionRunner({ ...shared, projections: [tally] });
const processes = createProcessRunner({ ...shared, processes: [fetching], send: carryOut(eventStore) });
await projections.start();
await processes.start();
process.stdout.write('started\n');
