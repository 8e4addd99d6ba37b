import { available, lineStanding } from '#state-machines/stock-item/stock-item.data';
import type { LineStanding, StockItemFact } from '#state-machines/stock-item/stock-item.events';
import type { AllocateStock, ShipStock } from './stock-item.commands.ts';
import type { StockDraft } from './stock-draft.ts';

/** One change of a line's standing on the way to what is claimed. */
type Change = { readonly type: 'ClaimAcknowledged' } | { readonly type: ChangeType; readonly quantity: number };
type ChangeType = 'StockReserved' | 'BackorderQueued' | 'BackorderWithdrawn' | 'ReservationReleased';

/**
 * Brings a line to what its order claims. A claim that is not newer than the one met last decides nothing. Each newer one is answered, even if nothing has
 * to change, and the last fact of the answer bears its number: so an order that takes only answers to its newest claim never acts on half of one.
 */
export const meetClaim = ({ data, record }: StockDraft, claim: AllocateStock): void => {
  let line = lineStanding(data(), claim);
  if (claim.claimNumber <= line.claimNumber) return;
  const free = data().queue.length > 0 ? 0 : available(data());
  const changes = changesToMeet(claim, line, free);
  for (const [index, change] of changes.entries()) {
    const answered = index === changes.length - 1 ? { claimNumber: claim.claimNumber } : {};
    line = { ...afterChange(line, change), ...answered };
    record(factOf(change, line));
  }
};

/** Nobody jumps the queue; what is not available is queued. What is given up comes from the queue first, then from what is not shipped. */
const changesToMeet = (claim: AllocateStock, line: LineStanding, free: number): readonly Change[] => {
  const missing = claim.quantity - line.secured - line.queued;
  const reserve = Math.min(Math.max(0, missing), free);
  const withdraw = Math.min(Math.max(0, -missing), line.queued);
  const release = Math.min(Math.max(0, -missing) - withdraw, line.secured - line.shipped);
  const changes: readonly Extract<Change, { quantity: number }>[] = [
    { type: 'StockReserved', quantity: reserve },
    { type: 'BackorderQueued', quantity: Math.max(0, missing) - reserve },
    { type: 'BackorderWithdrawn', quantity: withdraw },
    { type: 'ReservationReleased', quantity: release },
  ];
  const needed = changes.filter(({ quantity }) => quantity > 0);
  return needed.length > 0 ? needed : [{ type: 'ClaimAcknowledged' }];
};

const afterChange = (line: LineStanding, change: Change): LineStanding => {
  switch (change.type) {
    case 'StockReserved':
      return { ...line, secured: line.secured + change.quantity };
    case 'BackorderQueued':
      return { ...line, queued: line.queued + change.quantity };
    case 'BackorderWithdrawn':
      return { ...line, queued: line.queued - change.quantity };
    case 'ReservationReleased':
      return { ...line, secured: line.secured - change.quantity };
    case 'ClaimAcknowledged':
      return line;
  }
};

const factOf = (change: Change, line: LineStanding): StockItemFact => {
  if (change.type === 'ClaimAcknowledged') return { type: change.type, data: { line } };
  const { type, quantity } = change;
  return type === 'StockReserved'
    ? { type, data: { quantity, from: 'available', line } }
    : { type, data: { quantity, line } };
};

/** Records what left the shelf. Where it is more than the line had secured, the line waits for that much less. */
export const ship = ({ data, record }: StockDraft, { orderId, lineId, shipmentId, quantity }: ShipStock): void => {
  const before = lineStanding(data(), { orderId, lineId });
  const shipped = before.shipped + quantity;
  const line = { ...before, shipped, secured: Math.max(before.secured, shipped) };
  record({ type: 'StockShipped', data: { quantity, shipmentId, line } });
  const noLongerAwaited = Math.min(line.secured - before.secured, line.queued);
  if (noLongerAwaited > 0)
    record({
      type: 'BackorderWithdrawn',
      data: { quantity: noLongerAwaited, line: { ...line, queued: line.queued - noLongerAwaited } },
    });
};
