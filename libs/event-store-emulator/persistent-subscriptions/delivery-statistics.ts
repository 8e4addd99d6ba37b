/** What was handed out, and how fast, up to a measurement. */
export interface DeliveryMeasurement {
  readonly total: bigint;
  readonly sinceLastMeasurement: bigint;
  readonly perSecond: number;
}

export interface DeliveryStatistics {
  delivered(): void;
  /** Each measurement ends the stretch of time that the next one is about. */
  measure(): DeliveryMeasurement;
}

/** `clock` counts milliseconds. */
export const createDeliveryStatistics = (clock: () => number): DeliveryStatistics => {
  let total = 0;
  let measuredTotal = 0;
  let measuredAt = clock();
  return {
    delivered: () => {
      total += 1;
    },
    measure() {
      const now = clock();
      const since = total - measuredTotal;
      const perSecond = now > measuredAt ? Math.floor((since * 1000) / (now - measuredAt)) : 0;
      measuredTotal = total;
      measuredAt = now;
      return { total: BigInt(total), sinceLastMeasurement: BigInt(since), perSecond };
    },
  };
};

/** How long consumers took for their messages, in milliseconds, under the names that EventStoreDB gives. */
export interface ProcessingTimes {
  delivered(messageId: string): void;
  acknowledged(messageId: string): void;
  /** Empty until something was acknowledged. */
  measurements(): ReadonlyMap<string, number>;
}

/** The shares of messages, in percent, that were processed within the time given. */
const shares: ReadonlyMap<string, number> = new Map([
  ['Fastest', 0],
  ['Quintile 1', 20],
  ['Quintile 2', 40],
  ['Quintile 3', 60],
  ['Quintile 4', 80],
  ['Quintile 5', 100],
  ['Median', 50],
  ['90%', 90],
  ['95%', 95],
  ['99%', 99],
  ['99.5%', 99.5],
  ['99.9%', 99.9],
  ['Highest', 100],
]);

/** So many of the last messages are looked at. */
const REMEMBERED = 1000;

/** `clock` counts milliseconds. */
export const createProcessingTimes = (clock: () => number): ProcessingTimes => {
  const deliveredAt = new Map<string, number>();
  const times: number[] = [];
  return {
    delivered: (messageId) => {
      deliveredAt.delete(messageId);
      deliveredAt.set(messageId, clock());
      const [oldest] = deliveredAt.keys();
      if (deliveredAt.size > REMEMBERED && oldest !== undefined) deliveredAt.delete(oldest);
    },
    acknowledged(messageId) {
      const since = deliveredAt.get(messageId);
      if (since === undefined) return;
      deliveredAt.delete(messageId);
      times.push(clock() - since);
      if (times.length > REMEMBERED) times.shift();
    },
    measurements() {
      const sorted = times.toSorted((one, other) => one - other);
      const found = new Map<string, number>();
      if (sorted.length === 0) return found;
      found.set('Mean', Math.round(sorted.reduce((sum, time) => sum + time, 0) / sorted.length));
      for (const [name, percent] of shares) {
        const place = Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1);
        found.set(name, Math.round(sorted[place] ?? 0));
      }
      return found;
    },
  };
};
