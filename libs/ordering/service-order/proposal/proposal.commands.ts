import type { CommandsOf } from '#libs/kernel/command-catalogue';
import { lossReasons, type LossReason, type ProposalContent } from '#state-machines/service-order/service-order.terms';
import { contactMedia, type ContactMedium } from '#state-machines/vocabulary/contact';
import { IsCalendarDate } from '../../validation/date-rules.ts';
import { IsWholeNumber } from '../../validation/number-rules.ts';
import { IsRecordOf } from '../../validation/object-rules.ts';
import { OptionalMembersOf, partly } from '../../validation/optional-members.ts';
import { IsLine, IsOneOf, IsText } from '../../validation/text-rules.ts';
import { Optional } from '../../validation/value-rule.ts';
import { SchedulePayload, WorkPayload } from '../terms/terms.payloads.ts';

/** More versions than anybody can propose. */
const MAX_VERSION = 10_000;

/** 提案書を作る: version 1. */
export class DraftProposal extends WorkPayload implements ProposalContent {
  @IsLine()
  readonly title!: string;

  @IsRecordOf(() => SchedulePayload)
  readonly schedule!: SchedulePayload;

  /** The last day on which it can be accepted, in Japan. */
  @IsCalendarDate()
  readonly validUntil!: string;
}

/** 提案書を改版する: the next version; what is left out stays as in the newest one. A list that is given replaces the whole list. */
@OptionalMembersOf(DraftProposal)
export class ReviseProposal extends partly(DraftProposal) {
  @Optional()
  @IsText()
  readonly reason?: string;
}

/** 提案書を提出する: the newest version. */
export class SubmitProposal {
  @Optional()
  @IsWholeNumber(1, MAX_VERSION)
  readonly version?: number;

  /** Today, where it is left out. */
  @Optional()
  @IsCalendarDate()
  readonly submittedOn?: string;

  @Optional()
  @IsOneOf(contactMedia)
  readonly submittedVia?: ContactMedium;
}

/** 提案の修正依頼を記録する: what the customer wants otherwise. */
export class RequestProposalRevision {
  @Optional()
  @IsWholeNumber(1, MAX_VERSION)
  readonly version?: number;

  @IsText()
  readonly request!: string;
}

/** 提案の合意を記録する: the version that the customer named. */
export class AcceptProposal {
  @IsWholeNumber(1, MAX_VERSION)
  readonly version!: number;

  /** Today, where it is left out. */
  @Optional()
  @IsCalendarDate()
  readonly acceptedOn?: string;

  @Optional()
  @IsLine()
  readonly acceptedBy?: string;
}

/** 提案の不採用を記録する. */
export class DeclineProposal {
  @Optional()
  @IsWholeNumber(1, MAX_VERSION)
  readonly version?: number;

  @IsOneOf(lossReasons)
  readonly reason!: LossReason;

  @Optional()
  @IsText()
  readonly note?: string;
}

/** 提案を期限切れにする: nobody has answered by the last day of its validity. */
export class ExpireProposal {
  @IsWholeNumber(1, MAX_VERSION)
  readonly version!: number;
}

/** The payload class of every command about the proposal, by type. */
export const proposalPayloads = {
  DraftProposal,
  ReviseProposal,
  SubmitProposal,
  RequestProposalRevision,
  AcceptProposal,
  DeclineProposal,
  ExpireProposal,
} as const;

/** A command about the proposal. */
export type ProposalCommand = CommandsOf<typeof proposalPayloads>;
