import type { Engine } from '#libs/engine/engine';
import type { OrderView } from '#libs/read-models/order-status/order-view';
import { ordersQuery } from '#libs/read-models/order-status/order-status.query';
import { OrdersParameters } from '#libs/read-models/order-status/orders.parameters';
import type { Page } from '#libs/read-models/paging';
import type { PageParameters } from '#libs/read-models/parameters';
import type { QueryDescription } from '#libs/read-models/query-description';
import type { SupportCaseView } from '#libs/read-models/support-cases/support-case.view';
import { supportCasesQuery } from '#libs/read-models/support-cases/support-cases.query';
import { SupportCasesParameters } from '#libs/read-models/support-cases/support-cases.parameters';
import { customersQuery } from '#libs/read-models/customers/customers.query';
import { CustomersParameters } from '#libs/read-models/customers/customers.parameters';
import { followUpCountsQuery } from '#libs/read-models/follow-ups/follow-up-counts.query';
import { FollowUpCountsParameters } from '#libs/read-models/follow-ups/follow-ups.parameters';
import { followUpStates } from '#libs/read-models/follow-ups/follow-ups.table';
import { countEvents } from '../count-events.ts';

/** How many are in each state; states in which none is are not named. */
export type CountByState = Readonly<Record<string, number>>;

/** The follow-ups of somebody. */
export interface AssigneeCount {
  /** Null: those that nobody has. */
  readonly assignee: string | null;
  readonly states: CountByState;
  /** Of those that are neither done nor dropped, how many are past their day on the demo's last day. */
  readonly overdue: number;
}

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
  readonly customers: number;
  readonly casesByState: CountByState;
  /** Of rules and by hand. */
  readonly followUpsByState: CountByState;
  /** Of each who has or had some, and of nobody, by state. */
  readonly followUpsByAssignee: readonly AssigneeCount[];
  /** Deadlines of all processes whose time has not come. */
  readonly deadlinesWaiting: number;
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

/** What of a report is told to programs. */
export const resultOf = (report: DemoReport): DemoResult => {
  const { orders, events, ordersByStep, ordersByKind, customers, casesByState } = report;
  const { followUpsByState, followUpsByAssignee, deadlinesWaiting: waiting, durationMs } = report;
  return {
    orders,
    events,
    ordersByStep,
    ordersByKind,
    customers,
    casesByState,
    followUpsByState,
    followUpsByAssignee,
    deadlinesWaiting: waiting,
    durationMs,
  };
};

const PAGE = 200;

const countBy = (states: readonly string[]): CountByState =>
  Object.fromEntries([...Map.groupBy(states, (state) => state)].map(([state, same]) => [state, same.length]));

/** Everything that a list has, page by page. */
const everything = async <Parameters extends object, Item>(
  { readDatabase, vault }: Engine,
  query: QueryDescription<Parameters, Page<Item>>,
  parametersOf: (page: Pick<PageParameters, 'limit' | 'cursor'>) => Parameters,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await query.run({ database: readDatabase, vault }, parametersOf({ limit: PAGE, cursor }));
    items.push(...(page?.items ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined);
  return items;
};

const allOrders = (engine: Engine): Promise<readonly OrderView[]> =>
  everything(engine, ordersQuery, (page) => Object.assign(new OrdersParameters(), { ...page, sort: 'orderNumber' }));
const allCases = (engine: Engine): Promise<readonly SupportCaseView[]> =>
  everything(engine, supportCasesQuery, (page) => Object.assign(new SupportCasesParameters(), page));
const allCustomers = (engine: Engine): Promise<readonly object[]> =>
  everything(engine, customersQuery, (page) => Object.assign(new CustomersParameters(), page));

const followUpCounts = async ({ readDatabase, vault, clock }: Engine): Promise<readonly AssigneeCount[]> => {
  const byAssignee = new Map<string | null, { readonly states: Record<string, number>; overdue: number }>();
  for (const state of followUpStates) {
    const parameters = Object.assign(new FollowUpCountsParameters(), { state, by: 'assignee' });
    const counts = await followUpCountsQuery.run({ database: readDatabase, vault, now: clock.now() }, parameters);
    for (const { key, total, overdue, longOverdue } of counts?.items ?? []) {
      const known = byAssignee.get(key) ?? { states: {}, overdue: 0 };
      known.states[state] = total;
      if (state !== 'done' && state !== 'dropped') known.overdue += overdue + longOverdue;
      byAssignee.set(key, known);
    }
  }
  return [...byAssignee]
    .map(([assignee, { states, overdue }]) => ({ assignee, states, overdue }))
    .toSorted((one, other) => ((one.assignee ?? '') < (other.assignee ?? '') ? -1 : 1));
};

const sumByState = (counts: readonly AssigneeCount[]): CountByState =>
  Object.fromEntries(
    followUpStates
      .map((state) => [state, counts.reduce((sum, { states }) => sum + (states[state] ?? 0), 0)] as const)
      .filter(([, sum]) => sum > 0),
  );

const deadlinesWaiting = async ({ processes }: Engine): Promise<number> =>
  (await processes.status()).reduce((sum, { owed }) => sum + owed.waiting, 0);

/** The state of the region that holds the seven steps. */
const mainState = (order: OrderView): string =>
  order.kind === 'goods' ? order.state.fulfilment : order.state.engagement;

/** Counts what is there, once the read models have caught up. */
export const countDemo = async (engine: Engine): Promise<Omit<DemoReport, 'durationMs'>> => {
  const orders = await allOrders(engine);
  const cases = await allCases(engine);
  const followUps = await followUpCounts(engine);
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
    customers: (await allCustomers(engine)).length,
    casesByState: countBy(cases.map(({ state }) => state)),
    followUpsByState: sumByState(followUps),
    followUpsByAssignee: followUps,
    deadlinesWaiting: await deadlinesWaiting(engine),
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
