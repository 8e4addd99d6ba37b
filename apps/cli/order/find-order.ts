import type { Engine } from '#libs/engine/engine';
import { kebabCase } from '#libs/kernel/command-catalogue';
import type { Bilingual } from '#libs/kernel/decider';
import { goodsOrderCatalogue } from '#libs/ordering/goods-order/goods-order.catalogue';
import { orderQuery } from '#libs/read-models/order-status/order-status.query';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import { OrderParameters } from '#libs/read-models/order-status/orders.parameters';
import { orderTimelineQuery, type TimelineEntry } from '#libs/read-models/order-timeline/order-timeline.query';
import { IdPageParameters } from '#libs/read-models/parameters';

export interface PossibleCommand {
  /** As the API calls it: `confirm-order`. */
  readonly command: string;
  readonly summary: Bilingual;
}

/** What refuses a command in the present state, whatever it says. */
export interface RefusedCommand extends PossibleCommand {
  readonly code: string;
  readonly reason: Bilingual;
}

/** Everything that `juchu order` shows. */
export interface FoundOrder {
  readonly order: OrderView;
  readonly timeline: readonly TimelineEntry[];
  readonly possible: readonly PossibleCommand[];
  readonly refused: readonly RefusedCommand[];
}

const TIMELINE_PAGE = 200;

const timelineOf = async (engine: Engine, id: string): Promise<readonly TimelineEntry[]> => {
  const context = { database: engine.readDatabase, vault: engine.vault };
  const entries: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const parameters = Object.assign(new IdPageParameters(), { id, limit: TIMELINE_PAGE, cursor });
    const page = await orderTimelineQuery.run(context, parameters);
    entries.push(...(page?.items ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  return entries;
};

/** An order by its id or its number; undefined where there is none. */
export const findOrder = async (engine: Engine, idOrNumber: string): Promise<FoundOrder | undefined> => {
  const context = { database: engine.readDatabase, vault: engine.vault };
  const order = await orderQuery.run(context, Object.assign(new OrderParameters(), { id: idOrNumber }));
  if (!order) return undefined;
  const stream = await engine.inspect(goodsOrderCatalogue.collection, order.id);
  const commands = (stream?.commands ?? []).map(({ type, refusal }) => ({
    command: kebabCase(type),
    summary: goodsOrderCatalogue.commands[type]?.summary ?? { ja: type, en: type },
    refusal,
  }));
  return {
    order,
    timeline: await timelineOf(engine, order.id),
    possible: commands.flatMap(({ command, summary, refusal }) => (refusal ? [] : [{ command, summary }])),
    refused: commands.flatMap(({ command, summary, refusal }) =>
      refusal ? [{ command, summary, code: refusal.code, reason: refusal.message }] : [],
    ),
  };
};
