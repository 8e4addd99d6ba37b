import { describe, expect, it } from '@jest/globals';
import { chartFingerprint, describeChart, restingStatesOf } from '#libs/kernel/charts/chart-description';
import { CorruptStream, NewerProgram } from '#libs/kernel/decider';
import { regionOf, type SupportCaseFact } from '#state-machines/support-case/support-case.events';
import { supportCaseMachine } from '#state-machines/support-case/support-case.machine';
import {
  amend,
  answer,
  ask,
  close,
  contact,
  continued,
  inform,
  openCase,
  reopen,
  resolve,
  stateOf,
  story,
  take,
  type Story,
} from './support-case.story.ts';
import { supportCaseStateAfter } from './support-case.state.ts';
import { supportCaseStream } from './support-case.stream.ts';

const { decider } = supportCaseStream;
const opened = story(openCase());

/** One story for every state in which a case can rest. */
const stories: Readonly<Record<string, Story>> = {
  'state.opened': opened,
  'state.inProgress': continued(opened, take()),
  'state.awaitingCustomer': continued(opened, ask),
  'state.resolved': continued(opened, resolve),
  'state.closed': continued(opened, resolve, close),
};

/** Stories that lead back, or that tell the facts which the ones above have no need of. */
const furtherStories: readonly (readonly [string, Story, string])[] = [
  ['an answer that nobody had taken the case up for', continued(opened, answer), 'inProgress'],
  ['two questions and their answer', continued(opened, ask, ask, inform), 'inProgress'],
  ['an answer while a question is open', continued(opened, ask, answer), 'awaitingCustomer'],
  ['a solution while a question is open', continued(opened, ask, resolve), 'resolved'],
  ['a reopening after the solution', continued(opened, resolve, reopen), 'inProgress'],
  ['a reopening after the end', continued(opened, resolve, close, reopen), 'inProgress'],
  ['a contact and an amendment', continued(opened, contact, amend({ title: '請求書' })), 'opened'],
];

const facts = new Map(
  [...Object.values(stories), ...furtherStories.map(([, told]) => told)]
    .flatMap((told) => told.facts)
    .map((fact) => [fact.type, fact]),
);

describe('the chart of a support case', () => {
  it.each(Object.entries(stories))('reaches %s', (state, told) => {
    expect(`state.${stateOf(told)}`).toBe(state);
  });

  it.each(furtherStories)('goes on with %s', (_what, told, state) => {
    expect(stateOf(told)).toBe(state);
  });

  it('has no resting state that no story reaches', () => {
    expect([...Object.keys(stories), 'state.unopened'].sort()).toEqual([...restingStatesOf(supportCaseMachine)].sort());
  });

  it('is told with every fact there is', () => {
    expect([...facts.keys()].sort()).toEqual(Object.keys(regionOf).sort());
  });

  it.each([['state.unopened', { state: decider.initial }] as const, ...Object.entries(stories)])(
    'refuses, in %s, every fact that its table does not list',
    (resting, { state }) => {
      const [{ states } = { states: [] }] = describeChart(supportCaseMachine).regions;
      const listed = states.find(({ path }) => `state.${path}` === resting)!.transitions.map(({ on }) => on);
      const foreign = [...facts.values()].filter(({ type }) => !listed.includes(type));
      expect(foreign).not.toEqual([]);
      for (const fact of foreign) expect(() => decider.evolve(state, fact)).toThrow(CorruptStream);
    },
  );

  it('says who acts next, and what the customer was promised', () => {
    expect(supportCaseStateAfter(decider.initial)).toEqual({ state: 'unopened', nextActor: 'backOffice' });
    expect(supportCaseStateAfter(continued(opened, take(), ask).state)).toEqual({
      state: 'awaitingCustomer',
      nextActor: 'customer',
      category: 'question',
      priority: 'normal',
      firstAnswered: 'yes',
      firstAnswerDue: '2026-11-30T03:00:00.000Z',
      resolutionDue: '2026-12-02T03:00:00.000Z',
      reopened: 0,
    });
    expect(supportCaseStateAfter(continued(opened, take()).state)).toMatchObject({ firstAnswered: 'no' });
    expect(supportCaseStateAfter(continued(opened, answer, resolve, reopen).state)).toMatchObject({
      firstAnswered: 'yes',
      reopened: 1,
    });
  });

  it('says that a newer program is needed for a fact it has never heard of', () => {
    const unheard = { type: 'CaseEscalated', data: {} } as unknown as SupportCaseFact;
    expect(() => decider.evolve(opened.state, unheard)).toThrow(NewerProgram);
  });

  // Where this fails, raise `machine`, keep the old chart for verification, then pin the new fingerprint.
  it('changes only together with its version', () => {
    expect([supportCaseStream.machine, chartFingerprint(supportCaseMachine)]).toEqual([
      'supportCase@1',
      '19df0f0b25cc69d2233c97b890b1b00af22e491333016d405ecb3fe4bd3ae450',
    ]);
  });
});
