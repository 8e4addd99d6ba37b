import { setup } from 'xstate';
import { noInquiryIsOpen, nothingIsHeld, wasReceived } from '../order/order.data.ts';
import { paymentStateOf, type PaymentState } from './payment.data.ts';
import { stageOf, type Stage } from './stage.data.ts';
import type { GoodsOrderData } from './goods-order.data.ts';
import type { GoodsOrderFact } from './goods-order.events.ts';

/** Eleven guards ask in turn for the stage of the same data: it is worked out once. */
const stages = new WeakMap<GoodsOrderData, Stage>();

const rememberedStageOf = (data: GoodsOrderData): Stage => {
  const stage = stages.get(data) ?? stageOf(data);
  stages.set(data, stage);
  return stage;
};

const atStage =
  (stage: Stage) =>
  ({ context }: { context: GoodsOrderData }) =>
    rememberedStageOf(context) === stage;

const isPaid =
  (state: PaymentState) =>
  ({ context }: { context: GoodsOrderData }) =>
    paymentStateOf(context) === state;

/** What the regions of the goods order's chart are made with: its facts, its data, and its guards by name. */
export const goodsOrderSetup = setup({
  types: { context: {} as GoodsOrderData, events: {} as GoodsOrderFact },
  guards: {
    orderWasReceived: ({ context }) => wasReceived(context),
    someUnitIsUnpromised: atStage('awaitingStock'),
    someBackorderHasNoDate: atStage('dateToPropose'),
    someDateIsUnanswered: atStage('dateToAgree'),
    everyUnitIsPromised: atStage('promised'),
    someUnitAwaitsPreparation: atStage('registered'),
    someUnitIsInPreparation: atStage('preparing'),
    someUnitIsUnderway: atStage('shipping'),
    someRefusalIsUnsettled: atStage('refusalToSettle'),
    someDeliveryIsUnanswered: atStage('awaitingAcceptance'),
    everyUnitIsSettled: atStage('settled'),
    everyUnitIsCancelled: atStage('cancelled'),
    nothingIsDue: isPaid('notDue'),
    paymentIsDue: isPaid('due'),
    partIsPaid: isPaid('partlyPaid'),
    allIsPaid: isPaid('paid'),
    paymentIsOverdue: isPaid('overdue'),
    moreIsPaidThanOwed: isPaid('refundDue'),
    allIsRefunded: isPaid('refunded'),
    nothingIsHeld: ({ context }) => nothingIsHeld(context),
    noInquiryIsOpen: ({ context }) => noInquiryIsOpen(context),
  },
  actions: { recorded: () => undefined },
});
