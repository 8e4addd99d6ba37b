import type { Engine } from '#libs/engine/engine';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import { ordersQuery } from '#libs/read-models/order-status/order-status.query';
import { OrdersParameters } from '#libs/read-models/order-status/orders.parameters';
import { countEvents } from '../count-events.ts';

/** How many orders are in each state; states in which none is are not named. */
export type CountByState = Readonly<Record<string, number>>;

/** What a demo has made. */
export interface DemoResult {
  readonly orders: number;
  /** Events in the log, those of items and stock included. */
  readonly events: number;
  /** Orders by the state of their region fulfilment. */
  readonly ordersByStep: CountByState;
  /** How long this run took, on the real clock. */
  readonly durationMs: number;
}

/** What a demo has made, in more detail. */
export interface DemoReport extends DemoResult {
  readonly payments: CountByState;
  readonly holds: CountByState;
  readonly care: CountByState;
  readonly shipments: CountByState;
  /** A completed order to look at. */
  readonly exampleNumber: string | undefined;
}

const PAGE = 200;

const countBy = (states: readonly string[]): CountByState =>
  Object.fromEntries([...Map.groupBy(states, (state) => state)].map(([state, same]) => [state, same.length]));

const allOrders = async ({ readDatabase, vault }: Engine): Promise<readonly OrderView[]> => {
  const orders: OrderView[] = [];
  let cursor: string | undefined;
  do {
    const parameters = Object.assign(new OrdersParameters(), { limit: PAGE, sort: 'orderNumber', cursor });
    const page = await ordersQuery.run({ database: readDatabase, vault }, parameters);
    orders.push(...(page?.items ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  return orders;
};

/** Counts what is there, once the read models have caught up. */
export const countDemo = async (engine: Engine): Promise<Omit<DemoReport, 'durationMs'>> => {
  const orders = await allOrders(engine);
  const byStep = orders.toSorted((one, other) => (one.step ?? 0) - (other.step ?? 0));
  return {
    orders: orders.length,
    events: await countEvents(engine),
    ordersByStep: countBy(byStep.map(({ state }) => state.fulfilment)),
    payments: countBy(orders.map(({ state }) => state.payment)),
    holds: countBy(orders.map(({ state }) => state.hold)),
    care: countBy(orders.map(({ state }) => state.care)),
    shipments: countBy(orders.flatMap(({ shipments }) => shipments.map(({ state }) => state))),
    exampleNumber: orders.find(({ state }) => state.fulfilment === 'completed')?.orderNumber,
  };
};
