import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderCommand } from '../service-order.commands.ts';
import { serviceOrderStream } from '../service-order.stream.ts';
import {
  concludedOrder,
  continued,
  failReview,
  passReview,
  placeOf,
  startedOrder,
  startReview,
  startTask,
  STORY_DAY,
  submitDesign,
  told,
} from '../service-order.story.ts';

const when = { now: `${STORY_DAY}T03:00:00.000Z` };
const started = startedOrder();
const inReview = continued(started, startReview);
const improving = continued(inReview, failReview);
const conclude = (data: Extract<ServiceOrderCommand, { type: 'ConcludeReview' }>['data']): ServiceOrderCommand => ({
  type: 'ConcludeReview',
  data,
});
const plan = (data: Extract<ServiceOrderCommand, { type: 'PlanImprovement' }>['data']): ServiceOrderCommand => ({
  type: 'PlanImprovement',
  data,
});
const close = (actionId: string): ServiceOrderCommand => ({
  type: 'CloseImprovement',
  data: { actionId, result: 'そろえた' },
});
const waive = (actionId: string): ServiceOrderCommand => ({
  type: 'WaiveImprovement',
  data: { actionId, waivedBy: '田中 花子' },
});
const resume: ServiceOrderCommand = { type: 'ResumeDelivery', data: {} };

describe('a review', () => {
  it('gets the next id, and ids for its criteria', () => {
    given(serviceOrderStream, started.facts)
      .when(
        {
          type: 'StartReview',
          data: { subject: '設計', deliverableIds: ['design'], criteria: [{ description: '範囲' }] },
        },
        when,
      )
      .then([
        {
          type: 'ReviewStarted',
          data: {
            reviewId: 'R1',
            subject: '設計',
            deliverableIds: ['design'],
            criteria: [{ criterionId: 'K1', description: '範囲' }],
          },
        },
      ]);
  });

  it('looks at deliverables of the contract only', () =>
    given(serviceOrderStream, started.facts)
      .when({
        type: 'StartReview',
        data: { subject: '設計', deliverableIds: ['x'], criteria: [{ description: '範囲' }] },
      })
      .thenRefused('unknown-deliverable'));

  it('does not take the id of another, nor one id for two criteria', () => {
    const again = (reviewId: string, criterionId: string): ServiceOrderCommand => ({
      type: 'StartReview',
      data: {
        reviewId,
        subject: '設計',
        criteria: [
          { criterionId: 'scope', description: '範囲' },
          { criterionId, description: '用語' },
        ],
      },
    });
    given(serviceOrderStream, inReview.facts).when(again('R1', 'wording')).thenRefused('duplicate-id');
    expect(told(inReview, again('R2', 'scope')).refusal?.field).toBe('criteria[1].criterionId');
  });

  it('begins once the project is under way, and not before', () =>
    given(serviceOrderStream, concludedOrder().facts).when(startReview).thenRefused('not-in-this-state'));

  it('is passed when every criterion is met', () => {
    given(serviceOrderStream, inReview.facts)
      .when(passReview, when)
      .then([
        {
          type: 'ReviewConcluded',
          data: { reviewId: 'R1', met: ['scope', 'wording'], findings: [], concludedOn: STORY_DAY },
        },
      ]);
    expect(placeOf(continued(inReview, passReview))['engagement']).toBe('reviewing.reviewed');
  });

  it('that is not passed leads to improvements, which are planned with it', () => {
    given(serviceOrderStream, inReview.facts)
      .when(
        conclude({
          met: ['scope'],
          findings: [{ severity: 'low', description: '用語が揺れている' }],
          improvements: [{ description: '用語をそろえる', assignee: 'sato', dueOn: '2026-12-01' }],
        }),
        when,
      )
      .then([
        {
          type: 'ReviewConcluded',
          data: {
            reviewId: 'R1',
            met: ['scope'],
            findings: [{ findingId: 'F1', severity: 'low', description: '用語が揺れている' }],
            concludedOn: STORY_DAY,
          },
        },
        {
          type: 'ImprovementPlanned',
          data: {
            actionId: 'A1',
            description: '用語をそろえる',
            assignee: 'sato',
            dueOn: '2026-12-01',
            reviewId: 'R1',
          },
        },
      ]);
    expect(placeOf(improving)['engagement']).toBe('reviewing.improving');
  });

  it('that is not passed and would change nothing is refused, with the criteria that are not met', () => {
    const { refusal, facts } = told(inReview, conclude({ met: ['scope'] }));
    expect(refusal).toMatchObject({ code: 'improvement-needed', field: 'improvements' });
    expect(refusal?.message.en).toContain('wording');
    expect(facts).toHaveLength(inReview.facts.length);
  });

  it('meets only criteria that it has', () =>
    expect(told(inReview, conclude({ met: ['scope', 'speed'] })).refusal).toMatchObject({
      code: 'unknown-criterion',
      field: 'met[1]',
    }));

  it('is named where several are open, and concluded once', () => {
    const two = continued(inReview, startReview);
    given(serviceOrderStream, two.facts).when(passReview).thenRefused('which-review');
    const first = conclude({ reviewId: 'R1', met: ['scope', 'wording'] });
    given(serviceOrderStream, continued(two, first).facts).when(first).then([]);
    given(serviceOrderStream, continued(two, first, passReview).facts)
      .when(first)
      .then([]);
    given(serviceOrderStream, continued(two, first, passReview).facts)
      .when(passReview)
      .thenRefused('which-review');
    given(serviceOrderStream, two.facts)
      .when(conclude({ reviewId: 'R9', met: [] }))
      .thenRefused('unknown-review');
    given(serviceOrderStream, started.facts).when(passReview).thenRefused('no-review');
  });

  it('has to be concluded before the work goes on', () => {
    given(serviceOrderStream, inReview.facts).when(resume).thenRefused('review-open');
    expect(placeOf(continued(improving, resume))['engagement']).toBe('delivering.onTrack');
  });

  it('keeps nobody from working', () =>
    expect(placeOf(continued(inReview, startTask, submitDesign))['engagement']).toBe('reviewing.inReview'));
});

