import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answersCustomer } from '#state-machines/support-case/support-case.data';
import { caseCategories, caseOutcomes } from '#state-machines/support-case/support-case.events';
import { priorities } from '#state-machines/vocabulary/priority';
import type { SupportCaseCommand } from './support-case.commands.ts';
import {
  amend,
  answer,
  ask,
  close,
  contact,
  inform,
  openCase,
  openOfInquiry,
  reopen,
  settle,
  stateOf,
  STORY_TIME,
  take,
  told,
  type Story,
} from './support-case.story.ts';
import { supportCaseStream } from './support-case.stream.ts';

const { decider } = supportCaseStream;

const resolving = fc.record({
  type: fc.constant('ResolveCase' as const),
  data: fc.record(
    { outcome: fc.constantFrom(...caseOutcomes), resolution: fc.constant('済み'), answeredVia: fc.constant('phone') },
    { requiredKeys: ['outcome', 'resolution'] },
  ),
}) as fc.Arbitrary<SupportCaseCommand>;
const amending = fc
  .record(
    { category: fc.constantFrom(...caseCategories), priority: fc.constantFrom(...priorities) },
    { requiredKeys: [] },
  )
  .map(amend);
const anything: fc.Arbitrary<SupportCaseCommand> = fc.oneof(
  fc.constantFrom(answer, ask, inform, contact, settle, close, reopen, take(), take('mori')),
  resolving,
  amending,
);

/** Hours pass between one command and the next, also over weekends and the New Year holidays. */
const steps = fc.array(fc.tuple(anything, fc.integer({ min: 0, max: 200 })), { maxLength: 30, size: 'max' });

const histories = fc.tuple(fc.constantFrom(openCase(), openOfInquiry()), steps).map(([opening, all]) => {
  let time = Date.parse(STORY_TIME);
  const chapters: Story[] = [told({ state: decider.initial, facts: [], refusal: undefined }, opening)];
  for (const [command, hours] of all) {
    time += hours * 3_600_000;
    chapters.push(told(chapters.at(-1)!, command, new Date(time).toISOString()));
  }
  return chapters;
});

const everyStep = (claim: (after: Story, before: Story) => void) =>
  fc.assert(
    fc.property(histories, (chapters) => {
      for (const [index, chapter] of chapters.entries()) claim(chapter, chapters[Math.max(0, index - 1)]!);
    }),
    { numRuns: 200 },
  );

describe('a support case under any sequence of commands', () => {
  it('promises nothing for a time before it was opened, nor a solution for one before it was reopened', () => {
    everyStep(({ state: { data } }) => {
      expect(data.firstAnswerDue >= data.openedAt).toBe(true);
      expect(data.resolutionDue >= data.resolutionFrom).toBe(true);
    });
  });

  it('has its first answer once, and its target stays from then on', () => {
    everyStep((after, before) => {
      expect(after.state.data.firstAnswered).toBe(after.facts.some(answersCustomer));
      if (!before.state.data.firstAnswered) return;
      expect(after.state.data.firstAnswerDue).toBe(before.state.data.firstAnswerDue);
    });
  });

  it('has an outcome exactly while it is over', () => {
    everyStep((chapter) => {
      expect(chapter.state.data.outcome !== null).toBe(['resolved', 'closed'].includes(stateOf(chapter)));
    });
  });

  it('was reopened as often as it was resolved, but for the last time', () => {
    everyStep(({ facts, state: { data } }) => {
      const resolutions = facts.filter(({ type }) => type === 'CaseResolved').length;
      expect(data.reopened).toBe(resolutions - (data.outcome === null ? 0 : 1));
    });
  });

  it('stays as it is where a command is refused', () => {
    everyStep((after, before) => {
      if (after.refusal) expect(after.state).toBe(before.state);
    });
  });

  it('does whatever it says is possible, or names a rule about the content', () => {
    everyStep((chapter) => {
      for (const command of [answer, ask, inform, contact, settle, close, reopen, take(), amend({})]) {
        const impossible = decider.refusedWhen(command.type, chapter.state);
        const { refusal } = told(chapter, command);
        if (impossible) expect(refusal).toEqual(impossible);
        else expect(refusal?.refused).not.toBe('state');
      }
    });
  });

  it('is the same when it is read from the log as when it was decided', () => {
    everyStep(({ facts, state }) => {
      const read = JSON.parse(JSON.stringify(facts)) as Story['facts'];
      expect(read.reduce((before, fact) => decider.evolve(before, fact), decider.initial)).toEqual(state);
    });
  });

  it('gets to every state within a few hundred stories, so that the other properties mean something', () => {
    const chapters = fc.sample(histories, { seed: 7, numRuns: 300 }).flat();
    const states = new Set(chapters.map(stateOf));
    expect([...states].sort()).toEqual(['awaitingCustomer', 'closed', 'inProgress', 'opened', 'resolved']);
    expect(Math.max(...chapters.map(({ state }) => state.data.reopened))).toBeGreaterThan(2);
  });
});
