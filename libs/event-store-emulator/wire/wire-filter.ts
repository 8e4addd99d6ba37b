import type { LogFilter } from '#libs/kernel/log/event-log';
import { invalidArgument } from './call-error.ts';

interface WireExpression {
  getRegex(): string;
  getPrefixList(): readonly string[];
}

/** The `FilterOptions` of reads or of persistent subscriptions: several classes with the same members. */
export interface WireFilter {
  getStreamIdentifier(): WireExpression | undefined;
  getEventType(): WireExpression | undefined;
  hasMax(): boolean;
  getMax(): number;
  getCheckpointintervalmultiplier(): number;
}

/** How many events are considered between two looks at the checkpoint, where the request does not say. */
const USUAL_WINDOW = 32;

const expressionOf = (text: string): RegExp => {
  try {
    // Without flags: patterns come from other languages, and escape what the stricter syntax refuses.
    return new RegExp(text);
  } catch {
    throw invalidArgument(`${JSON.stringify(text)} is not a regular expression`);
  }
};

/** Which events are wanted. Throws `CallError` where the filter names nothing. */
export const filterFrom = (wire: WireFilter): LogFilter => {
  const byType = wire.getEventType();
  const expression = byType ?? wire.getStreamIdentifier();
  if (expression === undefined) throw invalidArgument('a filter looks at stream names or at event types');
  const prefixes = expression.getPrefixList();
  const regex = expression.getRegex();
  if (prefixes.length === 0 && regex === '') throw invalidArgument('a filter needs prefixes or a regular expression');
  return {
    by: byType === undefined ? 'stream' : 'eventType',
    match: prefixes.length > 0 ? { prefixes } : { regex: expressionOf(regex) },
  };
};

/** After how many considered events, matching or not, a subscription says where it is. */
export const checkpointIntervalOf = (wire: WireFilter): number =>
  Math.max(1, wire.hasMax() ? wire.getMax() : USUAL_WINDOW) * Math.max(1, wire.getCheckpointintervalmultiplier());
