import { foldChart, type ChartState } from '#libs/kernel/charts/chart-fold';
import type { StateAfter } from '#libs/kernel/fact';
import { billingTotals, milestoneState, paidSoFar } from '#state-machines/service-order/billing.data';
import { unacceptedDeliverables, unfinishedTasks } from '#state-machines/service-order/project.data';
import { reduceServiceOrder, worthOf, type ServiceOrderData } from '#state-machines/service-order/service-order.data';
import { regionOf, type ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { serviceOrderMachine } from '#state-machines/service-order/service-order.machine';
import type { Bilingual, NextActor } from '#state-machines/vocabulary/labels';
import { chartWords, pathIn } from '../chart-words.ts';

export type ServiceOrderState = ChartState<ServiceOrderData>;

/** The fold of a service order. */
export const serviceOrderFold = foldChart<typeof serviceOrderMachine, ServiceOrderFact>({
  machine: serviceOrderMachine,
  reduce: reduceServiceOrder,
  regionOf,
});

const words = chartWords(serviceOrderMachine);

/** The state of a region as a dotted path: `proposing.submitted`. */
export const regionPath = (
  state: ServiceOrderState,
  region: 'engagement' | 'change' | 'billing' | 'hold' | 'care',
): string => pathIn(serviceOrderFold.stateAfter(state), region);

/** What people call a state of a region. */
export const serviceOrderStateLabel = (region: string, path: string): Bilingual => words.labelOf(region, path);

/** True where everything that is left to do is the customer's word on what was handed over. */
const everythingIsHandedOver = ({ project }: ServiceOrderData): boolean => {
  const waiting = unacceptedDeliverables(project);
  return (
    unfinishedTasks(project).length === 0 &&
    waiting.length > 0 &&
    waiting.every((deliverableId) => project.deliverables[deliverableId]?.state === 'submitted')
  );
};

/** Who has to act for the order to go on: as the engagement says, and once it has ended, as its billing does. */
const nextActorOf = (state: ServiceOrderState): NextActor => {
  const engagement = regionPath(state, 'engagement');
  if (engagement.startsWith('delivering') && everythingIsHandedOver(state.data)) return 'customer';
  const actor = words.metaOf('engagement', engagement)?.nextActor ?? 'nobody';
  if (actor !== 'nobody') return actor;
  return words.metaOf('billing', regionPath(state, 'billing'))?.nextActor ?? 'nobody';
};

/**
 * Regions and step as the chart says, with who acts next, the milestones' states, and amounts in minor units: `value` is tax-exclusive and is the sum of
 * `scheduled`, `billable` and `billed` once there is a contract; `total` and `paid` hold the tax.
 */
export const serviceOrderStateAfter = (state: ServiceOrderState): StateAfter => {
  const { billing } = state.data;
  const { net, total } = worthOf(state.data);
  const milestones = Object.values(billing.milestones);
  const states = Object.fromEntries(
    milestones.map((milestone) => [milestone.milestoneId, milestoneState(billing, milestone)]),
  );
  return {
    ...serviceOrderFold.stateAfter(state),
    nextActor: nextActorOf(state),
    value: net,
    total,
    paid: paidSoFar(billing),
    ...billingTotals(billing),
    ...(milestones.length === 0 ? {} : { milestones: states }),
  };
};
