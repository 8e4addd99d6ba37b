import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact, LineQuantity, ShippedQuantity } from '#state-machines/goods-order/goods-order.events';
import type { LineState } from '#state-machines/goods-order/line-ledger.data';
import type { Shipment } from '#state-machines/shipment/shipment.data';
import { ruleRefusal, stateRefusal } from '../refusal.ts';
import { notAfterToday, notBeforeToday, today } from './dates.policies.ts';
import { shipmentStateLabel, type GoodsOrderState } from './goods-order.state.ts';
import type {
  ArrangeRedelivery,
  BookCarrier,
  CancelShipment,
  DispatchShipment,
  IssueDocument,
  PackShipment,
  PlanShipment,
  RecordDelivery,
  RecordDeliveryFailure,
  RecordReturnToSender,
  TrackShipment,
} from './shipment.commands.ts';
import { raisedClaim } from './stock-claims.policies.ts';

/**
 * Decides about one shipment: refused where there is no such shipment or it is in none of the states `from`; a shipment that is where the command
 * would bring it (`reached`) needs nothing.
 */
export const decideShipment = (
  state: GoodsOrderState,
  shipmentId: string,
  { from, reached }: { readonly from: readonly string[]; readonly reached?: string },
  facts: (shipment: Shipment) => Decision<GoodsOrderFact>,
): Decision<GoodsOrderFact> => {
  const shipment = state.data.shipments[shipmentId];
  if (!shipment)
    return ruleRefusal(
      'unknown-shipment',
      'shipmentId',
      `出荷「${shipmentId}」がありません。`,
      `The order has no shipment "${shipmentId}".`,
    );
  if (shipment.state === reached) return [];
  if (from.includes(shipment.state)) return facts(shipment);
  const now = shipmentStateLabel(shipment.state);
  const allowed = from.map(shipmentStateLabel);
  return stateRefusal(
    'shipment-not-in-this-state',
    `出荷「${shipmentId}」は「${now.ja}」です。この操作は「${allowed.map(({ ja }) => ja).join('」「')}」の間だけ行えます。`,
    `Shipment "${shipmentId}" is "${now.en}"; this is possible only while it is ${allowed.map(({ en }) => `"${en}"`).join(' or ')}.`,
  );
};

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

export const planShipment = (command: Plain<PlanShipment>, { data }: GoodsOrderState): Decision<GoodsOrderFact> => {
  const shipmentId = command.shipmentId ?? `S${Object.keys(data.shipments).length + 1}`;
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

const shippedQuantities = ({ data }: GoodsOrderState, { lines, warehouse }: Shipment): readonly ShippedQuantity[] =>
  lines.map(({ lineId, quantity }) => ({ lineId, quantity, sku: data.lines[lineId]?.sku ?? '', warehouse }));

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

export const trackShipment = (
  command: Plain<TrackShipment>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(state, command.shipmentId, { from: ['dispatched', 'inTransit', 'deliveryFailed'] }, () => [
    { type: 'ShipmentTracked', data: { ...command, observedAt: command.observedAt ?? context.now } },
  ]);

export const recordDelivery = (
  command: Plain<RecordDelivery>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['dispatched', 'inTransit'], reached: 'delivered' },
    ({ shipmentId, lines }) => [
      {
        type: 'ShipmentDelivered',
        data: {
          ...command,
          shipmentId,
          deliveredAt: command.deliveredAt ?? context.now,
          lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
        },
      },
    ],
  );

export const recordDeliveryFailure = (
  { shipmentId, reason }: Plain<RecordDeliveryFailure>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  decideShipment(state, shipmentId, { from: ['dispatched', 'inTransit'], reached: 'deliveryFailed' }, () => [
    { type: 'DeliveryFailed', data: { shipmentId, reason } },
  ]);

export const arrangeRedelivery = (
  command: Plain<ArrangeRedelivery>,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['deliveryFailed'] },
    () =>
      notBeforeToday('expectedOn', command.expectedOn, context) ?? [
        { type: 'RedeliveryArranged', data: { ...command } },
      ],
  );

export const recordReturnToSender = (
  command: Plain<RecordReturnToSender>,
  state: GoodsOrderState,
): Decision<GoodsOrderFact> =>
  decideShipment(
    state,
    command.shipmentId,
    { from: ['dispatched', 'inTransit', 'deliveryFailed'], reached: 'returnedToSender' },
    (shipment) => {
      const lines = shippedQuantities(state, shipment).map((line) => ({
        ...line,
        restocked: command.restocked?.find(({ lineId }) => lineId === line.lineId)?.restocked ?? line.quantity,
      }));
      const wrong = lines.find(({ restocked, quantity }) => restocked > quantity);
      if (wrong) return moreRestocked('restocked', wrong.lineId, wrong.quantity);
      return [
        {
          type: 'ShipmentReturnedToSender',
          data: { shipmentId: shipment.shipmentId, reason: command.reason, lines, claims: reclaims(state, lines) },
        },
      ];
    },
  );

export const moreRestocked = (field: string, lineId: string, quantity: number): Refusal =>
  ruleRefusal(
    'more-restocked-than-returned',
    field,
    `明細「${lineId}」で戻った数量は ${quantity} です。`,
    `Only ${quantity} of line "${lineId}" came back; no more can go on the shelf.`,
  );

/** The claims of units which came back and are to be sent again. */
export const reclaims = ({ data }: GoodsOrderState, lines: readonly LineQuantity[]) =>
  Object.values(data.lines).flatMap((line) =>
    raisedClaim(
      line,
      lines.reduce((units, { lineId, quantity }) => (lineId === line.lineId ? units + quantity : units), 0),
    ),
  );

export const shipmentCancelled = ({ shipmentId, lines }: Shipment, reason: string): GoodsOrderFact => ({
  type: 'ShipmentCancelled',
  data: { shipmentId, reason, lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })) },
});

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
