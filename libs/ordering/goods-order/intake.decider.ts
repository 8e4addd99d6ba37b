import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext, Refusal } from '#libs/kernel/decider';
import type { GoodsOrderFact, OrderLine } from '#state-machines/goods-order/goods-order.events';
import { orderAmounts } from '#state-machines/vocabulary/money';
import { dateInTokyo, inUtc } from '#state-machines/vocabulary/dates';
import { ruleRefusal } from '../refusal.ts';
import { firstClaims } from './stock-claims.policies.ts';
import { notAfterNow, notBeforeToday } from './dates.policies.ts';
import type {
  ConfirmOrder,
  PreparedReceiveOrder,
  RecordClarification,
  RequestClarification,
} from './intake.commands.ts';
import type { GoodsOrderState } from './goods-order.state.ts';

/** The total leaves the integers that are exact. */
export const totalTooLarge = (field: string): Refusal =>
  ruleRefusal(
    'total-too-large',
    field,
    '合計金額が大きすぎます。数量と単価を確かめてください。',
    'The total of the order is too large; check quantities and prices.',
  );

/** Refused where two lines share an id, a replaced line is not there, or the total leaves what money can hold. */
export const refusalOfLines = (
  lines: readonly OrderLine[],
  existing: readonly string[],
  charges: PreparedReceiveOrder['charges'],
  field: string,
  date: string,
) => {
  const seen = new Set(existing);
  for (const [index, { lineId }] of lines.entries()) {
    if (seen.has(lineId))
      return ruleRefusal(
        'duplicate-line',
        `${field}[${index}].lineId`,
        `明細番号「${lineId}」が重複しています。`,
        `Line id "${lineId}" is used twice; give each line its own.`,
      );
    seen.add(lineId);
  }
  for (const [index, { replaces }] of lines.entries())
    if (replaces !== undefined && !existing.includes(replaces))
      return ruleRefusal(
        'unknown-line',
        `${field}[${index}].replaces`,
        `交換元の明細「${replaces}」がありません。`,
        `There is no line "${replaces}" to replace.`,
      );
  try {
    const charged = (charges ?? []).map(({ amount, taxClass }) => ({
      quantity: 1,
      unitPrice: amount,
      discountBasisPoints: 0,
      taxClass,
    }));
    orderAmounts([...lines, ...charged], date);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return totalTooLarge(field);
  }
  return undefined;
};

export const receiveOrder = (order: PreparedReceiveOrder, context: DecisionContext): Decision<GoodsOrderFact> => {
  const receivedAt = order.receivedAt === undefined ? context.now : inUtc(order.receivedAt);
  const future = notAfterNow('receivedAt', receivedAt, context);
  if (future) return future;
  const refusal = refusalOfLines(order.lines, [], order.charges, 'lines', dateInTokyo(receivedAt));
  if (refusal) return refusal;
  const { customer, lines, charges, currency, receivedAt: _given, ...rest } = order;
  return [
    {
      type: 'OrderReceived',
      data: {
        ...rest,
        customerId: customer.id,
        customerName: customer.name,
        ...(customer.contact ? { contact: customer.contact } : {}),
        receivedAt,
        currency: currency ?? 'JPY',
        lines,
        charges: (charges ?? []).map(({ kind, amount, taxClass }) => ({ kind, amount, taxClass })),
      },
    },
  ];
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
