import { afterEach, beforeEach, describe } from '@jest/globals';
import type { EventStore } from '../event-store.ts';
import { appendsContract } from './event-store-contract/appends.contract.ts';
import type { EventStoreHarness } from './event-store-contract/harness.ts';
import { readsContract } from './event-store-contract/reads.contract.ts';
import { subscriptionsContract } from './event-store-contract/subscriptions.contract.ts';

/** Defines the tests that every adapter of the event-store port must pass. */
export const eventStoreContract = (name: string, harness: EventStoreHarness): void => {
  describe(`${name} as an event store`, () => {
    let present: EventStore | undefined;
    const store = (): EventStore => {
      if (present === undefined) throw new Error('the harness made no store');
      return present;
    };
    beforeEach(async () => {
      present = await harness.create();
    });
    afterEach(() => harness.dispose());

    appendsContract(harness, store);
    readsContract(harness, store);
    subscriptionsContract(harness, store);
  });
};
