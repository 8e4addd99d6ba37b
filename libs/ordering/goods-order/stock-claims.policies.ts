import type { StockClaim, Withdrawal } from '#state-machines/goods-order/goods-order.events';
import type { LineState, LineStates } from '#state-machines/goods-order/line-ledger.data';

/** Units of a line that stock could be asked for: all that are not cancelled, refused for good or returned. */
const claimableUnits = ({ ledger, dispatched }: LineState): number =>
  ledger.open + ledger.backordered + ledger.reserved + ledger.preparing + dispatched;

/** Open units that the line does not claim, since their reservation lapsed. */
export const unclaimedUnits = (line: LineState): number => Math.max(0, claimableUnits(line) - line.claim.quantity);

const claim = (line: LineState, quantity: number): StockClaim => ({
  lineId: line.lineId,
  sku: line.sku,
  warehouse: line.warehouse,
  quantity,
  dispatched: line.dispatched,
  claimNumber: line.claim.claimNumber + 1,
});

/** What a confirmed order claims: every line's open units. */
export const firstClaims = (lines: LineStates): readonly StockClaim[] =>
  Object.values(lines)
    .filter((line) => line.ledger.open > 0)
    .map((line) => claim(line, line.ledger.open));

/** The claim after `units` more are wanted; none where the order has never claimed, which is before its confirmation. */
export const raisedClaim = (line: LineState, units: number): readonly StockClaim[] =>
  line.claim.claimNumber === 0 || units === 0 ? [] : [claim(line, line.claim.quantity + units)];

/** The claim after `units` fewer are wanted: units which nobody claims go first. */
export const loweredClaim = (line: LineState, units: number): readonly StockClaim[] => {
  const given = Math.max(0, units - unclaimedUnits(line));
  return line.claim.claimNumber === 0 || given === 0 ? [] : [claim(line, line.claim.quantity - given)];
};

/** The claim of an order whose time to pay is up: only what has left already. */
export const lapsedClaim = (line: LineState): StockClaim => claim(line, line.dispatched);

/** Takes `units` back from where they can be taken: open ones first, then backordered, then reserved. */
export const withdraw = ({ lineId, ledger }: LineState, units: number): Withdrawal => {
  const open = Math.min(units, ledger.open);
  const backordered = Math.min(units - open, ledger.backordered);
  return { lineId, open, backordered, reserved: units - open - backordered };
};
