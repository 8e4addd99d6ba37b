import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact, GoodsOrderFactOf, StockClaim } from '#state-machines/goods-order/goods-order.events';
import {
  anyUnitIn,
  billableUnits,
  newLine,
  withdrawableUnits,
  type LineState,
} from '#state-machines/goods-order/line-ledger.data';
import { ruleRefusal } from '../refusal.ts';
import { completingWhenSettled } from './completion.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import { regionPath } from './goods-order.state.ts';
import { refusalOfLines, refusalOfTotal } from './order-content.policies.ts';
import type { LineAmendment, PreparedAmendOrder } from './intake.commands.ts';
import { loweredClaim, raisedClaim, withdraw } from './stock-claims.policies.ts';

type ChangedLine = GoodsOrderFactOf<'OrderAmended'>['data']['changedLines'][number];

const isConfirmed = (state: GoodsOrderState): boolean =>
  !/^(received|confirming)/.test(regionPath(state, 'fulfilment'));

/** Units that are neither cancelled nor returned are what a customer calls the quantity of a line. */
const orderedFor = (line: LineState, quantity: number): number =>
  quantity + line.ledger.cancelled + line.ledger.returned;

const changeOf = (line: LineState, ordered: number): { change: ChangedLine; claims: readonly StockClaim[] } => {
  const difference = ordered - line.ledger.ordered;
  if (difference >= 0)
    return {
      change: {
        lineId: line.lineId,
        ordered,
        withdrawn: { lineId: line.lineId, open: 0, backordered: 0, reserved: 0 },
      },
      claims: raisedClaim(line, difference),
    };
  return {
    change: { lineId: line.lineId, ordered, withdrawn: withdraw(line, -difference) },
    claims: loweredClaim(line, -difference),
  };
};

const refusalOfAmendment = (
  { lineId, quantity }: Plain<LineAmendment>,
  line: LineState | undefined,
  index: number,
): Refusal | undefined => {
  if (!line)
    return ruleRefusal(
      'unknown-line',
      `lines[${index}].lineId`,
      `明細「${lineId}」がありません。`,
      `The order has no line "${lineId}".`,
    );
  const least = billableUnits(line) - withdrawableUnits(line);
  return quantity < least
    ? ruleRefusal(
        'quantity-already-committed',
        `lines[${index}].quantity`,
        `明細「${lineId}」のうち ${least} は出荷準備中または発送済みのため、${least} 未満にはできません。`,
        `${least} of line "${lineId}" are in preparation or sent; its quantity cannot be less than ${least}.`,
      )
    : undefined;
};

/** An order is amended line by line and in its terms; quantities go up and down through `open`, and the claims on stock follow. */
export const amendOrder = (
  command: PreparedAmendOrder,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { lines: existing, paymentTerms, requestedDate } = state.data;
  const { reason: _why, ...contents } = command;
  if (Object.values<unknown>(contents).every((content) => content === undefined))
    return ruleRefusal(
      'nothing-to-amend',
      'lines',
      '変更する内容がありません。数量・明細・届け先・条件のいずれかを指定してください。',
      'Nothing is to be amended: give quantities, lines, an address or terms.',
    );
  const amended = command.lines ?? [];
  for (const [index, amendment] of amended.entries()) {
    const refusal = refusalOfAmendment(amendment, existing[amendment.lineId], index);
    if (refusal) return refusal;
    if (amended.findIndex(({ lineId }) => lineId === amendment.lineId) !== index)
      return ruleRefusal(
        'duplicate-line',
        `lines[${index}].lineId`,
        `明細「${amendment.lineId}」が二度指定されています。`,
        `Line "${amendment.lineId}" is amended twice; name it once.`,
      );
  }
  const addedLines = command.addLines ?? [];
  const refusal = refusalOfLines(addedLines, Object.keys(existing), 'addLines');
  if (refusal) return refusal;
  if (command.shipTo && Object.keys(existing).length > 0 && !hasUnitsToSend(state))
    return ruleRefusal(
      'already-dispatched',
      'shipTo',
      'すべて発送済みのため、届け先は変更できません。',
      'Everything has left; the address cannot be changed any more.',
    );

  if (command.shipTo && hasLabelledShipment(state))
    return ruleRefusal(
      'already-labelled',
      'shipTo',
      'ラベル貼付済みの出荷があります。届け先を変えるには、先にその出荷を取り消してください。',
      'A shipment bears the old address already; cancel that shipment first.',
    );

  const changes = amended.flatMap(({ lineId, quantity }) => {
    const line = existing[lineId];
    return line && billableUnits(line) !== quantity ? [changeOf(line, orderedFor(line, quantity))] : [];
  });
  const claims = [
    ...changes.flatMap((change) => change.claims),
    ...(isConfirmed(state) ? addedLines.map((line) => firstClaimOf(newLine(line))) : []),
  ];
  const { shipTo, billTo, requestedTimeSlot, deliveryWishes, charges } = command;
  const terms = {
    ...(shipTo ? { shipTo } : {}),
    ...(billTo ? { billTo } : {}),
    ...(requestedTimeSlot ? { requestedTimeSlot } : {}),
    ...(deliveryWishes ? { deliveryWishes } : {}),
    ...(charges ? { charges: charges.map(({ kind, amount, taxClass }) => ({ kind, amount, taxClass })) } : {}),
    ...(command.requestedDate && command.requestedDate !== requestedDate
      ? { requestedDate: command.requestedDate }
      : {}),
    ...(command.paymentTerms && command.paymentTerms !== paymentTerms ? { paymentTerms: command.paymentTerms } : {}),
  };
  if (changes.length === 0 && addedLines.length === 0 && Object.keys(terms).length === 0) return [];
  const amendment: GoodsOrderFact = {
    type: 'OrderAmended',
    data: { reason: command.reason, changedLines: changes.map(({ change }) => change), addedLines, claims, ...terms },
  };
  return refusalOfTotal(state.data, amendment) ?? completingWhenSettled(state, [amendment], context);
};

const hasLabelledShipment = ({ data: { shipments } }: GoodsOrderState): boolean =>
  Object.values(shipments).some(({ state }) => state === 'labelled' || state === 'carrierBooked');

const hasUnitsToSend = ({ data: { lines } }: GoodsOrderState): boolean =>
  (['open', 'backordered', 'reserved', 'preparing'] as const).some((place) => anyUnitIn(lines, place));

const firstClaimOf = (line: LineState): StockClaim => ({
  lineId: line.lineId,
  sku: line.sku,
  warehouse: line.warehouse,
  quantity: line.ledger.open,
  dispatched: 0,
  claimNumber: 1,
});
