import type { Clock } from '#libs/kernel/clock';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { Refusal } from '#libs/kernel/decider';
import type { EventStore } from '#libs/kernel/event-store';
import { calendarOf, unknownMember } from '#libs/ordering/desk/desk.decider';
import { SUPPORT_CASE_SERIES } from '#libs/ordering/number-series/order-number';
import type {
  AmendCase,
  CaseOrderPayload,
  OpenCase,
  OpenCaseOfInquiry,
  ReopenCase,
  TakeCase,
} from '#libs/ordering/support-case/support-case.commands';
import { supportCaseStream } from '#libs/ordering/support-case/support-case.stream';
import type { CaseOrder } from '#state-machines/support-case/support-case.events';
import { loadDesk } from './load-desk.ts';
import { linkedOrder, orderFinder, unknownOrder } from './linked-order.ts';
import { createNumbering } from './number-new-order.ts';
import { exceptRepeats, type Preparations } from './preparation.ts';

export interface SupportCasePreparationOptions {
  readonly loop: Pick<CommandLoop, 'load' | 'execute'>;
  readonly store: Pick<EventStore, 'findCommand'>;
  readonly clock: Clock;
}

/** How support cases get their numbers, and what the orders and the desk say that they depend on. */
export const supportCasePreparations = ({ loop, store, clock }: SupportCasePreparationOptions): Preparations => {
  const findOrder = orderFinder(loop);
  const numberNewCase = createNumbering(supportCaseStream, SUPPORT_CASE_SERIES, { loop, clock });
  const calendar = async () => calendarOf(await loadDesk(loop));

  const linkOf = async (
    order: Plain<CaseOrderPayload> | undefined,
    customerId: string,
  ): Promise<{ readonly order?: CaseOrder } | Refusal> => {
    if (!order) return {};
    const linked = linkedOrder(order, await findOrder(order.orderId), customerId);
    return 'refused' in linked ? linked : { order: linked };
  };

  return exceptRepeats(store, supportCaseStream.category, {
    async OpenCase(id, command, context) {
      const { order, ...given } = command.data as Plain<OpenCase>;
      const link = await linkOf(order, given.customerId);
      if ('refused' in link) return link;
      const data = { ...given, ...link, calendar: await calendar() };
      return numberNewCase((caseNumber) => ({ type: 'OpenCase', data: { ...data, caseNumber } }), { id, context });
    },

    async OpenCaseOfInquiry(id, command, context) {
      if (await loop.load(supportCaseStream, id)) return command;
      const inquiry = command.data as Plain<OpenCaseOfInquiry>;
      const order = await findOrder(inquiry.orderId, inquiry.orderKind);
      if (!order) return unknownOrder(inquiry.orderId, 'orderId');
      const { customerId, orderNumber } = order;
      const data = { ...inquiry, customerId, orderNumber, calendar: await calendar() };
      return numberNewCase((caseNumber) => ({ type: 'OpenCaseOfInquiry', data: { ...data, caseNumber } }), {
        id,
        context,
        receivedAt: inquiry.openedAt,
      });
    },

    async AmendCase(id, command) {
      const { order, ...given } = command.data as Plain<AmendCase>;
      const present = await loop.load(supportCaseStream, id);
      if (!present) return command;
      const link = await linkOf(order, present.state.data.customerId);
      if ('refused' in link) return link;
      return { type: command.type, data: { ...given, ...link, calendar: await calendar() } };
    },

    async TakeCase(_id, command) {
      const { assignee } = command.data as Plain<TakeCase>;
      return unknownMember(assignee, 'assignee', await loadDesk(loop)) ?? command;
    },

    async ReopenCase(_id, command) {
      return { type: command.type, data: { ...(command.data as Plain<ReopenCase>), calendar: await calendar() } };
    },
  });
};
