import { describe, expect, it } from '@jest/globals';
import { CorruptStream } from '#libs/kernel/decider';
import type { SupportCaseFact } from '#state-machines/support-case/support-case.events';
import type { SupportCaseCommand } from './support-case.commands.ts';
import { amend, continued, openCase, reopen, resolve, story, take, type Story } from './support-case.story.ts';
import { supportCaseStream } from './support-case.stream.ts';

// What no decision leads to, and what a log might hold that something else has written: facts that were recorded, with one member that cannot be.

const { decider } = supportCaseStream;
const unopened: Story = { state: decider.initial, facts: [], refusal: undefined };
const opened = story(openCase());
const resolved = continued(opened, resolve);
const BEFORE = '2026-11-27T02:59:59.999Z';

const nextFact = (before: Story, command: SupportCaseCommand): SupportCaseFact =>
  continued(before, command).facts[before.facts.length]!;
const foldedWith = (before: Story, fact: SupportCaseFact, change: object = {}) =>
  decider.evolve(before.state, { ...fact, data: { ...fact.data, ...change } } as SupportCaseFact);

describe('the stream of a support case is corrupt', () => {
  it.each<[string, Story, SupportCaseCommand, object]>([
    ['a first answer was due before there was a case', unopened, openCase(), { firstAnswerDue: BEFORE }],
    ['a solution was due before there was a case', unopened, openCase(), { resolutionDue: BEFORE }],
    ['an amendment sets a target before its opening', opened, amend({ priority: 'high' }), { firstAnswerDue: BEFORE }],
    ['it was reopened before it was opened', resolved, reopen, { reopenedAt: BEFORE }],
    ['a solution was due before it was reopened', resolved, reopen, { resolutionDue: BEFORE }],
    ['it is taken by who had it', continued(opened, take('mori')), take(), { assignee: 'mori' }],
  ])('where %s', (_what, before, command, change) => {
    const fact = nextFact(before, command);
    expect(() => foldedWith(before, fact)).not.toThrow();
    expect(() => foldedWith(before, fact, change)).toThrow(CorruptStream);
  });

  it.each<[string, Story, SupportCaseCommand]>([
    ['opened', unopened, openCase()],
    ['taken by the same person', opened, take()],
    ['resolved', opened, resolve],
    ['reopened', resolved, reopen],
  ])('where it is %s twice', (_what, before, command) => {
    const once = continued(before, command);
    expect(() => foldedWith(once, nextFact(before, command))).toThrow(CorruptStream);
  });
});
