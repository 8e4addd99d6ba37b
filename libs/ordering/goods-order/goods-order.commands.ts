import type { CommandsOf } from '#libs/kernel/command-catalogue';
import type { Command } from '#libs/kernel/decider';
import {
  AgreeDeliveryDate,
  DeclineDeliveryDate,
  ExpireReservation,
  ProposeDeliveryDate,
  RecordAllocation,
  RegisterOrder,
  RequestAllocation,
} from './allocation.commands.ts';
import {
  HoldOrder,
  OpenInquiry,
  RecordContact,
  RecordFeedback,
  ReleaseHold,
  ResolveInquiry,
} from './hold-and-care.commands.ts';
import {
  AmendOrder,
  ConfirmOrder,
  ReceiveOrder,
  RecordClarification,
  RequestClarification,
  StartOrderCheck,
  type PreparedAmendOrder,
  type PreparedReceiveOrder,
} from './intake.commands.ts';
import { MarkPaymentDue, MarkPaymentOverdue, RecordPayment, RefundPayment } from './payment.commands.ts';
import {
  AcceptDelivery,
  ArrangeRedelivery,
  BookCarrier,
  CancelLine,
  CancelOrder,
  CancelShipment,
  DispatchShipment,
  IssueDocument,
  LabelShipment,
  PackShipment,
  PickShipment,
  PlanShipment,
  RecordDelivery,
  RecordDeliveryFailure,
  RecordReturnToSender,
  RefuseDelivery,
  SettleRefusal,
  TrackShipment,
} from './shipment.commands.ts';

/** The payload class of every command of a goods order, by type. */
export const goodsOrderPayloads = {
  ReceiveOrder,
  StartOrderCheck,
  RequestClarification,
  RecordClarification,
  AmendOrder,
  ConfirmOrder,
  RecordAllocation,
  RequestAllocation,
  ProposeDeliveryDate,
  AgreeDeliveryDate,
  DeclineDeliveryDate,
  RegisterOrder,
  ExpireReservation,
  IssueDocument,
  PlanShipment,
  PickShipment,
  PackShipment,
  LabelShipment,
  BookCarrier,
  DispatchShipment,
  TrackShipment,
  RecordDelivery,
  RecordDeliveryFailure,
  ArrangeRedelivery,
  RecordReturnToSender,
  CancelShipment,
  AcceptDelivery,
  RefuseDelivery,
  SettleRefusal,
  CancelLine,
  CancelOrder,
  HoldOrder,
  ReleaseHold,
  MarkPaymentDue,
  MarkPaymentOverdue,
  RecordPayment,
  RefundPayment,
  RecordContact,
  OpenInquiry,
  ResolveInquiry,
  RecordFeedback,
} as const;

/** A command as it is decided: two of them arrive with what the items and the number series add. */
export type GoodsOrderCommand =
  | CommandsOf<Omit<typeof goodsOrderPayloads, 'ReceiveOrder' | 'AmendOrder'>>
  | Command<'ReceiveOrder', PreparedReceiveOrder>
  | Command<'AmendOrder', PreparedAmendOrder>;
