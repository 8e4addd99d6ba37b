import { START, type EventStore, type RecordedEvent } from '#libs/kernel/event-store';
import { idOf } from '#libs/kernel/fact';
import { factMetadataOf } from '#libs/kernel/log/recorded-fact';
import type { ShownFollowUp } from '#libs/sample-company/follow-up-work';
import type { FollowUpFact, FollowUpFactOf, FollowUpOrigin } from '#state-machines/follow-up/follow-up.events';
import type { Instant } from '#state-machines/vocabulary/dates';

/** A follow-up that has shown up. */
export interface ListedFollowUp extends ShownFollowUp {
  readonly id: string;
}

/** What the log says about follow-ups up to a time, apart from what people did about those of rules. */
export interface FollowUpBook {
  /** Reads on, and returns what has shown up since: sorted, so that the same comes first in every run. */
  readUpTo(time: Instant): Promise<readonly ListedFollowUp[]>;
  /** Whether something else had answered it by the time up to which was read. */
  isAnswered(id: string): boolean;
}

type Data<Type extends FollowUpFact['type']> = FollowUpFactOf<Type>['data'];

const PAGE = 4096;

/** Reads the log by the time at which things were recorded, so that a demo that is run again finds on each day what was there on that day. */
export const openFollowUpBook = ({ readAll }: Pick<EventStore, 'readAll'>): FollowUpBook => {
  const answered = new Set<string>();
  const times = new Map<string, number>();
  let next = START;
  let unread: readonly RecordedEvent[] = [];

  const eventsUpTo = async (time: Instant): Promise<readonly RecordedEvent[]> => {
    const events = [...unread];
    const isLater = (event: RecordedEvent): boolean => factMetadataOf(event).recordedAt > time;
    for (let end = false; !end && !events.some(isLater);) {
      const page = await readAll({ from: next, filter: { categories: ['followUp'] }, max: PAGE });
      events.push(...page.events);
      ({ next, end } = page);
    }
    const place = events.findIndex(isLater);
    const upTo = place === -1 ? events.length : place;
    unread = events.slice(upTo);
    return events.slice(0, upTo);
  };

  /** Of one matter a rule has one follow-up at a time: they are told apart by which of them it is. */
  const keyOf = (id: string, origin: FollowUpOrigin | undefined): string => {
    if (!origin) return id;
    const matter = `${origin.rule}/${origin.matter}`;
    const time = (times.get(matter) ?? 0) + 1;
    times.set(matter, time);
    return `${matter}/${String(time)}`;
  };

  return {
    async readUpTo(time) {
      const shown: ListedFollowUp[] = [];
      const assignees = new Map<string, string>();
      for (const { stream, type, data, revision } of await eventsUpTo(time)) {
        const id = idOf(stream);
        if (type === 'FollowUpAnswered') answered.add(id);
        // At the opening by hand itself: what people do later is not looked at.
        if (type === 'FollowUpAssigned' && revision === 1n)
          assignees.set(id, (data as unknown as Data<'FollowUpAssigned'>).assignee);
        if (type !== 'FollowUpOpened') continue;
        const { origin, team } = data as unknown as Data<'FollowUpOpened'>;
        shown.push({ id, key: keyOf(id, origin), rule: origin?.rule, team, assignee: undefined });
      }
      return shown
        .toSorted((one, other) => (one.key < other.key ? -1 : 1))
        .map((followUp) => ({
          ...followUp,
          assignee: followUp.rule === undefined ? assignees.get(followUp.id) : undefined,
        }));
    },
    isAnswered: (id) => answered.has(id),
  };
};
