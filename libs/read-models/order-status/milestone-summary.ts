import type { BillingMilestone } from '#state-machines/service-order/service-order.terms';

/** A part of the price of a service order, and how far it is from what makes it billable to the money. */
export type MilestoneSummary = {
  readonly milestoneId: string;
  readonly name: string;
  /** What makes it billable: the contract itself, its own acceptance, or the final acceptance. */
  readonly trigger: BillingMilestone['trigger'];
  /** scheduled, billable, invoiced, partlyPaid, overdue, paid. */
  readonly state: string;
  /** Tax-exclusive, in minor units of the order's currency. */
  readonly amount: number;
  readonly plannedOn: string | null;
  readonly invoiceNumber: string | null;
};

type Milestones = readonly MilestoneSummary[];

/** The milestones of a new version of the contract; those that were invoiced before stay so. */
export const agreed = (before: Milestones, billing: readonly BillingMilestone[]): Milestones =>
  billing.map(({ milestoneId, name, trigger, amount, plannedOn }) => ({
    milestoneId,
    name,
    trigger,
    state: 'scheduled',
    amount,
    plannedOn: plannedOn ?? null,
    invoiceNumber: before.find((milestone) => milestone.milestoneId === milestoneId)?.invoiceNumber ?? null,
  }));

export const invoiced = (
  milestones: Milestones,
  { invoiceNumber, milestoneIds }: { readonly invoiceNumber: string; readonly milestoneIds: readonly string[] },
): Milestones =>
  milestones.map((milestone) =>
    milestoneIds.includes(milestone.milestoneId) ? { ...milestone, invoiceNumber } : milestone,
  );

/** The milestones after an invoice was cancelled: those on it are on none. */
export const uninvoiced = (milestones: Milestones, cancelled: string): Milestones =>
  milestones.map((milestone) =>
    milestone.invoiceNumber === cancelled ? { ...milestone, invoiceNumber: null } : milestone,
  );

/** The milestones in the states that the log gives them; the same list where none has moved. */
export const inStates = (milestones: Milestones, states: Readonly<Record<string, string>>): Milestones =>
  milestones.every(({ milestoneId, state }) => states[milestoneId] === state)
    ? milestones
    : milestones.map((milestone) => ({ ...milestone, state: states[milestone.milestoneId] ?? milestone.state }));
