import type { Plain } from '#libs/kernel/command-catalogue';
import type { Decision, DecisionContext } from '#libs/kernel/decider';
import type { CompanyCalendar } from '#state-machines/desk/desk.events';
import { isResolved, wasOpened, type SupportCaseData } from '#state-machines/support-case/support-case.data';
import type {
  CaseOrder,
  CaseTargets,
  SupportCaseFact,
  SupportCaseFactOf,
} from '#state-machines/support-case/support-case.events';
import { inUtc, type Instant } from '#state-machines/vocabulary/dates';
import { recordContact } from '../contact/contact.policies.ts';
import { notBeforeToday } from '../dates.policies.ts';
import { ruleRefusal } from '../refusal.ts';
import { caseTargets, firstAnswerDue, resolutionDue, type CaseMatter } from './case-targets.policies.ts';
import { supportCaseAvailability } from './support-case.availability.ts';
import type {
  PreparedAmendCase,
  PreparedOpenCase,
  PreparedOpenCaseOfInquiry,
  PreparedReopenCase,
  RequestInformation,
  SupportCaseCommand,
} from './support-case.commands.ts';
import type { SupportCaseState } from './support-case.state.ts';

/** What stands for the words of an answer that is in the order's log. */
const ANSWERED_ON_THE_ORDER = '受注の問い合わせとして回答しました / answered on the order itself';

/** Which facts a command leads to, or why it is refused. */
export const decideSupportCase = (
  command: SupportCaseCommand,
  state: SupportCaseState,
  context: DecisionContext,
): Decision<SupportCaseFact> =>
  supportCaseAvailability[command.type](state) ?? decideAvailable(command, state.data, context, state.value);

const decideAvailable = (
  command: SupportCaseCommand,
  data: SupportCaseData,
  context: DecisionContext,
  place: SupportCaseState['value'],
): Decision<SupportCaseFact> => {
  switch (command.type) {
    case 'OpenCase':
      return openCase(command.data, context);
    case 'OpenCaseOfInquiry':
      return wasOpened(data) ? [] : openCaseOfInquiry(command.data);
    case 'AmendCase':
      return amendCase(command.data, data);
    case 'TakeCase': {
      const { assignee } = command.data;
      return data.assignee === assignee ? [] : [{ type: 'CaseTaken', data: { assignee } }];
    }
    case 'AnswerCase': {
      const { answer, answeredVia } = command.data;
      return [{ type: 'CaseAnswered', data: { answer, answeredVia } }];
    }
    case 'RequestInformation':
      return requestInformation(command.data, context);
    case 'RecordInformation': {
      const { answer, answeredVia } = command.data;
      return [{ type: 'InformationReceived', data: { answer, answeredVia } }];
    }
    case 'RecordContact':
      return recordContact(command.data, context);
    case 'ResolveCase': {
      const { outcome, resolution, answeredVia } = command.data;
      return [{ type: 'CaseResolved', data: { outcome, resolution, ...(answeredVia ? { answeredVia } : {}) } }];
    }
    case 'SettleCase':
      return isResolved(data)
        ? []
        : [{ type: 'CaseResolved', data: { outcome: 'answered', resolution: ANSWERED_ON_THE_ORDER } }];
    case 'CloseCase':
      return place === 'closed' ? [] : [{ type: 'CaseClosed', data: {} }];
    case 'ReopenCase':
      return reopenCase(command.data, data, context);
  }
};

const openCase = (
  { calendar, description, order, priority = 'normal', ...given }: PreparedOpenCase,
  { now }: DecisionContext,
): Decision<SupportCaseFact> => {
  const { caseNumber, customerId, category, openedVia, title } = given;
  const openedAt = inUtc(now);
  const matter = { category, priority };
  return [
    {
      type: 'CaseOpened',
      data: {
        caseNumber,
        ...matter,
        customerId,
        openedVia,
        openedAt,
        ...caseTargets(matter, openedAt, calendar),
        ...(order ? { order } : {}),
        title,
        ...(description === undefined ? {} : { description }),
      },
    },
  ];
};

