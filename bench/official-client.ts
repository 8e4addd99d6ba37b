import { EventStoreDBClient, FORWARDS, jsonEvent, NO_STREAM, START } from '@eventstore/db-client';
import type { SampleAppend } from './sample-append.ts';

/** EventStoreDB's official client and nothing else: what the adapter is measured against. */
export interface OfficialClient {
  append(sample: SampleAppend): Promise<unknown>;
  /** Reads the whole log. */
  countEvents(): Promise<number>;
}

export const withOfficialClient = async <Result>(
  connectionString: string,
  work: (client: OfficialClient) => Promise<Result>,
): Promise<Result> => {
  const client = EventStoreDBClient.connectionString(connectionString);
  try {
    return await work({
      append: ({ stream, event: { id, type, data, metadata } }) =>
        client.appendToStream(stream, jsonEvent({ id, type, data, metadata }), { expectedRevision: NO_STREAM }),
      async countEvents() {
        let found = 0;
        for await (const _ of client.readAll({ direction: FORWARDS, fromPosition: START })) found += 1;
        return found;
      },
    });
  } finally {
    await client.dispose();
  }
};
