import type {
  ClarificationSubject,
  GoodsOrderFactOf,
  LineQuantity,
  Withdrawal,
} from '#state-machines/goods-order/goods-order.events';
import type { HoldReason } from '#state-machines/order/order.events';
import type { Correspondence } from '#state-machines/vocabulary/correspondence';

/** What is unfinished about one line: units that wait, and the dates talked about. */
type LineMatters = {
  readonly backordered: number;
  /** Units that the customer refused and nobody has decided about. */
  readonly refused: number;
  readonly proposedDate: string | null;
  readonly agreedDate: string | null;
};

/** What the reducer must remember of a goods order to say what blocks it and who owes an answer; codes, ids, quantities and dates only. */
export type GoodsMatters = {
  readonly holds: readonly HoldReason[];
  /** Null before the first contact. */
  readonly contacts: Correspondence | null;
  readonly clarification: {
    readonly clarificationId: string;
    readonly about: ClarificationSubject;
    readonly answerDue: string;
  } | null;
  /** What was held for the order was given up, and nobody has asked the stock again. */
  readonly reservationLapsed: boolean;
  readonly lines: Readonly<Record<string, LineMatters>>;
};

export const noGoodsMatters: GoodsMatters = {
  holds: [],
  contacts: null,
  clarification: null,
  reservationLapsed: false,
  lines: {},
};

const untouchedLine: LineMatters = { backordered: 0, refused: 0, proposedDate: null, agreedDate: null };

const withLine = (
  matters: GoodsMatters,
  lineId: string,
  change: (line: LineMatters) => Partial<LineMatters>,
): GoodsMatters => {
  const line = matters.lines[lineId] ?? untouchedLine;
  return { ...matters, lines: { ...matters.lines, [lineId]: { ...line, ...change(line) } } };
};

const withLines = (
  matters: GoodsMatters,
  lineIds: readonly string[],
  change: (line: LineMatters) => Partial<LineMatters>,
): GoodsMatters => lineIds.reduce((next, lineId) => withLine(next, lineId, change), matters);

export const asked = (
  matters: GoodsMatters,
  { clarificationId, about, answerDue }: GoodsOrderFactOf<'ClarificationRequested'>['data'],
): GoodsMatters => ({ ...matters, clarification: { clarificationId, about, answerDue } });

export const answered = (matters: GoodsMatters): GoodsMatters => ({ ...matters, clarification: null });

/** More units wait, so a date agreed for fewer no longer holds. */
export const backordered = (matters: GoodsMatters, { lineId, quantity }: LineQuantity): GoodsMatters =>
  withLine(matters, lineId, (line) => ({ backordered: line.backordered + quantity, agreedDate: null }));

/** A date that was proposed for units which no longer wait is a question that nobody has to answer. */
const waiting = (backordered: number) => (backordered === 0 ? { backordered, proposedDate: null } : { backordered });

export const arrived = (matters: GoodsMatters, { lineId, quantity }: LineQuantity): GoodsMatters =>
  withLine(matters, lineId, (line) => waiting(line.backordered - quantity));

export const withdrawn = (matters: GoodsMatters, withdrawals: readonly Withdrawal[]): GoodsMatters =>
  withdrawals
    .filter(({ backordered: units }) => units > 0)
    .reduce(
      (next, { lineId, backordered: units }) => withLine(next, lineId, (line) => waiting(line.backordered - units)),
      matters,
    );

export const lapsed = (matters: GoodsMatters, withdrawals: readonly Withdrawal[]): GoodsMatters => ({
  ...withdrawn(matters, withdrawals),
  reservationLapsed: true,
});

export const askedForStock = (matters: GoodsMatters): GoodsMatters => ({ ...matters, reservationLapsed: false });

export const dateProposed = (matters: GoodsMatters, lineIds: readonly string[], proposedDate: string): GoodsMatters =>
  withLines(matters, lineIds, () => ({ proposedDate }));

export const dateAgreed = (matters: GoodsMatters, lineIds: readonly string[], agreedDate: string): GoodsMatters =>
  withLines(matters, lineIds, () => ({ proposedDate: null, agreedDate }));

export const dateDeclined = (matters: GoodsMatters, lineIds: readonly string[]): GoodsMatters =>
  withLines(matters, lineIds, () => ({ proposedDate: null }));

export const refused = (matters: GoodsMatters, quantities: readonly LineQuantity[]): GoodsMatters =>
  quantities.reduce(
    (next, { lineId, quantity }) => withLine(next, lineId, (line) => ({ refused: line.refused + quantity })),
    matters,
  );

export const refusalSettled = (matters: GoodsMatters, quantities: readonly LineQuantity[]): GoodsMatters =>
  refused(
    matters,
    quantities.map(({ lineId, quantity }) => ({ lineId, quantity: -quantity })),
  );
