import type { Projection } from '#libs/kernel/projection';
import { followUpsProjection } from './follow-ups/follow-ups.projection.ts';
import { followUpCountsQuery } from './follow-ups/follow-up-counts.query.ts';
import { followUpQuery, followUpsQuery } from './follow-ups/follow-ups.query.ts';
import { memberDayQuery } from './follow-ups/member-day.query.ts';
import { contactsProjection } from './contacts/contacts.projection.ts';
import { contactsQuery } from './contacts/contacts.query.ts';
import { customerQuery } from './customers/customer.query.ts';
import { customersProjection } from './customers/customers.projection.ts';
import { customersQuery } from './customers/customers.query.ts';
import { inventoryProjection } from './inventory/inventory.projection.ts';
import { inventoryQuery, stockItemQuery } from './inventory/inventory.query.ts';
import { stockMovementsQuery } from './inventory/stock-movements.query.ts';
import { itemsProjection } from './items/items.projection.ts';
import { itemQuery, itemsQuery } from './items/items.query.ts';
import { orderStatusProjection } from './order-status/order-status.projection.ts';
import { orderQuery, ordersQuery } from './order-status/order-status.query.ts';
import { orderTimelineProjection } from './order-timeline/order-timeline.projection.ts';
import { orderTimelineQuery } from './order-timeline/order-timeline.query.ts';
import { pipelineProjection } from './pipeline/pipeline.projection.ts';
import { pipelineQuery } from './pipeline/pipeline.query.ts';
import { pipelineSummaryQuery } from './pipeline/pipeline-summary.query.ts';
import { projectsProjection } from './projects/projects.projection.ts';
import { projectQuery, projectsQuery } from './projects/projects.query.ts';
import { proposalComparisonQuery } from './proposals/proposal-comparison.query.ts';
import { proposalsProjection } from './proposals/proposals.projection.ts';
import { proposalsQuery } from './proposals/proposals.query.ts';
import type { QueryDescription } from './query-description.ts';
import { supportCasesProjection } from './support-cases/support-cases.projection.ts';
import { supportCaseQuery, supportCasesQuery } from './support-cases/support-cases.query.ts';
import { supportCaseTimelineQuery } from './support-cases/support-case-timeline.query.ts';

/** Every read model that is kept. */
export const projections: readonly Projection[] = [
  orderStatusProjection,
  orderTimelineProjection,
  inventoryProjection,
  itemsProjection,
  pipelineProjection,
  proposalsProjection,
  projectsProjection,
  supportCasesProjection,
  followUpsProjection,
  contactsProjection,
  customersProjection,
];

/** Every question that can be asked. */
export const queries: readonly QueryDescription[] = [
  ordersQuery,
  orderQuery,
  orderTimelineQuery,
  inventoryQuery,
  stockItemQuery,
  stockMovementsQuery,
  itemsQuery,
  itemQuery,
  pipelineQuery,
  pipelineSummaryQuery,
  proposalsQuery,
  proposalComparisonQuery,
  projectsQuery,
  projectQuery,
  supportCasesQuery,
  supportCaseQuery,
  supportCaseTimelineQuery,
  followUpsQuery,
  followUpCountsQuery,
  followUpQuery,
  memberDayQuery,
  contactsQuery,
  customersQuery,
  customerQuery,
];
