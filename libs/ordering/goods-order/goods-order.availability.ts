import type { GoodsOrderData } from '#state-machines/goods-order/goods-order.data';
import { netPaid, outstanding } from '#state-machines/goods-order/payment.data';
import { anyUnitIn, withdrawableUnits } from '#state-machines/goods-order/line-ledger.data';
import { everyOf, onlyIf, whileInRegion, type Condition } from '../availability.ts';
import { holdAndCareAvailability, notReceivedBefore, received } from '../order/hold-and-care.availability.ts';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { goodsOrderStateLabel, regionPath, type GoodsOrderState } from './goods-order.state.ts';

const whileIn = whileInRegion({
  pathOf: (state: GoodsOrderState) => regionPath(state, 'fulfilment'),
  labelOf: (path) => goodsOrderStateLabel('fulfilment', path),
});

const beforeConfirmation = ['received', 'confirming'] as const;
const underway = ['allocating', 'registered', 'preparing', 'shipping', 'accepting'] as const;

/** Allowed while some shipment is in one of these states; a command about one shipment names it in its payload. */
const someShipmentIn = (...states: readonly string[]): Condition<GoodsOrderState> =>
  onlyIf(
    ({ shipments }: GoodsOrderData) => Object.values(shipments).some(({ state }) => states.includes(state)),
    'no-such-shipment-state',
    'この操作の対象になる出荷がありません。',
    `No shipment of this order is ${states.join(' or ')}.`,
  );

const notHeld = onlyIf(
  ({ holds }: GoodsOrderData) => holds.length === 0,
  'order-held',
  '保留中の受注は発送できません。先に保留を解除してください。',
  'A held order does not dispatch; release its holds first.',
);

const prepaidIsPaid = onlyIf(
  (data: GoodsOrderData) => data.paymentTerms !== 'prepaid' || outstanding(data) === 0,
  'prepaid-unpaid',
  '前払いの受注は入金が完了するまで発送できません。',
  'A prepaid order does not dispatch before it is paid in full.',
);

const hasWithdrawableUnits = onlyIf(
  ({ lines }: GoodsOrderData) => Object.values(lines).some((line) => withdrawableUnits(line) > 0),
  'nothing-to-cancel',
  '取り消せる数量が残っていません（出荷準備に入った数量は、先に出荷を取り消してください）。',
  'No unit can be cancelled any more; units in preparation need their shipment cancelled first.',
);

const nothingPacked = onlyIf(
  ({ shipments }: GoodsOrderData) =>
    Object.values(shipments).every(({ state }) => !['packed', 'labelled', 'carrierBooked'].includes(state)),
  'shipment-packed',
  '梱包済みの出荷があります。先に出荷を取り消すか、発送してから残りを取り消してください。',
  'A shipment is packed; cancel that shipment first, or let it go and cancel the rest.',
);

const somethingLeftToCancel = onlyIf(
  ({ lines, shipments }: GoodsOrderData) =>
    Object.values(lines).some((line) => withdrawableUnits(line) > 0) ||
    Object.values(shipments).some(({ state }) => state === 'planned' || state === 'picked'),
  'nothing-to-cancel',
  '取り消せる数量が残っていません。発送済みの数量は、返送または検収で処理してください。',
  'Nothing is left that can be cancelled; what has left must come back first.',
);

const hasBackorders = onlyIf(
  ({ lines }: GoodsOrderData) => anyUnitIn(lines, 'backordered'),
  'nothing-backordered',
  '入荷待ちの明細がありません。',
  'No line of this order waits for goods to arrive.',
);

