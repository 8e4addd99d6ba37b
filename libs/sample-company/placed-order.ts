import type { Channel } from '#state-machines/vocabulary/contact';
import type { SampleCustomer } from './sample-customers.ts';
import type { SampleEngagement } from './sample-engagements.ts';
import type { SampleItem } from './sample-items.ts';

export interface PlacedLine {
  readonly lineId: string;
  readonly item: SampleItem;
  readonly quantity: number;
}

interface Placed {
  /** Counts from 1, over both kinds. */
  readonly number: number;
  /** The number as documents carry it, such as `2026-00042`. */
  readonly reference: string;
  readonly channel: Channel;
  readonly customer: SampleCustomer;
}

/** What a customer ordered of the things the company sells, and how it came in. */
export interface PlacedGoods extends Placed {
  readonly kind: 'goods';
  readonly lines: readonly PlacedLine[];
  /** Who brings it. */
  readonly carrier: string;
}

/** Work that a customer wishes for. */
export interface PlacedEngagement extends Placed {
  readonly kind: 'service';
  readonly engagement: SampleEngagement;
  /** Who answers for it at the company. */
  readonly owner: string;
}

export type PlacedOrder = PlacedGoods | PlacedEngagement;
