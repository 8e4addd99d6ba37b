import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { CorruptStream } from '#libs/kernel/decider';
import type { RecordedEvent } from '#libs/kernel/event-store';
import { categoryOf, type RecordedFact } from '#libs/kernel/fact';
import { toRecordedFact } from '#libs/kernel/log/recorded-fact';

type AnyStreamType = CommandCatalogue['streamType'];

/** The kind of stream that a category is. Throws `RangeError` for a category that no catalogue has. */
export const streamTypesOf = (catalogues: readonly CommandCatalogue[]): ((category: string) => AnyStreamType) => {
  const byCategory = new Map(catalogues.map(({ streamType }) => [streamType.category, streamType]));
  return (category) => {
    const streamType = byCategory.get(category);
    if (!streamType) throw new RangeError(`there are no streams called ${category}`);
    return streamType;
  };
};

/** Reads stored events of any category as facts in today's shapes. */
export const factsOf = (catalogues: readonly CommandCatalogue[]): ((event: RecordedEvent) => RecordedFact) => {
  const byCategory = new Map(catalogues.map(({ streamType }) => [streamType.category, streamType]));
  return (event) => {
    const streamType = byCategory.get(categoryOf(event.stream));
    if (!streamType) throw new CorruptStream(`${event.stream} is none of this program's streams`);
    return toRecordedFact(streamType, event);
  };
};
