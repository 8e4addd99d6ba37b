import type { Engine } from '#libs/engine/engine';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import { ordersQuery } from '#libs/read-models/order-status/order-status.query';
import { OrdersParameters } from '#libs/read-models/order-status/orders.parameters';
import { countEvents } from '../count-events.ts';

/** How many orders are in each state; states in which none is are not named. */
export type CountByState = Readonly<Record<string, number>>;

/** What a demo has made. */
export interface DemoResult {
  /** Of both kinds. */
  readonly orders: number;
  /** Events in the log, those of items and stock included. */
  readonly events: number;
  /** Orders of both kinds by the state of the region that holds the seven steps: `fulfilment` of goods orders, `engagement` of service orders. */
  readonly ordersByStep: CountByState;
  /** The same for each kind by itself. */
  readonly ordersByKind: Readonly<Record<OrderView['kind'], CountByState>>;
  /** How long this run took, on the real clock. */
  readonly durationMs: number;
}

/** What a demo has made, in more detail. */
export interface DemoReport extends DemoResult {
  readonly payments: CountByState;
  readonly shipments: CountByState;
  readonly changes: CountByState;
  readonly billing: CountByState;
  readonly milestones: CountByState;
  readonly holds: CountByState;
  readonly care: CountByState;
  /** A completed order of each kind to look at. */
  readonly exampleNumbers: readonly string[];
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

/** The state of the region that holds the seven steps. */
const mainState = (order: OrderView): string =>
  order.kind === 'goods' ? order.state.fulfilment : order.state.engagement;

/** Counts what is there, once the read models have caught up. */
export const countDemo = async (engine: Engine): Promise<Omit<DemoReport, 'durationMs'>> => {
  const orders = await allOrders(engine);
  const byStep = orders.toSorted((one, other) => (one.step ?? 0) - (other.step ?? 0));
  const goods = byStep.filter((order) => order.kind === 'goods');
  const services = byStep.filter((order) => order.kind === 'service');
  const completed = [goods, services].map((same: readonly OrderView[]) =>
    same.find((order) => mainState(order) === 'completed'),
  );
  return {
    orders: orders.length,
    events: await countEvents(engine),
    ordersByStep: countBy(byStep.map(mainState)),
    ordersByKind: { goods: countBy(goods.map(mainState)), service: countBy(services.map(mainState)) },
    payments: countBy(goods.map(({ state }) => state.payment)),
    shipments: countBy(goods.flatMap(({ shipments }) => shipments.map(({ state }) => state))),
    changes: countBy(services.map(({ state }) => state.change)),
    billing: countBy(services.map(({ state }) => state.billing)),
    milestones: countBy(services.flatMap(({ milestones }) => milestones.map(({ state }) => state))),
    holds: countBy(orders.map(({ state }) => state.hold)),
    care: countBy(orders.map(({ state }) => state.care)),
    exampleNumbers: completed.flatMap((order) => (order ? [order.orderNumber] : [])),
  };
};
