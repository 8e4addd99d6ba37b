import type {
  ClarificationSubject,
  GoodsOrderFactOf,
  LineQuantity,
  Withdrawal,
} from '#state-machines/goods-order/goods-order.events';
import type { HoldReason } from '#state-machines/order/order.events';

/** What is unfinished about one line: units that wait, and the dates talked about. */
type LineMatters = {
  readonly backordered: number;
  /** Units that the customer refused and nobody has decided about. */
  readonly refused: number;
  readonly proposedDate: string | null;
  readonly agreedDate: string | null;
};

/** What the reducer must remember of an order to say what blocks it; codes, ids, quantities and dates only. */
export type OpenMatters = {
  readonly holds: readonly HoldReason[];
  readonly clarification: {
    readonly clarificationId: string;
    readonly about: ClarificationSubject;
    readonly answerDue: string;
  } | null;
  /** What was held for the order was given up, and nobody has asked the stock again. */
  readonly reservationLapsed: boolean;
  readonly lines: Readonly<Record<string, LineMatters>>;
};

export const nothingOpen: OpenMatters = {
  holds: [],
  clarification: null,
  reservationLapsed: false,
  lines: {},
};

const untouchedLine: LineMatters = { backordered: 0, refused: 0, proposedDate: null, agreedDate: null };

const withLine = (
  matters: OpenMatters,
  lineId: string,
  change: (line: LineMatters) => Partial<LineMatters>,
): OpenMatters => {
  const line = matters.lines[lineId] ?? untouchedLine;
  return { ...matters, lines: { ...matters.lines, [lineId]: { ...line, ...change(line) } } };
};

const withLines = (
  matters: OpenMatters,
  lineIds: readonly string[],
  change: (line: LineMatters) => Partial<LineMatters>,
): OpenMatters => lineIds.reduce((next, lineId) => withLine(next, lineId, change), matters);

export const held = (matters: OpenMatters, reason: HoldReason): OpenMatters => ({
  ...matters,
  holds: [...matters.holds.filter((known) => known !== reason), reason],
});

export const released = (matters: OpenMatters, reason: HoldReason): OpenMatters => ({
  ...matters,
  holds: matters.holds.filter((known) => known !== reason),
});

export const asked = (
  matters: OpenMatters,
  { clarificationId, about, answerDue }: GoodsOrderFactOf<'ClarificationRequested'>['data'],
): OpenMatters => ({ ...matters, clarification: { clarificationId, about, answerDue } });

export const answered = (matters: OpenMatters): OpenMatters => ({ ...matters, clarification: null });

/** More units wait, so a date agreed for fewer no longer holds. */
export const backordered = (matters: OpenMatters, { lineId, quantity }: LineQuantity): OpenMatters =>
  withLine(matters, lineId, (line) => ({ backordered: line.backordered + quantity, agreedDate: null }));

/** A date that was proposed for units which no longer wait is a question that nobody has to answer. */
const waiting = (backordered: number) => (backordered === 0 ? { backordered, proposedDate: null } : { backordered });

export const arrived = (matters: OpenMatters, { lineId, quantity }: LineQuantity): OpenMatters =>
  withLine(matters, lineId, (line) => waiting(line.backordered - quantity));

export const withdrawn = (matters: OpenMatters, withdrawals: readonly Withdrawal[]): OpenMatters =>
  withdrawals
    .filter(({ backordered: units }) => units > 0)
    .reduce(
      (next, { lineId, backordered: units }) => withLine(next, lineId, (line) => waiting(line.backordered - units)),
      matters,
    );

export const lapsed = (matters: OpenMatters, withdrawals: readonly Withdrawal[]): OpenMatters => ({
  ...withdrawn(matters, withdrawals),
  reservationLapsed: true,
});

export const askedForStock = (matters: OpenMatters): OpenMatters => ({ ...matters, reservationLapsed: false });

export const dateProposed = (matters: OpenMatters, lineIds: readonly string[], proposedDate: string): OpenMatters =>
  withLines(matters, lineIds, () => ({ proposedDate }));

export const dateAgreed = (matters: OpenMatters, lineIds: readonly string[], agreedDate: string): OpenMatters =>
  withLines(matters, lineIds, () => ({ proposedDate: null, agreedDate }));

export const dateDeclined = (matters: OpenMatters, lineIds: readonly string[]): OpenMatters =>
  withLines(matters, lineIds, () => ({ proposedDate: null }));

export const refused = (matters: OpenMatters, quantities: readonly LineQuantity[]): OpenMatters =>
  quantities.reduce(
    (next, { lineId, quantity }) => withLine(next, lineId, (line) => ({ refused: line.refused + quantity })),
    matters,
  );

export const refusalSettled = (matters: OpenMatters, quantities: readonly LineQuantity[]): OpenMatters =>
  refused(
    matters,
    quantities.map(({ lineId, quantity }) => ({ lineId, quantity: -quantity })),
  );
