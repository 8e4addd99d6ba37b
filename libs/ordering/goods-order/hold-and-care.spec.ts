import { describe, expect, it } from '@jest/globals';
import type { GoodsOrderCommand } from './goods-order.commands.ts';
import { confirm, continued, line, placeOf, receive, registeredOrder, story } from './goods-order.story.ts';

const received = story(receive([line('1', 2)]));

describe('a hold of a goods order', () => {
  const held = continued(received, { type: 'HoldOrder', data: { reason: 'credit' } });

  it('lasts until every reason is released', () => {
    const twice = continued(held, { type: 'HoldOrder', data: { reason: 'price' } });
    const once = continued(twice, { type: 'ReleaseHold', data: { reason: 'credit' } });
    expect(placeOf(once)['hold']).toBe('held');
    expect(placeOf(continued(once, { type: 'ReleaseHold', data: { reason: 'price' } }))['hold']).toBe('clear');
  });

  it('is the back office’s to act on once the goods could leave', () => {
    expect(placeOf(continued(registeredOrder(), { type: 'HoldOrder', data: { reason: 'credit' } }))['nextActor']).toBe(
      'backOffice',
    );
    expect(placeOf(registeredOrder('prepaid'))['nextActor']).toBe('customer');
    expect(placeOf(registeredOrder())['nextActor']).toBe('warehouse');
  });

  it('keeps nobody from confirming', () =>
    expect(placeOf(continued(held, confirm))['fulfilment']).toBe('allocating.awaitingStock'));
});

describe('inquiries about a goods order', () => {
  const ask: GoodsOrderCommand = { type: 'OpenInquiry', data: { about: '配送', question: 'いつ?', askedVia: 'phone' } };
  const answer = (inquiryId: string): GoodsOrderCommand => ({
    type: 'ResolveInquiry',
    data: { inquiryId, answer: '明日です' },
  });

  it('keep it waiting until the last one is answered', () => {
    const two = continued(received, ask, ask);
    const [first, second] = two.state.data.openInquiries;
    const one = continued(two, answer(first!));
    expect(placeOf(one)['care']).toBe('inquiryOpen');
    expect(placeOf(continued(one, answer(second!)))['care']).toBe('quiet');
  });
});
