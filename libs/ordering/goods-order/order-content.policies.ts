import type { Refusal } from '#libs/kernel/decider';
import { reduceGoodsOrder, type GoodsOrderData } from '#state-machines/goods-order/goods-order.data';
import type { GoodsOrderFact, OrderLine } from '#state-machines/goods-order/goods-order.events';
import { ruleRefusal } from '../refusal.ts';

/** Refuses new lines of which two share an id with each other or with an existing one, or which replace a line that is not there. */
export const refusalOfLines = (
  lines: readonly OrderLine[],
  existing: readonly string[],
  field: string,
): Refusal | undefined => {
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
  return undefined;
};

/** Refuses a fact after which the order's total would leave the integers that are exact. */
export const refusalOfTotal = (data: GoodsOrderData, fact: GoodsOrderFact): Refusal | undefined => {
  try {
    reduceGoodsOrder(data, fact);
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return ruleRefusal(
      'total-too-large',
      'lines',
      '合計金額が大きすぎます。数量と単価を確かめてください。',
      'The total of the order is too large; check quantities and prices.',
    );
  }
};
