import { EventStoreDBClient } from '@eventstore/db-client';
import { samples } from './samples.ts';

// A program of its own for specs: appends three events at a time, many appends in flight, until it is killed.
const [connectionString = ''] = process.argv.slice(2);
const client = EventStoreDBClient.connectionString(connectionString);
let acknowledged = 0;
const append = async (lane: number): Promise<never> => {
  for (;;) {
    await client.appendToStream(`killed-${lane}`, samples(3));
    acknowledged += 1;
    if (acknowledged % 200 === 0) process.stdout.write(`acknowledged ${acknowledged}\n`);
  }
};
await Promise.all(Array.from({ length: 64 }, (_, lane) => append(lane)));
