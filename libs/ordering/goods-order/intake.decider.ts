import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import { initialGoodsOrderData } from '#state-machines/goods-order/goods-order.data';
import type { GoodsOrderFact } from '#state-machines/goods-order/goods-order.events';
import { firstClaims } from './stock-claims.policies.ts';
import { notAfterNow, notBeforeToday } from '../dates.policies.ts';
import { asReceived } from '../order/new-order.policies.ts';
import type {
  ConfirmOrder,
  PreparedReceiveOrder,
  RecordClarification,
  RequestClarification,
} from './intake.commands.ts';
import type { GoodsOrderState } from './goods-order.state.ts';
import { refusalOfLines, refusalOfTotal } from './order-content.policies.ts';

export const receiveOrder = (order: PreparedReceiveOrder, context: DecisionContext): Decision<GoodsOrderFact> => {
  const { charges, ...received } = asReceived(order, context);
  const fact: GoodsOrderFact = {
    type: 'OrderReceived',
    data: { ...received, charges: (charges ?? []).map(({ kind, amount, taxClass }) => ({ kind, amount, taxClass })) },
  };
  return (
    notAfterNow('receivedAt', received.receivedAt, context) ??
    refusalOfLines(order.lines, [], 'lines') ??
    refusalOfTotal(initialGoodsOrderData, fact) ?? [fact]
  );
};

export const requestClarification = (
  { about, question, askedVia, answerDue }: Plain<RequestClarification>,
  context: DecisionContext,
): Decision<GoodsOrderFact> =>
  notBeforeToday('answerDue', answerDue, context) ?? [
    {
      type: 'ClarificationRequested',
      data: { clarificationId: context.commandId, about, question, askedVia, answerDue },
    },
  ];

export const recordClarification = (
  { answer, answeredVia }: Plain<RecordClarification>,
  { data }: GoodsOrderState,
): Decision<GoodsOrderFact> => [
  {
    type: 'ClarificationReceived',
    data: { clarificationId: data.openClarification?.clarificationId ?? '', answer, answeredVia },
  },
];

export const confirmOrder = (
  { confirmedVia }: Plain<ConfirmOrder>,
  { data }: GoodsOrderState,
): Decision<GoodsOrderFact> => [
  { type: 'OrderConfirmed', data: { claims: firstClaims(data.lines), ...(confirmedVia ? { confirmedVia } : {}) } },
];
