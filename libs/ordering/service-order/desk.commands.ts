import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { RecordContactPayload } from '../contact/contact.payloads.ts';
import {
  HoldOrderPayload,
  OpenInquiryPayload,
  RecordFeedbackPayload,
  ReleaseHoldPayload,
  ResolveInquiryPayload,
} from '../order/hold-and-care.payloads.ts';

/** 保留にする. */
export class HoldOrder extends HoldOrderPayload {}

/** 保留を解除する. */
export class ReleaseHold extends ReleaseHoldPayload {}

/** お客様との連絡を記録する. */
export class RecordContact extends RecordContactPayload {}

/** 問い合わせを受け付ける. */
export class OpenInquiry extends OpenInquiryPayload {}

/** 問い合わせに回答する. */
export class ResolveInquiry extends ResolveInquiryPayload {}

/** お客様の評価を記録する. */
export class RecordFeedback extends RecordFeedbackPayload {}

/** The payload classes of the commands that every order takes, by type. */
export const deskPayloads = {
  HoldOrder,
  ReleaseHold,
  RecordContact,
  OpenInquiry,
  ResolveInquiry,
  RecordFeedback,
} as const;

export type DeskCommand = CommandsOf<typeof deskPayloads>;
