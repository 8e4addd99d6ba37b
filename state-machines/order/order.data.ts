import { requireThat } from '../vocabulary/requirements.ts';
import type { HoldReason, OrderDeskFact } from './order.events.ts';

/** What the desk has to see to on an order of either kind: holds, and inquiries by id. */
export interface OrderDeskData {
  readonly holds: readonly HoldReason[];
  readonly openInquiries: readonly string[];
  /** Every inquiry there ever was. */
  readonly inquiryIds: readonly string[];
}

export const initialOrderDeskData: OrderDeskData = { holds: [], openInquiries: [], inquiryIds: [] };

/** The data of an order after one of the facts that every order has; the same data where it changes nothing. Throws `RangeError` for a hold or an inquiry that cannot be. */
export const reduceOrderDesk = <Data extends OrderDeskData>(data: Data, fact: OrderDeskFact): Data => {
  switch (fact.type) {
    case 'OrderHeld':
      return data.holds.includes(fact.data.reason) ? data : { ...data, holds: [...data.holds, fact.data.reason] };
    case 'HoldReleased':
      requireThat(data.holds.includes(fact.data.reason), `it was not held for ${fact.data.reason}`);
      return { ...data, holds: data.holds.filter((reason) => reason !== fact.data.reason) };
    case 'InquiryOpened':
      requireThat(!data.inquiryIds.includes(fact.data.inquiryId), `there was inquiry ${fact.data.inquiryId} before`);
      return {
        ...data,
        openInquiries: [...data.openInquiries, fact.data.inquiryId],
        inquiryIds: [...data.inquiryIds, fact.data.inquiryId],
      };
    case 'InquiryResolved':
      requireThat(data.openInquiries.includes(fact.data.inquiryId), `inquiry ${fact.data.inquiryId} is not open`);
      return { ...data, openInquiries: data.openInquiries.filter((id) => id !== fact.data.inquiryId) };
    case 'CustomerContacted':
    case 'FeedbackReceived':
      return data;
  }
};

export const nothingIsHeld = ({ holds }: Pick<OrderDeskData, 'holds'>): boolean => holds.length === 0;

export const noInquiryIsOpen = ({ openInquiries }: Pick<OrderDeskData, 'openInquiries'>): boolean =>
  openInquiries.length === 0;

/** There is such an order: it has got its number. */
export const wasReceived = ({ orderNumber }: { readonly orderNumber: string | null }): boolean => orderNumber !== null;
