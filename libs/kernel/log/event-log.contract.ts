import { afterEach, beforeEach, describe } from '@jest/globals';
import type { EventLogHarness } from './event-log-contract/harness.ts';
import { deletionContract } from './event-log-contract/deletion.contract.ts';
import { followingContract } from './event-log-contract/following.contract.ts';
import { streamReadsContract } from './event-log-contract/stream-reads.contract.ts';
import { truncationContract } from './event-log-contract/truncation.contract.ts';
import { wholeLogContract } from './event-log-contract/whole-log.contract.ts';
import { writeCheckContract } from './event-log-contract/write-check.contract.ts';
import { writesContract } from './event-log-contract/writes.contract.ts';
import type { EventLog } from './event-log.ts';

/** Defines the tests that every log behind EventStoreDB's protocol must pass. */
export const eventLogContract = (name: string, harness: EventLogHarness): void => {
  describe(`${name} as a log of bytes`, () => {
    let present: EventLog | undefined;
    const log = (): EventLog => {
      if (present === undefined) throw new Error('the harness made no log');
      return present;
    };
    beforeEach(async () => {
      present = await harness.create();
    });
    afterEach(() => harness.dispose());

    writesContract(harness, log);
    writeCheckContract(log);
    deletionContract(log);
    truncationContract(log);
    streamReadsContract(log);
    wholeLogContract(log);
    followingContract(harness, log);
  });
};
