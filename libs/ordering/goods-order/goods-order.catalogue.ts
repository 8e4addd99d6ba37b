import type { CommandCatalogue, CommandDescription } from '#libs/kernel/command-catalogue';
import { describeCommands } from '../command-words.ts';
import { holdAndCareCommands } from '../order/hold-and-care.catalogue.ts';
import { goodsOrderPayloads } from './goods-order.commands.ts';
import { goodsOrderStream } from './goods-order.stream.ts';

type GoodsOrderCommandType = keyof typeof goodsOrderPayloads;

const describe = describeCommands(goodsOrderPayloads);

const address = {
  name: '株式会社さくら商店 田中 花子',
  postalCode: '150-0002',
  region: '東京都',
  city: '渋谷区',
  lines: ['渋谷2-1-1', 'さくらビル 3F'],
  country: 'JP',
  phone: '03-1234-5678',
};

/** Every command of a goods order: from here come its route, its validation, its OpenAPI entry and its words. */
export const goodsOrderCommands: Readonly<Record<GoodsOrderCommandType, CommandDescription>> = {
  ReceiveOrder: {
    ...describe('ReceiveOrder', '受注を受け付ける', 'Receive an order as the customer gave it', {
      channel: 'phone',
      customer: {
        id: 'C-1001',
        name: '株式会社さくら商店',
        contact: { name: '田中 花子', email: 'hanako@example.co.jp' },
      },
      customerReference: 'PO-7781',
      lines: [{ sku: 'TEA-001', quantity: 3 }],
      charges: [{ kind: 'shipping', amount: 800, taxClass: 'standard' }],
      shipTo: address,
      paymentTerms: 'invoice',
      requestedDate: '2026-12-01',
      requestedTimeSlot: '14:00-16:00',
      deliveryWishes: '裏口へ',
    }),
    creates: true,
  },
  StartOrderCheck: describe('StartOrderCheck', '注文の確認を始める', 'Take the order up for checking', {}),
  RequestClarification: describe(
    'RequestClarification',
    '不明点をお客様に問い合わせる',
    'Ask the customer about something unclear',
    {
      about: 'content',
      question: '数量は 3 箱でよろしいでしょうか。',
      askedVia: 'phone',
      answerDue: '2099-12-01',
    },
  ),
  RecordClarification: describe('RecordClarification', 'お客様の回答を記録する', "Record the customer's answer", {
    answer: '3 箱で間違いありません。',
    answeredVia: 'email',
  }),
  AmendOrder: describe('AmendOrder', '受注内容を変更する', 'Amend quantities, lines, address or terms', {
    reason: 'お客様より数量変更のご連絡',
    lines: [{ lineId: '1', quantity: 5 }],
  }),
  ConfirmOrder: describe('ConfirmOrder', '注文内容を確認済みにする', 'Confirm the order with the customer', {
    confirmedVia: 'email',
  }),
  RecordAllocation: {
    ...describe('RecordAllocation', '引当結果を記録する', 'Record what stock has promised to a line', {
      lineId: '1',
      claimNumber: 1,
      secured: 3,
      queued: 0,
    }),
    internal: true,
  },
  RequestAllocation: describe(
    'RequestAllocation',
    '再引当を依頼する',
    'Ask stock again for units that lost their reservation',
    {},
  ),
  ProposeDeliveryDate: describe(
    'ProposeDeliveryDate',
    '新しい納期を提案する',
    'Propose a delivery date for backordered lines',
    {
      proposedDate: '2099-12-10',
      reason: '次回入荷予定のため',
    },
  ),
  AgreeDeliveryDate: describe(
    'AgreeDeliveryDate',
    '納期の合意を記録する',
    'Record that the customer agreed to the date',
    {},
  ),
  DeclineDeliveryDate: describe(
    'DeclineDeliveryDate',
    '納期の不同意を記録する',
    'Record that the customer declined the date',
    {
      reason: 'もっと早く必要とのこと',
    },
  ),
  RegisterOrder: describe('RegisterOrder', '受注を登録する（確定）', 'Register the order as firm', {}),
  ExpireReservation: describe(
    'ExpireReservation',
    '未入金の引当を失効させる',
    "Let an unpaid prepaid order's reservations lapse",
    {},
  ),
  IssueDocument: describe('IssueDocument', '書類の発行を記録する', 'Record a document that was issued', {
    documentType: 'orderConfirmation',
    documentNumber: 'OC-2026-000123',
    sentVia: 'email',
  }),
  PlanShipment: describe('PlanShipment', '出荷を計画する', 'Plan a shipment of reserved units', {}),
  PickShipment: describe('PickShipment', 'ピッキング完了を記録する', 'Record that a shipment is picked', {
    shipmentId: 'S1',
  }),
  PackShipment: describe('PackShipment', '梱包完了を記録する', 'Record that a shipment is packed', {
    shipmentId: 'S1',
    packages: 1,
    weightGrams: 2400,
  }),
  LabelShipment: describe('LabelShipment', 'ラベル貼付を記録する', 'Record that a shipment is labelled', {
    shipmentId: 'S1',
  }),
  BookCarrier: describe('BookCarrier', '配送業者を手配する', 'Book the carrier of a shipment', {
    shipmentId: 'S1',
    carrier: 'ヤマト運輸',
    service: '宅急便',
    trackingNumber: '1234-5678-9012',
  }),
  DispatchShipment: describe('DispatchShipment', '発送する', 'Hand a shipment to the carrier', { shipmentId: 'S1' }),
  TrackShipment: describe('TrackShipment', '配送状況を記録する', 'Record where a shipment is', {
    shipmentId: 'S1',
    status: '輸送中',
    location: '厚木ゲートウェイ',
  }),
  RecordDelivery: describe('RecordDelivery', '配達完了を記録する', "Record the carrier's delivery", {
    shipmentId: 'S1',
    receivedBy: '田中 花子',
  }),
  RecordDeliveryFailure: describe(
    'RecordDeliveryFailure',
    '配達未完了（持ち戻り）を記録する',
    'Record that delivery failed',
    {
      shipmentId: 'S1',
      reason: 'ご不在',
    },
  ),
  ArrangeRedelivery: describe('ArrangeRedelivery', '再配達を手配する', 'Arrange a redelivery', {
    shipmentId: 'S1',
    expectedOn: '2099-12-02',
    timeSlot: '18:00-20:00',
  }),
  RecordReturnToSender: describe('RecordReturnToSender', '返送を記録する', 'Record that a shipment came back', {
    shipmentId: 'S1',
    reason: '長期不在',
  }),
  CancelShipment: describe('CancelShipment', '発送前の出荷を取り消す', 'Cancel a shipment that has not left', {
    shipmentId: 'S1',
    reason: '同梱に変更',
  }),
  AcceptDelivery: describe('AcceptDelivery', '検収を記録する', "Record the customer's acceptance", {
    shipmentId: 'S1',
  }),
  RefuseDelivery: describe('RefuseDelivery', '検収不合格を記録する', "Record the customer's refusal", {
    shipmentId: 'S1',
    reason: '破損',
    lines: [{ lineId: '1', quantity: 1 }],
  }),
  SettleRefusal: describe('SettleRefusal', '検収不合格品の扱いを決める', 'Send refused units again or give them up', {
    outcome: 'redeliver',
    lines: [{ lineId: '1', quantity: 1, restocked: 0 }],
  }),
  CancelLine: describe('CancelLine', '明細を取り消す', 'Cancel a line, or part of it', {
    lineId: '1',
    quantity: 1,
    reason: '不要になった',
  }),
  CancelOrder: describe('CancelOrder', '受注（の残り）を取り消す', 'Cancel what has not left', {
    reason: 'お客様都合',
  }),
  MarkPaymentDue: describe('MarkPaymentDue', '支払期日を定める', 'Set the date the payment is due', {
    dueOn: '2026-12-31',
  }),
  MarkPaymentOverdue: describe(
    'MarkPaymentOverdue',
    '支払遅延を記録する',
    'Record that the due date passed unpaid',
    {},
  ),
  RecordPayment: describe('RecordPayment', '入金を記録する', 'Record a payment', {
    amount: 4180,
    currency: 'JPY',
    method: 'bankTransfer',
  }),
  RefundPayment: describe('RefundPayment', '返金を記録する', 'Record a refund of what was overpaid', {
    method: 'bankTransfer',
    reason: '過払い',
  }),
  ...holdAndCareCommands(goodsOrderPayloads),
};

export const goodsOrderCatalogue: CommandCatalogue = {
  collection: 'goods-orders',
  streamType: goodsOrderStream,
  title: { ja: '有形商材の受注', en: 'Goods orders' },
  commands: goodsOrderCommands,
};
