import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isRefusal } from '#libs/kernel/decider';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { ProposalCommand } from './proposal.commands.ts';
import { content, drafted, fixedPrice, PROPOSAL_DAY } from './proposal.story.ts';
import { serviceOrderStream } from '../service-order.stream.ts';

const { decider } = serviceOrderStream;

const DAY = 86_400_000;
const instantAfter = (days: number): string =>
  new Date(Date.parse(`${PROPOSAL_DAY}T03:00:00.000Z`) + days * DAY).toISOString();
const dateAfter = (days: number): string => instantAfter(days).slice(0, 10);

const version = fc.integer({ min: 1, max: 4 });
const perhaps = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const validUntil = fc.integer({ min: -2, max: 20 }).map(dateAfter);
const items = fc.integer({ min: 0, max: 1000 }).map((amount) => [fixedPrice('design', amount)]);

const command: fc.Arbitrary<ProposalCommand> = fc.oneof(
  {
    weight: 1,
    arbitrary: validUntil.map((until) => ({ type: 'DraftProposal', data: { ...content, validUntil: until } })),
  },
  {
    weight: 4,
    arbitrary: fc.record({ items, validUntil }, { requiredKeys: [] }).map((data) => ({ type: 'ReviseProposal', data })),
  },
  { weight: 6, arbitrary: perhaps(version).map((named) => ({ type: 'SubmitProposal', data: { version: named } })) },
  {
    weight: 3,
    arbitrary: perhaps(version).map((named) => ({
      type: 'RequestProposalRevision',
      data: { version: named, request: '修正' },
    })),
  },
  { weight: 3, arbitrary: version.map((named) => ({ type: 'AcceptProposal', data: { version: named } })) },
  {
    weight: 1,
    arbitrary: perhaps(version).map((named) => ({
      type: 'DeclineProposal',
      data: { version: named, reason: 'price' },
    })),
  },
  { weight: 3, arbitrary: version.map((named) => ({ type: 'ExpireProposal', data: { version: named } })) },
) as fc.Arbitrary<ProposalCommand>;

const steps = fc.array(fc.record({ command, days: fc.constantFrom(0, 0, 0, 1, 5) }), { maxLength: 40 });

/** Tells the story of some commands, days apart, and what was there after each fact; what is refused changes nothing. */
const told = (story: readonly { readonly command: ProposalCommand; readonly days: number }[]) => {
  let state = drafted.reduce((before, fact) => decider.evolve(before, fact), decider.initial);
  let days = 0;
  const moments: { fact: ServiceOrderFact; day: string; before: typeof state; after: typeof state }[] = [];
  for (const step of story) {
    days += step.days;
    const decision = decider.decide(step.command, state, { now: instantAfter(days), id: 'order-1', commandId: 'c' });
    for (const fact of isRefusal(decision) ? [] : decision) {
      const after = decider.evolve(state, fact);
      moments.push({ fact, day: dateAfter(days), before: state, after });
      state = after;
    }
  }
  return moments;
};

const versionsOf = (state: typeof decider.initial) => state.data.proposing.versions;

describe('the versions of a proposal, whatever is done with it', () => {
  it('never change what they say, and are numbered from 1 without a gap', () => {
    fc.assert(
      fc.property(steps, (story) => {
        for (const { before, after } of told(story)) {
          const contents = versionsOf(after).map((proposal) => proposal.content);
          expect(contents.slice(0, versionsOf(before).length)).toEqual(
            versionsOf(before).map((proposal) => proposal.content),
          );
          expect(versionsOf(after).map((proposal) => proposal.version)).toEqual(contents.map((_, index) => index + 1));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are submitted and accepted as the newest only, and while they are valid', () => {
    fc.assert(
      fc.property(steps, (story) => {
        for (const { fact, before, day } of told(story)) {
          if (fact.type !== 'ProposalSubmitted' && fact.type !== 'ProposalAccepted') continue;
          const newest = versionsOf(before).at(-1);
          expect(fact.data.version).toBe(newest?.version);
          expect(newest?.status).toBe(fact.type === 'ProposalSubmitted' ? 'draft' : 'submitted');
          expect(day <= (newest?.content.validUntil ?? '')).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('expire only after their last day, and are with the customer one at a time', () => {
    fc.assert(
      fc.property(steps, (story) => {
        for (const { fact, after, day } of told(story)) {
          if (fact.type === 'ProposalExpired') expect(fact.data.validUntil < day).toBe(true);
          const open = versionsOf(after).filter(({ status }) => status === 'submitted' || status === 'accepted');
          expect(open.length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('come to an agreement often enough for these sentences to mean something', () => {
    const types = fc
      .sample(steps, { numRuns: 500, seed: 4 })
      .flatMap((story) => told(story).map(({ fact }) => fact.type));
    for (const type of [
      'ProposalRevised',
      'ProposalSubmitted',
      'ProposalAccepted',
      'ProposalDeclined',
      'ProposalExpired',
    ] as const)
      expect(types).toContain(type);
  });
});
