import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { CorruptStream } from '#libs/kernel/decider';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf, type RecordedFact } from '#libs/kernel/fact';
import { toRecordedFact } from '#libs/kernel/log/recorded-fact';

/** Reads stored events of any category as facts in today's shapes. */
export const factsOf = (catalogues: readonly CommandCatalogue[]): ((event: RecordedEvent) => RecordedFact) => {
  const byCategory = new Map(catalogues.map(({ streamType }) => [streamType.category, streamType]));
  return (event) => {
    const streamType = byCategory.get(categoryOf(event.stream));
    if (!streamType) throw new CorruptStream(`${event.stream} is none of this program's streams`);
    return toRecordedFact(streamType, event);
  };
};
