import { describe, expect, it } from '@jest/globals';
import { describeChart } from '#libs/kernel/charts/chart-description';
import { isRefusal, type Command } from '#libs/kernel/decider';
import { usualCalendar } from '#libs/ordering/desk/business-calendar';
import type { SupportCaseCommand } from '#libs/ordering/support-case/support-case.commands';
import type { SupportCaseState } from '#libs/ordering/support-case/support-case.state';
import { supportCaseStream } from '#libs/ordering/support-case/support-case.stream';
import { caseCategories } from '#state-machines/support-case/support-case.events';
import { supportCaseMachine } from '#state-machines/support-case/support-case.machine';
import { dateOfDay } from './business-days.ts';
import { caseJourneys } from './case-journeys.ts';
import { caseAppointmentsOf } from './sample-agenda.ts';
import { openCaseOf, sampleCases, type SampleCase } from './sample-cases.ts';
import { membersOf } from './sample-desk.ts';
import { LAST_DAY, sampleOrders } from './sample-orders.ts';

const orders = sampleOrders('spec', 500);
const cases = sampleCases('spec', orders);

/** The state after a command; throws where it is refused or changes nothing. */
const after = (state: SupportCaseState, command: SupportCaseCommand, now: string): SupportCaseState => {
  const { decider } = supportCaseStream;
  const decision = decider.decide(command, state, { now, id: 'case', commandId: `${now}/${command.type}` });
  if (isRefusal(decision)) throw new Error(`${command.type}: ${decision.message.en}`);
  if (decision.length === 0) throw new Error(`${command.type} changes nothing`);
  return decision.reduce((folded, fact) => decider.evolve(folded, fact), state);
};

const endOf = (supportCase: SampleCase): SupportCaseState =>
  caseAppointmentsOf(supportCase).reduce((state, { step, day, at }) => {
    const { topic, assignee } = supportCase;
    const inDays = (days: number) => dateOfDay(day + days);
    const data = step
      ? step.data({ topic, assignee, today: inDays(0), inDays })
      : { ...openCaseOf(supportCase, undefined), caseNumber: 'SC-1' };
    const command: Command = { type: step?.type ?? 'OpenCase', data: { ...data, calendar: usualCalendar } };
    return after(state, command as SupportCaseCommand, at);
  }, supportCaseStream.decider.initial);

describe('the support cases of the sample company', () => {
  it.each(caseJourneys.map(({ name }) => name))('%s ends where it says', (name) => {
    const own = cases.filter(({ journey }) => journey.name === name);
    for (const { value, data } of own.map(endOf))
      expect({ state: value, reopened: data.reopened }).toEqual(own[0]?.journey.endsIn);
  });

  it('end in every state in which a case can rest', () => {
    const [region] = describeChart(supportCaseMachine).regions;
    const resting = region?.states.map(({ path }) => path).filter((path) => path !== 'unopened');
    expect(new Set(caseJourneys.map(({ endsIn }) => endsIn.state))).toEqual(new Set(resting));
  });

  it('have names of their own', () => {
    expect(new Set(caseJourneys.map(({ name }) => name)).size).toBe(caseJourneys.length);
  });

  it('are of every category, however few orders there are', () => {
    const few = sampleCases('spec', orders.slice(0, 3));
    expect(few.map(({ journey }) => journey)).toEqual(caseJourneys);
    expect(new Set(few.map(({ category }) => category))).toEqual(new Set(caseCategories));
  });

  it('are about orders of the same customer that came in on an earlier day', () => {
    const about = cases.filter(({ order }) => order !== undefined);
    expect(about.length).toBeGreaterThan(0);
    for (const { customer, order, receivedOnDay } of about) {
      expect(order?.customer).toBe(customer);
      expect(order?.receivedOnDay).toBeLessThan(receivedOnDay);
    }
  });

  it('are worked on by the members of one team, within the quarter', () => {
    const support = membersOf('support').map(({ memberId }) => memberId);
    expect(new Set(cases.map(({ assignee }) => assignee))).toEqual(new Set(support));
    for (const { day } of cases.flatMap(caseAppointmentsOf)) expect(day).toBeLessThanOrEqual(LAST_DAY);
  });
});
