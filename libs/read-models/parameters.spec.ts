import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { queries } from './catalogue.ts';
import { InventoryParameters } from './inventory/inventory.query.ts';
import { OrdersParameters } from './order-status/orders.parameters.ts';
import { cursorAt } from './paging.ts';
import { PipelineParameters, PipelineSummaryParameters } from './pipeline/pipeline.parameters.ts';
import { ProposalComparisonParameters } from './proposals/proposal-comparison.query.ts';

/** Every broken rule as `parameter: message`, of parameters as a query string gives them. */
const complaints = (parametersClass: new () => object, sent: object): readonly string[] =>
  validateSync(plainToInstance(parametersClass, sent)).flatMap(({ constraints }) => Object.values(constraints ?? {}));
const complaintsAboutOrders = (sent: object) => complaints(OrdersParameters, sent);

describe('parameters of queries', () => {
  it('arrive as texts and become numbers and truth values', () => {
    const parameters = plainToInstance(OrdersParameters, { limit: '20', blocked: 'false', search: ' GO-1 ' });
    expect(parameters).toMatchObject({ limit: 20, blocked: false, search: 'GO-1', sort: '-receivedAt' });
    expect(validateSync(parameters)).toEqual([]);
  });

  it('may all be left out', () => {
    expect(complaintsAboutOrders({})).toEqual([]);
    expect(complaints(InventoryParameters, {})).toEqual([]);
  });

  it.each([
    [{ limit: '0' }],
    [{ limit: '201' }],
    [{ limit: '1.5' }],
    [{ limit: 'many' }],
    [{ limit: '' }],
    [{ limit: '1e1' }],
    [{ step: '8' }],
    [{ step: '1,,2' }],
    [{ fulfilment: 'teleported' }],
    [{ payment: 'maybe' }],
    [{ kind: 'purchase' }],
    [{ engagement: 'dreaming' }],
    [{ engagement: 'proposing.' }],
    [{ engagement: 'proposing.foo' }],
    [{ engagement: 'unknown' }],
    [{ fulfilment: 'confirming.foo' }],
    [{ change: 'unknown' }],
    [{ billing: 'refunded' }],
    [{ channel: ['web', 'fax'] }],
    [{ blocked: 'yes' }],
    [{ sort: 'customerName' }],
    [{ search: '' }],
    [{ receivedFrom: '2026-02-29' }],
    [{ receivedTo: '2026-11-22T00:00:00Z' }],
    [{ receivedTo: '20261122' }],
    [{ asOf: '2026-13-01' }],
    [{ replyOwedBy: 'nobody' }],
    [{ replyDueUntil: 'tomorrow' }],
    [{ cursor: 'abc' }],
    [{ cursor: { $gt: '' } }],
  ])('refuse %j', (sent) => {
    const [refused, ...others] = validateSync(plainToInstance(OrdersParameters, sent));
    expect(refused?.property).toBe(Object.keys(sent)[0]);
    expect(others).toEqual([]);
  });

  it('are not taken for 0 where nothing is given', () => {
    const notANumber = (sent: object) =>
      complaints(PipelineParameters, sent).filter((complaint) => complaint.includes('must be an integer number'));
    expect(notANumber({ minValue: '', minProbability: ' ' })).toHaveLength(2);
    expect(complaints(PipelineParameters, { minValue: '0', minProbability: '50' })).toEqual([]);
    expect(complaints(ProposalComparisonParameters, { id: '1', from: '', to: '2' })[0]).toContain('from must');
  });

  it('take every state of a chart, with or without its inner state', () => {
    for (const engagement of ['proposing', 'proposing.submitted', 'lost.expired', 'terminated'])
      expect(complaints(PipelineParameters, { engagement })).toEqual([]);
    for (const fulfilment of ['confirming', 'confirming.checking', 'cancelled'])
      expect(complaintsAboutOrders({ fulfilment })).toEqual([]);
  });

  it('refuse a period that ends before it begins', () => {
    expect(complaints(PipelineSummaryParameters, { from: '2026-11-02', to: '2026-11-01' })).toEqual([
      'to must not be before from',
    ]);
    expect(complaintsAboutOrders({ receivedFrom: '2026-11-02', receivedTo: '2026-11-01' })).toEqual([
      'receivedTo must not be before receivedFrom',
    ]);
    expect(complaints(PipelineSummaryParameters, { from: '2026-11-02', to: '2026-11-02' })).toEqual([]);
    expect(complaints(PipelineSummaryParameters, { to: '2026-11-01' })).toEqual([]);
  });

  it('need a day to judge lateness by', () => {
    expect(complaintsAboutOrders({ late: 'true', asOf: '2026-11-22' })).toEqual([]);
    expect(complaintsAboutOrders({ late: 'true' })).toEqual([
      'asOf must be a date that exists, written such as 2026-11-22',
    ]);
  });

  it('take a cursor only with the order it was made for', () => {
    const cursor = cursorAt({ sort: 'total', value: 5, id: 'a' });
    expect(complaintsAboutOrders({ cursor, sort: 'total' })).toEqual([]);
    expect(complaintsAboutOrders({ cursor, sort: '-total' })[0]).toContain('begin again without it');
    expect(complaintsAboutOrders({ cursor })).toHaveLength(1);
  });

  it('name what a path names', () => {
    for (const { path, parameters } of queries)
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
        const missing = validateSync(plainToInstance(parameters, {})).map(({ property }) => property);
        expect([path, missing]).toEqual([path, expect.arrayContaining([name])]);
      }
  });
});
