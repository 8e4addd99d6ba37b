import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact, LineQuantity } from '#state-machines/goods-order/goods-order.events';
import type { LineState } from '#state-machines/goods-order/line-ledger.data';
import { ruleRefusal } from '../refusal.ts';
import { notAfterToday, today } from '../dates.policies.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import type {
  BookCarrier,
  CancelShipment,
  DispatchShipment,
  IssueDocument,
  PackShipment,
  PlanShipment,
} from './shipment.commands.ts';
import { decideShipment, shipmentCancelled, shippedQuantities } from './shipment.policies.ts';

/** The fact of a step that says nothing but which shipment took it. */
export const shipmentStep = (
  state: GoodsOrderState,
  shipmentId: string,
  from: string,
  reached: string,
  type: 'ShipmentPicked' | 'ShipmentLabelled',
): Decision<GoodsOrderFact> =>
  decideShipment(state, shipmentId, { from: [from], reached }, () => [{ type, data: { shipmentId } }]);

export const issueDocument = (
  command: Plain<IssueDocument>,
  { data }: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  const { documentType, documentNumber, issuedOn, shipmentId } = command;
  if (data.documents.some((issued) => issued.documentType === documentType && issued.documentNumber === documentNumber))
    return [];
  if (shipmentId !== undefined && !data.shipments[shipmentId])
    return ruleRefusal(
      'unknown-shipment',
      'shipmentId',
      `出荷「${shipmentId}」がありません。`,
      `The order has no shipment "${shipmentId}".`,
    );
  return (
    notAfterToday('issuedOn', issuedOn, context) ?? [
      { type: 'DocumentIssued', data: { ...command, issuedOn: issuedOn ?? today(context) } },
    ]
  );
};

const reservedLines = (lines: readonly LineState[]): readonly LineQuantity[] =>
  lines
    .filter(({ ledger }) => ledger.reserved > 0)
    .map(({ lineId, ledger }) => ({ lineId, quantity: ledger.reserved }));

/** The warehouse a shipment leaves from: the one that is named, else the only one that its lines leave open. */
const warehouseOf = (command: Plain<PlanShipment>, lines: readonly LineState[]): string | Refusal => {
  const warehouses = [...new Set(lines.map(({ warehouse }) => warehouse))];
  const warehouse = command.warehouse ?? warehouses[0] ?? '';
  return warehouses.every((other) => other === warehouse)
    ? warehouse
    : ruleRefusal(
        'several-warehouses',
        command.warehouse === undefined ? 'warehouse' : 'lines',
        `一つの出荷は一つの倉庫から出します（${warehouses.join('、')}）。`,
        `One shipment leaves from one warehouse; these lines are in ${warehouses.join(', ')}.`,
      );
};

/** `S1`, `S2`, …: the first from the count on that no shipment of the order has. */
const nextShipmentId = (shipments: Readonly<Record<string, unknown>>): string => {
  let number = Object.keys(shipments).length + 1;
  while (`S${number}` in shipments) number += 1;
  return `S${number}`;
};

export const planShipment = (command: Plain<PlanShipment>, { data }: GoodsOrderState): Decision<GoodsOrderFact> => {
  const shipmentId = command.shipmentId ?? nextShipmentId(data.shipments);
  if (data.shipments[shipmentId])
    return ruleRefusal(
      'duplicate-shipment',
      'shipmentId',
      `出荷番号「${shipmentId}」はすでに使われています。`,
      `Shipment id "${shipmentId}" is in use; choose another, or leave it out.`,
    );
  for (const [index, { lineId, quantity }] of (command.lines ?? []).entries()) {
    const reserved = data.lines[lineId]?.ledger.reserved;
    if (reserved === undefined)
      return ruleRefusal(
        'unknown-line',
        `lines[${index}].lineId`,
        `明細「${lineId}」がありません。`,
        `The order has no line "${lineId}".`,
      );
    if (quantity > reserved)
      return ruleRefusal(
        'more-than-reserved',
        `lines[${index}].quantity`,
        `明細「${lineId}」の引当済み数量は ${reserved} です。`,
        `Only ${reserved} of line "${lineId}" are reserved.`,
      );
    if (command.lines?.findIndex((other) => other.lineId === lineId) !== index)
      return ruleRefusal(
        'duplicate-line',
        `lines[${index}].lineId`,
        `明細「${lineId}」が重複しています。`,
        `Line "${lineId}" is named twice.`,
      );
  }
  const candidates = Object.values(data.lines).filter(
    (line) => line.ledger.reserved > 0 && (command.warehouse === undefined || line.warehouse === command.warehouse),
  );
  const named = command.lines?.flatMap(({ lineId }) => data.lines[lineId] ?? []);
  const warehouse = warehouseOf(command, named ?? candidates);
  if (typeof warehouse !== 'string') return warehouse;
  const lines = command.lines?.map(({ lineId, quantity }) => ({ lineId, quantity })) ?? reservedLines(candidates);
  if (lines.length === 0)
    return ruleRefusal(
      'nothing-reserved',
      'warehouse',
      `倉庫「${warehouse}」に引当済みの数量がありません。`,
      `Nothing of this order is reserved in warehouse "${warehouse}".`,
    );
  const { plannedOn } = command;
  return [{ type: 'ShipmentPlanned', data: { shipmentId, warehouse, lines, ...(plannedOn ? { plannedOn } : {}) } }];
};

export const packShipment = (command: Plain<PackShipment>, state: GoodsOrderState): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['picked'], reached: 'packed' }, () => [
    { type: 'ShipmentPacked', data: { ...command } },
  ]);

export const bookCarrier = (command: Plain<BookCarrier>, state: GoodsOrderState): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['labelled'], reached: 'carrierBooked' }, () => [
    { type: 'CarrierBooked', data: { ...command } },
  ]);

export const dispatchShipment = (
  command: Plain<DispatchShipment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['carrierBooked'], reached: 'dispatched' }, (shipment) => {
    const dispatchedOn = command.dispatchedOn ?? today(context);
    const trackingNumber = command.trackingNumber ?? shipment.trackingNumber;
    const fact: GoodsOrderFact = {
      type: 'ShipmentDispatched',
      data: {
        shipmentId: shipment.shipmentId,
        dispatchedOn,
        carrier: shipment.carrier ?? '',
        ...(trackingNumber ? { trackingNumber } : {}),
        ...(command.expectedOn ? { expectedOn: command.expectedOn } : {}),
        lines: shippedQuantities(state, shipment),
      },
    };
    return (
      notAfterToday('dispatchedOn', dispatchedOn, context) ??
      notBeforeDay('expectedOn', command.expectedOn, dispatchedOn) ?? [fact]
    );
  });

const notBeforeDay = (field: string, date: string | undefined, day: string): Refusal | undefined =>
  date !== undefined && date < day
    ? ruleRefusal(
        'before-dispatch',
        field,
        `到着予定日 ${date} が発送日 ${day} より前です。`,
        `${date} lies before the dispatch on ${day}.`,
      )
    : undefined;

export const cancelShipment = (
  { shipmentId, reason }: Plain<CancelShipment>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    shipmentId,
    { from: ['planned', 'picked', 'packed', 'labelled', 'carrierBooked'], reached: 'cancelled' },
    (shipment) => [shipmentCancelled(shipment, reason)],
  );
