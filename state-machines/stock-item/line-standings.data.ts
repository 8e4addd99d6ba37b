import type { LineStanding } from './stock-item.events.ts';

/**
 * The standings of the order lines that a stock item serves or has served of late. They lie in shards, so that a fact copies a few dozen entries and not
 * all of them.
 */
export interface LineStandings {
  readonly shards: Readonly<Record<string, Readonly<Record<string, LineStanding>>>>;
  /** Keys of lines that hold nothing and wait for nothing, the longest settled first. */
  readonly settled: readonly string[];
}

export const noStandings: LineStandings = { shards: {}, settled: [] };

/**
 * So many settled lines are remembered, for messages that come late; older ones are dropped, so that the state stays bounded. A claim of a dropped line says
 * itself how much of it was dispatched.
 */
export const REMEMBERED_SETTLED_LINES = 1000;

const SHARDS = 128;

/** Names a line among all orders; the order's id, a UUID, holds no slash. */
export const lineKey = ({ orderId, lineId }: Pick<LineStanding, 'orderId' | 'lineId'>): string =>
  `${orderId}/${lineId}`;

const shardOf = (key: string): string => {
  let hash = 0;
  for (let index = 0; index < key.length; index++) hash = (hash * 31 + key.charCodeAt(index)) >>> 0;
  return String(hash % SHARDS);
};

export const standingOf = (lines: LineStandings, key: string): LineStanding | undefined =>
  lines.shards[shardOf(key)]?.[key];

export const allStandings = ({ shards }: LineStandings): readonly LineStanding[] =>
  Object.values(shards).flatMap((shard) => Object.values(shard));

const isSettled = ({ secured, shipped, queued }: LineStanding): boolean => secured === shipped && queued === 0;

/** The standings with that of one line replaced. */
export const withStanding = (lines: LineStandings, standing: LineStanding): LineStandings => {
  const key = lineKey(standing);
  const shard = shardOf(key);
  const shards = { ...lines.shards, [shard]: { ...lines.shards[shard], [key]: standing } };
  const before = standingOf(lines, key);
  const others = before && isSettled(before) ? lines.settled.filter((other) => other !== key) : lines.settled;
  if (!isSettled(standing)) return { shards, settled: others };
  const oldest = others[0];
  if (oldest === undefined || others.length < REMEMBERED_SETTLED_LINES) return { shards, settled: [...others, key] };
  return { shards: withoutStanding(shards, oldest), settled: [...others.slice(1), key] };
};

const withoutStanding = (shards: LineStandings['shards'], key: string): LineStandings['shards'] => {
  const shard = shardOf(key);
  const { [key]: _dropped, ...rest } = shards[shard] ?? {};
  return { ...shards, [shard]: rest };
};
