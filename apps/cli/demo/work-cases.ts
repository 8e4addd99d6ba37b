import { dateOfDay } from '#libs/sample-company/business-days';
import type { AgendaDay, CaseAppointment, ErrandAppointment } from '#libs/sample-company/sample-agenda';
import { openCaseOf } from '#libs/sample-company/sample-cases';
import { customerId } from '#state-machines/customer/customer.id';
import type { DemoCommand, SendDemoCommand } from './demo-commands.ts';
import type { OpenOrders } from './work-orders.ts';

/** Who takes cases down. */
const RECEPTION = 'tanaka';

const dayOf = (day: number) => ({
  today: dateOfDay(day),
  inDays: (workingDays: number) => dateOfDay(day + workingDays),
});

/** Support cases and errands of the sample company. One after the other, so that cases get the same numbers in every run. */
export const caseWork = (send: SendDemoCommand, orders: Pick<OpenOrders, 'idOf'>) => {
  const ids = new Map<number, string>();

  const keepCase = async ({ supportCase, place, step, day, at }: CaseAppointment): Promise<void> => {
    const { number, order, topic, assignee } = supportCase;
    const occasion = `case ${String(number)}/${String(place)}`;
    const toCase = { collection: 'support-cases', occasion, at };
    if (step) {
      const data = step.data({ ...dayOf(day), topic, assignee });
      await send({ ...toCase, type: step.type, streamId: ids.get(number), data, clerk: assignee });
      return;
    }
    const data = openCaseOf(supportCase, order && orders.idOf(order.number));
    ids.set(number, (await send({ ...toCase, type: 'OpenCase', data, clerk: RECEPTION })).id);
  };

  const runErrand = async ({ errand, place, step, day, at }: ErrandAppointment): Promise<void> => {
    if (!step) return;
    const { number, customer, clerk } = errand;
    const { collection, type } = step;
    const command: DemoCommand = {
      collection,
      type,
      data: step.data({ ...dayOf(day), customer, clerk }),
      occasion: `errand ${String(number)}/${String(place)}`,
      at,
      clerk,
    };
    await send(collection === 'customers' ? { ...command, streamId: customerId(customer.id) } : command);
  };

  return {
    async workThrough({ cases, errands }: Pick<AgendaDay, 'cases' | 'errands'>): Promise<void> {
      for (const appointment of cases.flat()) await keepCase(appointment);
      for (const appointment of errands.flat()) await runErrand(appointment);
    },
  };
};
