import { v5 } from 'uuid';
import { canonicalJson } from '#libs/kernel/log/canonical-json';
import type { CaseOrder } from '#state-machines/support-case/support-case.events';

// The namespace below, and what is hashed under it, are a storage format: never edit them.
const CASE_OF_INQUIRY = '7d1f0c52-9a4e-5c1b-8f60-3b6a1de4c001';

/** Id of the case that an inquiry of an order becomes: the same however often it is asked for. */
export const caseIdOfInquiry = (
  { orderKind, orderId }: Pick<CaseOrder, 'orderKind' | 'orderId'>,
  inquiryId: string,
): string => v5(canonicalJson([orderKind, orderId, inquiryId]), CASE_OF_INQUIRY);
