import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { describeChart, type Chart } from '#libs/kernel/charts/chart-description';
import { goodsOrderMachine } from '#state-machines/goods-order/goods-order.machine';
import { serviceOrderMachine } from '#state-machines/service-order/service-order.machine';

/** The states of a region and those inside them, without the one that it begins in, where there is no order yet. */
const statesOf = (chart: Chart, region: string): readonly string[] => {
  const found = describeChart(chart).regions.find(({ name }) => name === region);
  return (found?.states ?? []).map(({ path }) => path).filter((path) => path !== found?.initial);
};

/** Where an engagement can be: `proposing` with all that is inside it, `proposing.submitted`. */
export const engagementStates = statesOf(serviceOrderMachine, 'engagement');

/** Where the fulfilment of a goods order can be. */
export const fulfilmentStates = statesOf(goodsOrderMachine, 'fulfilment');

/** True where the column holds the state, or one of its inner states. */
export const isInState = (column: string, state: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${sql.ref(column)} = ${state} or ${sql.ref(column)} like ${`${state}.%`})`;