describe('an improvement', () => {
  it('may be planned without a review, and names only a review that there was', () => {
    given(serviceOrderStream, started.facts)
      .when(plan({ description: '手順書を直す' }), when)
      .then([{ type: 'ImprovementPlanned', data: { actionId: 'A1', description: '手順書を直す' } }]);
    given(serviceOrderStream, improving.facts)
      .when(plan({ reviewId: 'R1', description: '手順書を直す' }), when)
      .then([{ type: 'ImprovementPlanned', data: { actionId: 'A2', reviewId: 'R1', description: '手順書を直す' } }]);
    given(serviceOrderStream, started.facts)
      .when(plan({ reviewId: 'R1', description: '手順書を直す' }))
      .thenRefused('unknown-review');
  });

  it('falls to a member of the project, and is due on a day to come', () => {
    expect(told(started, plan({ description: '手順書', assignee: 'tanaka' })).refusal).toMatchObject({
      code: 'unknown-member',
      field: 'assignee',
    });
    expect(
      told(inReview, conclude({ met: [], improvements: [{ description: '手順書', dueOn: '2026-11-19' }] })).refusal,
    ).toMatchObject({ code: 'in-the-past', field: 'improvements[0].dueOn' });
  });

  it('does not take the id of another', () => {
    expect(told(improving, plan({ actionId: 'A1', description: '手順書' })).refusal?.code).toBe('duplicate-id');
    const two = continued(improving, startReview);
    expect(
      told(two, conclude({ met: [], improvements: [{ actionId: 'A1', description: '用語' }] })).refusal?.field,
    ).toBe('improvements[0].actionId');
  });

  it('is closed with its result, once', () => {
    given(serviceOrderStream, improving.facts)
      .when(close('A1'), when)
      .then([{ type: 'ImprovementClosed', data: { actionId: 'A1', closedOn: STORY_DAY, result: 'そろえた' } }]);
    const closed = continued(improving, close('A1'));
    expect(placeOf(closed)['engagement']).toBe('reviewing.reviewed');
    given(serviceOrderStream, closed.facts).when(close('A1')).then([]);
    given(serviceOrderStream, closed.facts).when(waive('A1')).thenRefused('improvement-not-open');
  });

  it('is waived by the customer, once', () => {
    given(serviceOrderStream, improving.facts)
      .when(waive('A1'), when)
      .then([{ type: 'ImprovementWaived', data: { actionId: 'A1', waivedBy: '田中 花子' } }]);
    const waived = continued(improving, waive('A1'));
    given(serviceOrderStream, waived.facts).when(waive('A1')).then([]);
    given(serviceOrderStream, waived.facts).when(close('A1')).thenRefused('improvement-not-open');
  });

  it('has to exist to be closed', () => {
    given(serviceOrderStream, started.facts).when(close('A1')).thenRefused('no-improvement');
    given(serviceOrderStream, improving.facts).when(close('A7')).thenRefused('unknown-improvement');
  });
});
