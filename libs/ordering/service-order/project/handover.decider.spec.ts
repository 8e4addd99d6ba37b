import { describe, expect, it } from '@jest/globals';
import { given } from '#libs/kernel/testing/given-when-then';
import type { ServiceOrderFact } from '#state-machines/service-order/service-order.events';
import type { DeliveryCommand } from './delivery.commands.ts';
import { answered, delivery, kickedOff, PROJECT_DAY, stateAfter, when } from './project.story.ts';
import { serviceOrderStateAfter } from '../service-order.state.ts';

const submit: DeliveryCommand = { type: 'SubmitDeliverable', data: { deliverableId: 'D1', note: '第 1 版' } };
const accept = (acceptedOn?: string): DeliveryCommand => ({
  type: 'AcceptDeliverable',
  data: { deliverableId: 'D1', acceptedOn, acceptedBy: '田中 花子' },
});
const refuse = (
  ...points: readonly { readonly pointId?: string; readonly description: string }[]
): DeliveryCommand => ({
  type: 'RefuseDeliverable',
  data: { deliverableId: 'D1', points },
});
const resolve = (pointId: string): DeliveryCommand => ({
  type: 'ResolvePoint',
  data: { pointId, resolution: '直した。' },
});

const submittedFact = (deliverableId: string, submission: number): ServiceOrderFact => ({
  type: 'DeliverableSubmitted',
  data: { deliverableId, submission, submittedOn: '2026-12-08' },
});
const acceptedFact = (deliverableId: string): ServiceOrderFact => ({
  type: 'DeliverableAccepted',
  data: { deliverableId, submission: 1, acceptedOn: '2026-12-09' },
});
const resolved = (pointId: string): ServiceOrderFact => ({
  type: 'PointResolved',
  data: { pointId, resolvedOn: PROJECT_DAY, resolution: '直した。' },
});

const submitted = [...kickedOff(), submittedFact('D1', 1)];
const accepted = [...submitted, acceptedFact('D1')];
const refused: readonly ServiceOrderFact[] = [
  ...submitted,
  {
    type: 'DeliverableRefused',
    data: {
      deliverableId: 'D1',
      submission: 1,
      refusedOn: '2026-12-09',
      points: [
        { pointId: 'P1', description: '図が古い。' },
        { pointId: 'P2', description: '目次がない。' },
      ],
    },
  },
];

describe('a deliverable', () => {
  it('is submitted, and each submission has its number', () => {
    given(delivery, kickedOff())
      .when(submit, when)
      .then([
        {
          type: 'DeliverableSubmitted',
          data: { deliverableId: 'D1', submission: 1, submittedOn: PROJECT_DAY, note: '第 1 版' },
        },
      ]);
    expect(answered(delivery, [...refused, resolved('P1'), resolved('P2')], submit)).toMatchObject([
      { type: 'DeliverableSubmitted', data: { submission: 2 } },
    ]);
  });

  it('may be recorded later than it was submitted, but not before the project, the refusal of the one before, or after today', () => {
    const submitOn = (submittedOn: string): DeliveryCommand => ({
      type: 'SubmitDeliverable',
      data: { deliverableId: 'D1', submittedOn },
    });
    const again = [...refused, resolved('P1'), resolved('P2')];
    expect(answered(delivery, again, submitOn('2026-12-09'))).toMatchObject([
      { data: { submission: 2, submittedOn: '2026-12-09' } },
    ]);
    for (const [facts, day, code] of [
      [again, '2026-12-08', 'submitted-before-refusal'],
      [kickedOff(), '2026-11-30', 'before-kick-off'],
      [kickedOff(), '2026-12-11', 'in-the-future'],
    ] as const)
      expect(answered(delivery, facts, submitOn(day))).toMatchObject({ code, field: 'submittedOn' });
  });

  it('that is with the customer needs no second submission', () =>
    given(delivery, submitted).when(submit, when).then([]));

  it('that was accepted is not submitted again', () =>
    expect(answered(delivery, accepted, submit)).toEqual({
      refused: 'state',
      code: 'deliverable-not-in-this-state',
      message: {
        ja: '成果物「D1」は「検収済み」です。この操作は「未提出」「検収不合格」の間だけ行えます。',
        en: 'Deliverable "D1" is accepted; this is possible only while it is not submitted or refused.',
      },
    }));

  it('is accepted by the customer, today where no day is given', () =>
    given(delivery, submitted)
      .when(accept(), when)
      .then([
        {
          type: 'DeliverableAccepted',
          data: { deliverableId: 'D1', submission: 1, acceptedOn: PROJECT_DAY, acceptedBy: '田中 花子' },
        },
      ]));

  it('is accepted neither before it was submitted nor on a day to come', () => {
    expect(answered(delivery, submitted, accept('2026-12-07'))).toMatchObject({
      code: 'accepted-before-submitted',
      field: 'acceptedOn',
    });
    expect(answered(delivery, submitted, accept('2026-12-08'))).toMatchObject([{ type: 'DeliverableAccepted' }]);
    given(delivery, submitted).when(accept('2026-12-11'), when).thenRefused('in-the-future');
  });

  it('is accepted once', () => given(delivery, accepted).when(accept(), when).then([]));

  it('keeps the day with which it was recorded: another one is refused, not passed over', () => {
    const submitOn: DeliveryCommand = {
      type: 'SubmitDeliverable',
      data: { deliverableId: 'D1', submittedOn: '2026-12-01' },
    };
    given(delivery, submitted).when(submitOn, when).thenRefused('recorded-otherwise');
    given(delivery, accepted).when(accept('2026-12-01'), when).thenRefused('recorded-otherwise');
  });

  it('is neither accepted nor refused while it is not with the customer', () => {
    const other = [...kickedOff(), submittedFact('D2', 1)];
    for (const facts of [other, refused])
      given(delivery, facts).when(accept(), when).thenRefused('deliverable-not-in-this-state');
    for (const facts of [other, accepted, refused])
      given(delivery, facts)
        .when(refuse({ description: '図が古い。' }), when)
        .thenRefused('deliverable-not-in-this-state');
  });

  it('has to be one of the contract', () =>
    expect(answered(delivery, submitted, { type: 'SubmitDeliverable', data: { deliverableId: 'D9' } })).toMatchObject({
      code: 'unknown-deliverable',
      field: 'deliverableId',
    }));

  it('leaves the next step to the customer once everything is done and handed over', () => {
    const work = ['T1', 'T2'].flatMap((taskId): readonly ServiceOrderFact[] => [
      { type: 'TaskStarted', data: { taskId, startedOn: '2026-12-02' } },
      { type: 'TaskDone', data: { taskId, doneOn: '2026-12-03' } },
    ]);
    const actorAfter = (facts: readonly ServiceOrderFact[]) => serviceOrderStateAfter(stateAfter(facts))['nextActor'];
    expect(actorAfter([...submitted, ...work])).toBe('backOffice');
    expect(actorAfter([...submitted, ...work, submittedFact('D2', 1)])).toBe('customer');
  });
});

