import type { RecordedEvent } from '#libs/kernel/event-store';

/** Events that were one append: one command's, on one stream. */
export type AppendGroup = readonly [RecordedEvent, ...RecordedEvent[]];

const followsInOneAppend = (before: RecordedEvent, event: RecordedEvent): boolean => {
  const { commandId } = event.metadata;
  return (
    event.stream === before.stream &&
    event.revision === before.revision + 1n &&
    typeof commandId === 'string' &&
    commandId === before.metadata['commandId']
  );
};

/**
 * Puts together again what one command appended, so that a copy has all of it or nothing at every moment, as the log that it is made from. Events without a command
 * stay alone.
 */
export const appendGroups = async function* (events: AsyncIterable<RecordedEvent>): AsyncGenerator<AppendGroup> {
  let group: [RecordedEvent, ...RecordedEvent[]] | undefined;
  for await (const event of events) {
    const last = group?.at(-1);
    if (group && last && followsInOneAppend(last, event)) group.push(event);
    else {
      if (group) yield group;
      group = [event];
    }
  }
  if (group) yield group;
};
