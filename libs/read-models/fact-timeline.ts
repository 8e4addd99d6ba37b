import { sql } from 'kysely';
import type { Bilingual } from '#libs/kernel/decider';
import type { Actor, RecordedFact, StateAfter } from '#libs/kernel/fact';
import type { JsonObject } from '#libs/kernel/json';
import type { KeyVault } from '#libs/kernel/personal-data';
import { openFacts } from '#libs/kernel/log/sealing';
import type { TableDefinition } from '#libs/kernel/projection';
import type { Order, Place } from './paging.ts';
import { happenedAt, withMilliseconds } from './recorded.ts';

/** One fact as timelines keep it. Members are columns; those that say whose it is are each timeline's own. */
export type FactRow = {
  readonly position: string;
  readonly event_id: string;
  readonly revision: number;
  readonly type: string;
  readonly happened_at: string;
  readonly recorded_at: string;
  readonly actor_id: string;
  readonly actor_role: string;
  readonly actor_via: string;
  readonly causation_id: string | null;
  readonly command_id: string;
  readonly state_after: StateAfter;
  readonly data: JsonObject;
  readonly hash: string;
};

/** The columns that every timeline has. `position` is the key: keys that only grow are written several times faster than random ones. */
export const factColumns = {
  position: { type: 'text', comment: 'Place in the log.' },
  event_id: { type: 'text', comment: 'UUID of the event.' },
  revision: { type: 'integer', comment: 'Place in the stream, from 0.' },
  type: { type: 'text', comment: 'Type of the fact, such as OrderConfirmed.' },
  happened_at: { type: 'instant', comment: 'When it happened in the world.' },
  recorded_at: { type: 'instant', comment: 'When the log took it.' },
  actor_id: { type: 'text', comment: 'Who caused it.' },
  actor_role: { type: 'text', comment: 'In which role.' },
  actor_via: { type: 'text', comment: 'Through which door: http, cli, import, process.' },
  causation_id: { type: 'text', nullable: true, comment: 'The event that caused it; none where a person did.' },
  command_id: { type: 'text', comment: 'The command that decided it.' },
  state_after: { type: 'json', comment: 'The state of every region after it.' },
  data: { type: 'json', personal: true, comment: 'What it says; members about a person are sealed.' },
  hash: { type: 'text', comment: "SHA-256 of the event, a link of the stream's chain." },
} as const satisfies Record<keyof FactRow, TableDefinition['columns'][string]>;

/** The row of a fact, as it is in the log. */
export const factRow = (fact: RecordedFact): FactRow => {
  const { actor, causationId, commandId, hash, recordedAt, stateAfter } = fact.metadata;
  return {
    position: fact.position,
    event_id: fact.id,
    revision: Number(fact.revision),
    type: fact.type,
    happened_at: happenedAt(fact),
    recorded_at: withMilliseconds(recordedAt),
    actor_id: actor.id,
    actor_role: actor.role,
    actor_via: actor.via,
    causation_id: causationId ?? null,
    command_id: commandId,
    state_after: stateAfter,
    data: fact.data as JsonObject,
    hash,
  };
};

/** One fact as a query answers it. */
export interface TimelineEntry {
  readonly revision: string;
  readonly type: string;
  readonly label: Bilingual;
  /** When it happened in the world; `recordedAt`, where nobody said. */
  readonly happenedAt: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  /** The event that caused it; null where a person or another system did. */
  readonly causationId: string | null;
  readonly commandId: string;
  readonly stateAfter: StateAfter;
  /** What it says; members about an erased person are null. */
  readonly data: JsonObject;
  readonly eventId: string;
  readonly hash: string;
}

/** The order of a timeline: that of its stream. */
export const BY_REVISION: Order = { sort: '', value: sql.ref('revision'), id: sql.ref('position'), direction: 'asc' };

/** Where a row stands on its timeline. */
export const placeOnTimeline = ({ revision, position }: FactRow): Place => ({
  sort: BY_REVISION.sort,
  value: revision,
  id: position,
});

/** Rows for callers who may see everything, opened; `streamOf` says which stream each was sealed in. Throws `KeyVaultError`. */
export const timelineEntries = async <TableRow extends FactRow>(
  rows: readonly TableRow[],
  vault: KeyVault,
  streamOf: (row: TableRow) => string,
  labelOf: (row: TableRow) => Bilingual,
): Promise<readonly TimelineEntry[]> => {
  const placed = rows.map((row) => ({ stream: streamOf(row), fact: { type: row.type, data: row.data } }));
  const facts = await openFacts(vault, placed);
  return rows.map((row, index) => timelineEntry(row, labelOf(row), facts[index]?.data ?? row.data));
};

const timelineEntry = (row: FactRow, label: Bilingual, data: JsonObject): TimelineEntry => ({
  revision: String(row.revision),
  type: row.type,
  label,
  happenedAt: row.happened_at,
  recordedAt: row.recorded_at,
  actor: { id: row.actor_id, role: row.actor_role, via: row.actor_via },
  causationId: row.causation_id,
  commandId: row.command_id,
  stateAfter: row.state_after,
  data,
  eventId: row.event_id,
  hash: row.hash,
});