describe('a deliverable that the customer refuses', () => {
  it('comes back with its points, which are numbered in order where nobody names them', () =>
    given(delivery, submitted)
      .when(refuse({ description: '図が古い。' }, { pointId: 'P1', description: '目次がない。' }), when)
      .then([
        {
          type: 'DeliverableRefused',
          data: {
            deliverableId: 'D1',
            submission: 1,
            refusedOn: PROJECT_DAY,
            points: [
              { pointId: 'P2', description: '図が古い。' },
              { pointId: 'P1', description: '目次がない。' },
            ],
          },
        },
      ]));

  it('bears no point under an id that another point has', () =>
    expect(
      answered(
        delivery,
        [...refused, resolved('P1'), resolved('P2'), submittedFact('D1', 2)],
        refuse({ pointId: 'P1', description: '図がまだ古い。' }),
      ),
    ).toMatchObject({ code: 'duplicate-id', field: 'points[0].pointId' }));

  it('is not submitted again before every point of it is resolved, and says which are open', () => {
    expect(answered(delivery, [...refused, resolved('P1')], submit)).toMatchObject({
      refused: 'state',
      code: 'points-open',
      message: { en: 'Points of deliverable "D1" are open: P2; resolve them first.' },
    });
    expect(answered(delivery, refused, submit)).toMatchObject({
      message: { ja: expect.stringContaining('P1、P2') },
    });
  });

  it('does not hold up another one', () =>
    expect(answered(delivery, refused, { type: 'SubmitDeliverable', data: { deliverableId: 'D2' } })).toMatchObject([
      { type: 'DeliverableSubmitted' },
    ]));
});

describe('a point that the customer raised', () => {
  it('is resolved once', () => {
    given(delivery, refused)
      .when(resolve('P1'), when)
      .then([resolved('P1')]);
    given(delivery, [...refused, resolved('P1')])
      .when(resolve('P1'), when)
      .then([]);
  });

  it('may be one of a completion that was refused', () =>
    given(delivery, [
      ...kickedOff(),
      { type: 'CompletionReported', data: { reportNumber: 1, reportedOn: '2026-12-08', summary: '完了しました。' } },
      {
        type: 'CompletionRefused',
        data: {
          reportNumber: 1,
          refusedOn: '2026-12-09',
          points: [{ pointId: 'P1', description: '研修が足りない。' }],
        },
      },
    ])
      .when(resolve('P1'), when)
      .then([resolved('P1')]));

  it('has to be there', () =>
    expect(answered(delivery, refused, resolve('P9'))).toMatchObject({ code: 'unknown-point', field: 'pointId' }));
});
