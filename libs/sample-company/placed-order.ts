import type { Channel } from '#state-machines/vocabulary/contact';
import type { SampleCustomer } from './sample-customers.ts';
import type { SampleItem } from './sample-items.ts';

export interface PlacedLine {
  readonly lineId: string;
  readonly item: SampleItem;
  readonly quantity: number;
}

/** What a customer ordered, and how it came in. */
export interface PlacedOrder {
  /** Counts from 1. */
  readonly number: number;
  /** The number as documents carry it, such as `2026-00042`. */
  readonly reference: string;
  readonly channel: Channel;
  readonly customer: SampleCustomer;
  readonly lines: readonly PlacedLine[];
  /** Who brings it. */
  readonly carrier: string;
}
