import { meta } from '../vocabulary/state-meta.ts';
import { recorded } from '../vocabulary/recorded.ts';
import { goodsOrderSetup } from './goods-order.setup.ts';
import type { Stage } from './stage.data.ts';

/** Where an underway order goes when its least advanced unit has moved on: one guarded row per stage, all but the state's own. */
const stageTargets = {
  awaitingStock: { guard: 'someUnitIsUnpromised', target: '#goodsOrder.fulfilment.allocating.awaitingStock' },
  dateToPropose: { guard: 'someBackorderHasNoDate', target: '#goodsOrder.fulfilment.allocating.dateToPropose' },
  dateToAgree: { guard: 'someDateIsUnanswered', target: '#goodsOrder.fulfilment.allocating.dateToAgree' },
  promised: { guard: 'everyUnitIsPromised', target: '#goodsOrder.fulfilment.allocating.promised' },
  registered: { guard: 'someUnitAwaitsPreparation', target: '#goodsOrder.fulfilment.registered' },
  preparing: { guard: 'someUnitIsInPreparation', target: '#goodsOrder.fulfilment.preparing' },
  shipping: { guard: 'someUnitIsUnderway', target: '#goodsOrder.fulfilment.shipping' },
  refusalToSettle: { guard: 'someRefusalIsUnsettled', target: '#goodsOrder.fulfilment.accepting.refusalToSettle' },
  awaitingAcceptance: {
    guard: 'someDeliveryIsUnanswered',
    target: '#goodsOrder.fulfilment.accepting.awaitingAcceptance',
  },
  settled: { guard: 'everyUnitIsSettled', target: '#goodsOrder.fulfilment.accepting.settled' },
  cancelled: { guard: 'everyUnitIsCancelled', target: '#goodsOrder.fulfilment.cancelled' },
} as const satisfies Record<Stage, { guard: string; target: string }>;

const unlessStill = (own: Stage) =>
  Object.entries(stageTargets)
    .filter(([stage]) => stage !== own)
    .map(([, row]) => row);

/** Facts that any order takes which is confirmed and not finished: units move, and `always` finds the state that follows. */
const whileUnderway = {
  OrderAmended: recorded,
  AllocationRequested: recorded,
  StockAllocated: recorded,
  LineBackordered: recorded,
  DeliveryDateProposed: recorded,
  DeliveryDateAgreed: recorded,
  DeliveryDateDeclined: recorded,
  ReservationLapsed: recorded,
  DocumentIssued: recorded,
  ShipmentPlanned: recorded,
  ShipmentPicked: recorded,
  ShipmentPacked: recorded,
  ShipmentLabelled: recorded,
  CarrierBooked: recorded,
  ShipmentDispatched: recorded,
  ShipmentTracked: recorded,
  ShipmentDelivered: recorded,
  DeliveryFailed: recorded,
  RedeliveryArranged: recorded,
  ShipmentReturnedToSender: recorded,
  ShipmentCancelled: recorded,
  DeliveryAccepted: recorded,
  DeliveryRefused: recorded,
  RefusalSettled: recorded,
  LineCancelled: recorded,
  OrderCancelled: recorded,
} as const;

/** Facts that an order takes as long as it is not confirmed. */
const beforeConfirmation = {
  OrderAmended: recorded,
  LineCancelled: [{ guard: 'everyUnitIsCancelled', target: '#goodsOrder.fulfilment.cancelled' }, recorded],
  OrderCancelled: { guard: 'everyUnitIsCancelled', target: '#goodsOrder.fulfilment.cancelled' },
} as const;