/** An inquiry is a question of usual urgency, until somebody who has read it says something else. */
const openCaseOfInquiry = ({
  calendar,
  caseNumber,
  customerId,
  orderId,
  orderKind,
  orderNumber,
  inquiryId,
  askedVia,
  openedAt: askedAt,
}: PreparedOpenCaseOfInquiry): Decision<SupportCaseFact> => {
  const openedAt = inUtc(askedAt);
  const matter = { category: 'question', priority: 'normal' } as const;
  return [
    {
      type: 'CaseOpened',
      data: {
        caseNumber,
        ...matter,
        customerId,
        openedVia: askedVia,
        openedAt,
        ...caseTargets(matter, openedAt, calendar),
        order: { orderId, orderKind, orderNumber },
        inquiryId,
      },
    },
  ];
};

const requestInformation = (
  { question, askedVia, answerDue }: Plain<RequestInformation>,
  context: DecisionContext,
): Decision<SupportCaseFact> =>
  notBeforeToday('answerDue', answerDue, context) ?? [
    { type: 'InformationRequested', data: { question, askedVia, answerDue } },
  ];

const isSameOrder = (one: CaseOrder, other: CaseOrder | null): boolean =>
  one.orderId === other?.orderId && one.lineId === other.lineId && one.shipmentId === other.shipmentId;

/** Until when the customer is to hear something and to be helped; what the customer has heard is judged by what was promised then. */
const targetsAmended = (
  matter: CaseMatter,
  { openedAt, resolutionFrom, firstAnswered }: SupportCaseData,
  calendar: CompanyCalendar,
): Partial<CaseTargets> => ({
  ...(firstAnswered ? {} : { firstAnswerDue: firstAnswerDue(matter, openedAt, calendar) }),
  resolutionDue: resolutionDue(matter, resolutionFrom, calendar),
});

/** What was sealed before cannot be compared: a title or a description that is given is news. */
const amendCase = (amendment: PreparedAmendCase, data: SupportCaseData): Decision<SupportCaseFact> => {
  const { calendar, category, priority, order, title, description } = amendment;
  if ([category, priority, order, title, description].every((content) => content === undefined))
    return ruleRefusal(
      'nothing-to-amend',
      'category',
      '変更する内容がありません。分類・優先度・件名・内容・対象の受注のいずれかを指定してください。',
      'Nothing is to be amended: give a category, a priority, a title, a description or an order.',
    );
  if (order && data.inquiryId !== null && order.orderId !== data.order?.orderId)
    return ruleRefusal(
      'inquiry-of-another-order',
      'order.orderId',
      `この案件は受注 ${data.order?.orderNumber ?? ''} の問い合わせです。別の受注については新しい案件を受け付けてください。`,
      `This case is an inquiry of order ${data.order?.orderNumber ?? ''}; open another case about another order.`,
    );
  const matter = { category: category ?? data.category, priority: priority ?? data.priority };
  const isOther = matter.category !== data.category || matter.priority !== data.priority;
  const news: SupportCaseFactOf<'CaseAmended'>['data'] = {
    ...(matter.category === data.category ? {} : { category: matter.category }),
    ...(matter.priority === data.priority ? {} : { priority: matter.priority }),
    ...(isOther ? targetsAmended(matter, data, calendar) : {}),
    ...(order && !isSameOrder(order, data.order) ? { order } : {}),
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  return Object.keys(news).length === 0 ? [] : [{ type: 'CaseAmended', data: news }];
};

const laterOf = (one: Instant, other: Instant): Instant => (one > other ? one : other);

/** The time to resolve it begins anew. */
const reopenCase = (
  { reason, calendar }: PreparedReopenCase,
  data: SupportCaseData,
  { now }: DecisionContext,
): Decision<SupportCaseFact> => {
  const reopenedAt = laterOf(inUtc(now), data.openedAt);
  return [
    { type: 'CaseReopened', data: { reason, reopenedAt, resolutionDue: resolutionDue(data, reopenedAt, calendar) } },
  ];
};
