import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { decideHoldAndCare } from '../order/hold-and-care.decider.ts';
import { acceptDelivery, cancelLine, cancelOrder, refuseDelivery, settleRefusal } from './acceptance.decider.ts';
import {
  agreeDeliveryDate,
  declineDeliveryDate,
  expireReservation,
  proposeDeliveryDate,
  recordAllocation,
  requestAllocation,
} from './allocation.decider.ts';
import { amendOrder } from './amendment.decider.ts';
import { goodsOrderAvailability } from './goods-order.availability.ts';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import { confirmOrder, receiveOrder, recordClarification, requestClarification } from './intake.decider.ts';
import { markPaymentDue, markPaymentOverdue, recordPayment, refundPayment } from './payment.decider.ts';
import {
  bookCarrier,
  cancelShipment,
  dispatchShipment,
  issueDocument,
  packShipment,
  planShipment,
  shipmentStep,
} from './shipment-preparation.decider.ts';
import {
  arrangeRedelivery,
  recordDelivery,
  recordDeliveryFailure,
  recordReturnToSender,
  trackShipment,
} from './shipment-transit.decider.ts';

/** Which facts a command leads to, or why it is refused; one function per command, grouped by what they decide about. */
export const decideGoodsOrder = (
  command: GoodsOrderCommand,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => goodsOrderAvailability[command.type](state) ?? decideAvailable(command, state, context);

const decideAvailable = (
  command: GoodsOrderCommand,
  state: GoodsOrderState,
  context: DecisionContext,
): Decision<GoodsOrderFact> => {
  switch (command.type) {
    case 'ReceiveOrder':
      return receiveOrder(command.data, context);
    case 'StartOrderCheck':
      return [{ type: 'OrderCheckStarted', data: {} }];
    case 'RequestClarification':
      return requestClarification(command.data, context);
    case 'RecordClarification':
      return recordClarification(command.data, state);
    case 'AmendOrder':
      return amendOrder(command.data, state, context);
    case 'ConfirmOrder':
      return confirmOrder(command.data, state);
    case 'RecordAllocation':
      return recordAllocation(command.data, state);
    case 'RequestAllocation':
      return requestAllocation(command.data, state);
    case 'ProposeDeliveryDate':
      return proposeDeliveryDate(command.data, state, context);
    case 'AgreeDeliveryDate':
      return agreeDeliveryDate(command.data, state);
    case 'DeclineDeliveryDate':
      return declineDeliveryDate(command.data, state);
    case 'RegisterOrder':
      return [{ type: 'OrderRegistered', data: {} }];
    case 'ExpireReservation':
      return expireReservation(state);
    case 'IssueDocument':
      return issueDocument(command.data, state, context);
    case 'PlanShipment':
      return planShipment(command.data, state);
    case 'PickShipment':
      return shipmentStep(state, command.data.shipmentId, 'planned', 'picked', 'ShipmentPicked');
    case 'PackShipment':
      return packShipment(command.data, state);
    case 'LabelShipment':
      return shipmentStep(state, command.data.shipmentId, 'packed', 'labelled', 'ShipmentLabelled');
    case 'BookCarrier':
      return bookCarrier(command.data, state);
    case 'DispatchShipment':
      return dispatchShipment(command.data, state, context);
    case 'TrackShipment':
      return trackShipment(command.data, state, context);
    case 'RecordDelivery':
      return recordDelivery(command.data, state, context);
    case 'RecordDeliveryFailure':
      return recordDeliveryFailure(command.data, state);
    case 'ArrangeRedelivery':
      return arrangeRedelivery(command.data, state, context);
    case 'RecordReturnToSender':
      return recordReturnToSender(command.data, state);
    case 'CancelShipment':
      return cancelShipment(command.data, state);
    case 'AcceptDelivery':
      return acceptDelivery(command.data, state, context);
    case 'RefuseDelivery':
      return refuseDelivery(command.data, state);
    case 'SettleRefusal':
      return settleRefusal(command.data, state, context);
    case 'CancelLine':
      return cancelLine(command.data, state, context);
    case 'CancelOrder':
      return cancelOrder(command.data, state, context);
    case 'MarkPaymentDue':
      return markPaymentDue(command.data, state);
    case 'MarkPaymentOverdue':
      return markPaymentOverdue(state, context);
    case 'RecordPayment':
      return recordPayment(command.data, state, context);
    case 'RefundPayment':
      return refundPayment(command.data, state, context);
    case 'HoldOrder':
    case 'ReleaseHold':
    case 'RecordContact':
    case 'OpenInquiry':
    case 'ResolveInquiry':
    case 'RecordFeedback':
      return decideHoldAndCare(command, state, context);
  }
};