/** The seven steps from intake to completion. */
export const fulfilmentRegion = goodsOrderSetup.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('customer', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      on: { OrderReceived: 'received' },
    },
    received: {
      meta: meta(
        'backOffice',
        ['受付済み', 'Received'],
        ['内容の確認を始める', 'Registered as the customer gave it; to be checked.'],
        1,
      ),
      on: {
        ...beforeConfirmation,
        OrderConfirmed: 'allocating',
        OrderCheckStarted: 'confirming.checking',
        ClarificationRequested: 'confirming.awaitingCustomer',
      },
    },
    confirming: {
      meta: meta(
        'backOffice',
        ['注文の確認', 'Confirming'],
        ['注文内容を確かめる', 'The order is being made clear with the customer.'],
        2,
      ),
      initial: 'checking',
      states: {
        checking: {
          meta: meta(
            'backOffice',
            ['確認中', 'Checking'],
            ['内容・支払・納品条件を確認する', 'Content, payment and delivery are being checked.'],
            2,
          ),
          on: {
            ...beforeConfirmation,
            OrderConfirmed: '#goodsOrder.fulfilment.allocating',
            ClarificationRequested: 'awaitingCustomer',
          },
        },
        awaitingCustomer: {
          meta: meta(
            'customer',
            ['お客様回答待ち', 'Awaiting the customer'],
            ['不明点を問い合わせている', 'Something is unclear and the customer was asked.'],
            2,
          ),
          on: { ...beforeConfirmation, ClarificationReceived: 'checking' },
        },
      },
    },
    allocating: {
      meta: meta(
        'warehouse',
        ['在庫確認', 'Allocating'],
        ['全数の引当か、入荷待ちの納期合意を得る', 'Every unit is reserved, or gets an agreed date.'],
        3,
      ),
      initial: 'awaitingStock',
      on: whileUnderway,
      states: {
        awaitingStock: {
          meta: meta(
            'warehouse',
            ['引当中', 'Awaiting stock'],
            ['在庫の回答、または再引当の指示を待つ', 'Some units are promised by nobody yet.'],
            3,
          ),
          always: unlessStill('awaitingStock'),
        },
        dateToPropose: {
          meta: meta(
            'backOffice',
            ['納期提案待ち', 'Date to propose'],
            ['入荷待ちの新しい納期を提案する', 'Units are backordered; propose a new delivery date.'],
            3,
          ),
          always: unlessStill('dateToPropose'),
        },
        dateToAgree: {
          meta: meta(
            'customer',
            ['納期回答待ち', 'Date to agree'],
            ['提案した納期へのお客様の回答を待つ', 'The customer is to agree to the proposed date.'],
            3,
          ),
          always: unlessStill('dateToAgree'),
        },
        promised: {
          meta: meta(
            'backOffice',
            ['引当完了', 'Promised'],
            ['全数の見込みが立った。登録する', 'Every unit is reserved or has an agreed date; register the order.'],
            3,
          ),
          on: { OrderRegistered: { actions: 'recorded' } },
          always: unlessStill('promised'),
        },
      },
    },
    registered: {
      meta: meta(
        'warehouse',
        ['登録済み', 'Registered'],
        ['確定済み。書類を発行し、出荷を計画する', 'The order is firm; issue its documents and plan its shipments.'],
        4,
      ),
      on: whileUnderway,
      always: unlessStill('registered'),
    },
    preparing: {
      meta: meta(
        'warehouse',
        ['出荷準備中', 'Preparing'],
        ['ピッキング・梱包・ラベル・配送手配', 'Picking, packing, labelling, booking the carrier.'],
        5,
      ),
      on: whileUnderway,
      always: unlessStill('preparing'),
    },
    shipping: {
      meta: meta(
        'carrier',
        ['発送中', 'Shipping'],
        ['全数が発送され、配達を待つ', 'Everything has left; delivery is awaited.'],
        6,
      ),
      on: whileUnderway,
      always: unlessStill('shipping'),
    },
    accepting: {
      meta: meta(
        'customer',
        ['検収・完了', 'Accepting'],
        ['配達分の検収を待つ', 'Everything is delivered; the customer answers for it.'],
        7,
      ),
      initial: 'awaitingAcceptance',
      on: whileUnderway,
      states: {
        refusalToSettle: {
          meta: meta(
            'backOffice',
            ['検収不合格対応', 'Refusal to settle'],
            ['不合格品を再送するか取り消すか決める', 'Refused units: send again or give up.'],
            7,
          ),
          always: unlessStill('refusalToSettle'),
        },
        awaitingAcceptance: {
          meta: meta(
            'customer',
            ['検収待ち', 'Awaiting acceptance'],
            ['お客様の検収を待つ', "The customer's own word on the delivery is awaited."],
            7,
          ),
          always: unlessStill('awaitingAcceptance'),
        },
        settled: {
          meta: meta(
            'backOffice',
            ['検収済み', 'Settled'],
            ['全数が片付いた', 'Every unit is accepted, returned or cancelled.'],
            7,
          ),
          on: { OrderCompleted: '#goodsOrder.fulfilment.completed' },
          always: unlessStill('settled'),
        },
      },
    },
    completed: {
      meta: meta(
        'nobody',
        ['完了', 'Completed'],
        ['納品と検収が完了し、フォローアップに入る', 'Delivered and accepted; the follow-up begins.'],
        7,
      ),
      on: { DocumentIssued: recorded },
    },
    cancelled: {
      meta: meta('nobody', ['取消', 'Cancelled'], ['全数が取り消された', 'Every unit was cancelled.']),
    },
  },
});
