import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store-sqlite/sqlite-event-store';
import type { EventStore, RecordedEvent } from '#libs/kernel/event-store';
import { eventsOf } from '../log-reading.ts';

/** A folder with a source and a place for its copy. */
export interface TwoLogs {
  readonly sourceFile: string;
  readonly targetFile: string;
  readonly source: EventStore;
  /** Opens the target, making it as a copy of the source where it is not there. */
  openTarget(): Promise<EventStore>;
  close(): Promise<void>;
}

export const openTwoLogs = async (): Promise<TwoLogs> => {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-copy-'));
  const [sourceFile, targetFile] = [join(folder, 'source.db'), join(folder, 'target.db')];
  const source = await openSqliteEventStore({ file: sourceFile });
  const opened: EventStore[] = [source];
  return {
    sourceFile,
    targetFile,
    source,
    openTarget: async () => {
      const target = await openSqliteEventStore({ file: targetFile, copyOf: source.identity });
      opened.push(target);
      return target;
    },
    close: async () => {
      for (const store of opened) await store.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** What a copy has to have in common with its source, in order. */
export const contentOf = async (store: EventStore): Promise<readonly Partial<RecordedEvent>[]> => {
  const content: Partial<RecordedEvent>[] = [];
  for await (const { stream, revision, id, type, data, metadata } of eventsOf(store, ''))
    content.push({ stream, revision, id, type, data, metadata });
  return content;
};
