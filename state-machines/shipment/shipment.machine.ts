import { setup } from 'xstate';
import type { GoodsOrderFact } from '../goods-order/goods-order.events.ts';
import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { everyUnitAnswered, type Shipment } from './shipment.data.ts';

/** 出荷: one parcel or lorry load of an order, from the picking list to the customer's word. Its facts are the order's facts that name it. */
export const shipmentMachine = setup({
  types: { context: {} as Pick<Shipment, 'lines'>, events: {} as GoodsOrderFact },
  guards: { everyUnitAnswered: ({ context }) => everyUnitAnswered(context) },
  actions: { recorded: () => undefined },
}).createMachine({
  id: 'shipment',
  context: { lines: [] },
  initial: 'planned',
  states: {
    planned: {
      meta: meta('warehouse', ['出荷予定', 'Planned'], ['ピッキング待ち', 'To be picked from the shelf.']),
      on: { ShipmentPicked: 'picked', ShipmentCancelled: 'cancelled' },
    },
    picked: {
      meta: meta('warehouse', ['ピッキング済み', 'Picked'], ['梱包待ち', 'To be packed.']),
      on: { ShipmentPacked: 'packed', ShipmentCancelled: 'cancelled' },
    },
    packed: {
      meta: meta('warehouse', ['梱包済み', 'Packed'], ['ラベル貼付待ち', 'To be labelled.']),
      on: { ShipmentLabelled: 'labelled', ShipmentCancelled: 'cancelled' },
    },
    labelled: {
      meta: meta('backOffice', ['ラベル済み', 'Labelled'], ['配送業者の手配待ち', 'The carrier is to be booked.']),
      on: { CarrierBooked: 'carrierBooked', ShipmentCancelled: 'cancelled' },
    },
    carrierBooked: {
      meta: meta('warehouse', ['配送手配済み', 'Carrier booked'], ['引き渡し待ち', 'To be handed to the carrier.']),
      on: { ShipmentDispatched: 'dispatched', ShipmentCancelled: 'cancelled' },
    },
    dispatched: {
      meta: meta(
        'carrier',
        ['発送済み', 'Dispatched'],
        ['配送業者に引き渡した', 'Handed to the carrier; not scanned yet.'],
      ),
      on: {
        ShipmentTracked: 'inTransit',
        ShipmentDelivered: 'delivered',
        DeliveryFailed: 'deliveryFailed',
        ShipmentReturnedToSender: 'returnedToSender',
      },
    },
    inTransit: {
      meta: meta('carrier', ['配送中', 'In transit'], ['配送業者が運んでいる', 'On its way.']),
      on: {
        ShipmentTracked: recorded,
        ShipmentDelivered: 'delivered',
        DeliveryFailed: 'deliveryFailed',
        ShipmentReturnedToSender: 'returnedToSender',
      },
    },
    deliveryFailed: {
      meta: meta(
        'backOffice',
        ['配達未完了', 'Delivery failed'],
        ['持ち戻り。再配達か返送を決める', 'Arrange a redelivery, or take it back.'],
      ),
      on: {
        ShipmentTracked: recorded,
        DeliveryFailed: recorded,
        ShipmentDelivered: 'delivered',
        RedeliveryArranged: 'inTransit',
        ShipmentReturnedToSender: 'returnedToSender',
      },
    },
    delivered: {
      meta: meta('customer', ['配達完了', 'Delivered'], ['お客様の検収待ち', "The customer's acceptance is awaited."]),
      on: { DeliveryAccepted: recorded, DeliveryRefused: recorded },
      always: { guard: 'everyUnitAnswered', target: 'answered' },
    },
    answered: {
      meta: meta(
        'nobody',
        ['検収回答済み', 'Answered'],
        ['全数の検収回答があった', 'Every unit was accepted or refused.'],
      ),
      type: 'final',
    },
    returnedToSender: {
      meta: meta('nobody', ['返送済み', 'Returned to sender'], ['荷物が戻ってきた', 'The goods came back to us.']),
      type: 'final',
    },
    cancelled: {
      meta: meta('nobody', ['出荷取消', 'Cancelled'], ['発送前に取り消した', 'Taken back before dispatch.']),
      type: 'final',
    },
  },
});
