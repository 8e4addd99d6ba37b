/** What became of an item: `done`, or to be tried again after so many milliseconds. */
export type LaneResult = 'done' | { readonly againAfterMs: number };

/** Works items one after another in each lane, and in many lanes at once. */
export interface SendLanes<Item> {
  /** Puts the item into its lane, behind all that sort before it or equal; not before the one in work. */
  add(lane: string, item: Item): void;
  /** Takes items out that wait and fit. */
  remove(lane: string, fits: (item: Item) => boolean): void;
  /** True while the lane's first item waits to be tried again. */
  isPausing(lane: string): boolean;
  /** Begins nothing more, and resolves when what is in work has ended. */
  stop(): Promise<void>;
}

interface Lane<Item> {
  readonly waiting: Item[];
  working: boolean;
}

export const createSendLanes = <Item>(options: {
  /** At most so many items in work at once. */
  readonly concurrency: number;
  readonly order: (a: Item, b: Item) => number;
  /** Never rejects. */
  readonly work: (item: Item) => Promise<LaneResult>;
}): SendLanes<Item> => {
  const lanes = new Map<string, Lane<Item>>();
  const ready = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const inWork = new Set<Promise<void>>();
  let stopped = false;

  const workNext = async (name: string, lane: Lane<Item>): Promise<void> => {
    const item = lane.waiting.shift();
    if (item === undefined) {
      lanes.delete(name);
      return;
    }
    lane.working = true;
    const result = await options.work(item);
    lane.working = false;
    if (result === 'done') {
      if (lane.waiting.length > 0) ready.add(name);
      else lanes.delete(name);
      return;
    }
    lane.waiting.unshift(item);
    const again = () => {
      timers.delete(name);
      ready.add(name);
      pump();
    };
    if (!stopped) timers.set(name, setTimeout(again, result.againAfterMs));
  };

  const pump = (): void => {
    for (const name of ready) {
      if (stopped || inWork.size >= options.concurrency) return;
      ready.delete(name);
      const lane = lanes.get(name);
      if (!lane) continue;
      const work = workNext(name, lane).then(() => {
        inWork.delete(work);
        pump();
      });
      inWork.add(work);
    }
  };

  return {
    add(name, item) {
      const lane = lanes.get(name) ?? { waiting: [], working: false };
      lanes.set(name, lane);
      const before = lane.waiting.findLastIndex((waiting) => options.order(waiting, item) <= 0);
      lane.waiting.splice(before + 1, 0, item);
      if (!lane.working && !timers.has(name)) ready.add(name);
      pump();
    },
    remove(name, fits) {
      const lane = lanes.get(name);
      if (!lane) return;
      for (let place = lane.waiting.length - 1; place >= 0; place--) {
        const item = lane.waiting[place];
        if (item !== undefined && fits(item)) lane.waiting.splice(place, 1);
      }
    },
    isPausing: (name) => timers.has(name),
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(inWork);
    },
  };
};
