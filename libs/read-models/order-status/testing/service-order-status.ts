import type { StateAfter } from '#libs/kernel/fact';
import { memoryVault } from '#libs/kernel/testing/memory-vault';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import { givenLog, type GivenLog } from '../../testing/given-log.ts';
import type { ReadModelsRoom } from '../../testing/read-models-room.ts';
import { orderStatusProjection } from '../order-status.projection.ts';
import type { ServiceOrderRow } from '../order-status.table.ts';

/** One service order, `s`, in a log of its own, and its row. */
export interface ServiceOrderStatus {
  readonly room: ReadModelsRoom;
  readonly log: GivenLog;
  /** Facts of the order as in the samples. */
  given(...types: readonly ServiceOrderFact['type'][]): void;
  /** The order with its contract concluded. */
  contracted(): void;
  /** The row once all facts given so far are in. */
  rowNow(): Promise<ServiceOrderRow>;
  blockersNow(): Promise<ServiceOrderRow['blocked_by']>;
}

/** The members of the state after a fact in which an engagement is where it is said to be; the back office acts next. */
export const inState = (engagement: string, others: Partial<StateAfter> = {}): Partial<StateAfter> => ({
  engagement,
  nextActor: 'backOffice',
  ...others,
});

export const delivering = inState('delivering.onTrack', { step: 5 });

export const openServiceOrderStatus = (room: ReadModelsRoom): ServiceOrderStatus => {
  const log = givenLog(memoryVault());
  let projected = 0;
  const given: ServiceOrderStatus['given'] = (...types) => {
    for (const type of types) log.service('s', type);
  };
  const rowNow = async (): Promise<ServiceOrderRow> => {
    const fresh = log.events.slice(projected);
    projected = log.events.length;
    await room.project(orderStatusProjection, fresh);
    const rows = (await room.rows(orderStatusProjection, 'order_status')) as readonly ServiceOrderRow[];
    const row = rows.find(({ id }) => id === 's');
    if (!row) throw new Error('the order s was never received');
    return row;
  };
  return {
    room,
    log,
    given,
    contracted: () => {
      given('NeedsRecorded', 'ProposalDrafted');
      const milestones = { M1: 'billable', M2: 'scheduled', M3: 'scheduled' };
      log.service('s', 'ContractConcluded', {}, inState('contracting.concluded', { step: 3, milestones }));
    },
    rowNow,
    blockersNow: async () => (await rowNow()).blocked_by,
  };
};