/** What refuses every command of a type in a state, whatever its payload; it also answers "what is possible now?". */
export const goodsOrderAvailability: Readonly<Record<GoodsOrderCommand['type'], Condition<GoodsOrderState>>> = {
  ReceiveOrder: notReceivedBefore,
  StartOrderCheck: everyOf(received, whileIn('received')),
  RequestClarification: everyOf(received, whileIn('received', 'confirming.checking')),
  RecordClarification: everyOf(received, whileIn('confirming.awaitingCustomer')),
  AmendOrder: everyOf(received, whileIn(...beforeConfirmation, ...underway)),
  ConfirmOrder: everyOf(received, whileIn('received', 'confirming.checking')),
  RecordAllocation: received,
  RequestAllocation: everyOf(received, whileIn('allocating.awaitingStock')),
  ProposeDeliveryDate: everyOf(received, whileIn(...underway), hasBackorders),
  AgreeDeliveryDate: everyOf(received, whileIn(...underway), hasBackorders),
  DeclineDeliveryDate: everyOf(received, whileIn(...underway), hasBackorders),
  RegisterOrder: everyOf(received, whileIn('allocating.promised')),
  ExpireReservation: everyOf(
    received,
    whileIn(...underway),
    onlyIf(
      ({ paymentTerms }: GoodsOrderData) => paymentTerms === 'prepaid',
      'not-prepaid',
      '引当の期限切れは前払いの受注だけにあります。',
      'Only the reservations of prepaid orders expire.',
    ),
    onlyIf(
      (data: GoodsOrderData) => outstanding(data) > 0,
      'already-paid',
      '入金済みのため、引当は失効しません。',
      'The order is paid; its reservations stay.',
    ),
    onlyIf(
      ({ shipments }: GoodsOrderData) =>
        Object.values(shipments).every(({ state }) => ['planned', 'picked', 'cancelled'].includes(state)),
      'already-packed',
      '梱包済みの出荷があるため、引当は失効しません。',
      'A shipment is packed already; the reservations stay.',
    ),
  ),
  IssueDocument: everyOf(received, whileIn(...underway, 'completed')),
  PlanShipment: everyOf(
    received,
    whileIn(...underway),
    onlyIf(
      ({ firm }: GoodsOrderData) => firm,
      'not-registered',
      '受注が登録（確定）されていません。先に登録してください。',
      'The order is not firm; register it first.',
    ),
    onlyIf(
      ({ lines }: GoodsOrderData) => anyUnitIn(lines, 'reserved'),
      'nothing-reserved',
      '引当済みで未出荷の数量がありません。',
      'No unit is reserved and not yet in a shipment.',
    ),
  ),
  PickShipment: everyOf(received, someShipmentIn('planned')),
  PackShipment: everyOf(received, someShipmentIn('picked')),
  LabelShipment: everyOf(received, someShipmentIn('packed')),
  BookCarrier: everyOf(received, someShipmentIn('labelled')),
  DispatchShipment: everyOf(received, someShipmentIn('carrierBooked'), notHeld, prepaidIsPaid),
  TrackShipment: everyOf(received, someShipmentIn('dispatched', 'inTransit', 'deliveryFailed')),
  RecordDelivery: everyOf(received, someShipmentIn('dispatched', 'inTransit', 'deliveryFailed')),
  RecordDeliveryFailure: everyOf(received, someShipmentIn('dispatched', 'inTransit', 'deliveryFailed')),
  ArrangeRedelivery: everyOf(received, someShipmentIn('deliveryFailed')),
  RecordReturnToSender: everyOf(received, someShipmentIn('dispatched', 'inTransit', 'deliveryFailed')),
  CancelShipment: everyOf(received, someShipmentIn('planned', 'picked', 'packed', 'labelled', 'carrierBooked')),
  AcceptDelivery: everyOf(received, someShipmentIn('delivered')),
  RefuseDelivery: everyOf(received, someShipmentIn('delivered')),
  SettleRefusal: everyOf(
    received,
    onlyIf(
      ({ lines }: GoodsOrderData) => anyUnitIn(lines, 'refused'),
      'nothing-refused',
      '検収不合格の数量がありません。',
      'No unit of this order is refused and unsettled.',
    ),
  ),
  CancelLine: everyOf(received, whileIn(...beforeConfirmation, ...underway), hasWithdrawableUnits),
  CancelOrder: everyOf(received, whileIn(...beforeConfirmation, ...underway), nothingPacked, somethingLeftToCancel),
  ...holdAndCareAvailability(whileIn(...beforeConfirmation, ...underway)),
  MarkPaymentDue: everyOf(
    received,
    onlyIf(
      (data: GoodsOrderData) => outstanding(data) > 0,
      'nothing-outstanding',
      '未払いの金額がありません。',
      'Nothing is left to be paid.',
    ),
  ),
  MarkPaymentOverdue: everyOf(
    received,
    onlyIf(
      (data: GoodsOrderData) => data.payment.dueOn !== null && outstanding(data) > 0,
      'nothing-due',
      '支払期日の来た未払い金額がありません。',
      'No payment is due.',
    ),
  ),
  RecordPayment: received,
  RefundPayment: everyOf(
    received,
    onlyIf(
      (data: GoodsOrderData) => netPaid(data) > data.amounts.total,
      'no-refund-due',
      '返金すべき過払いがありません。',
      'The customer has not paid more than is owed.',
    ),
  ),
};
