import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { engagementPlaces, type EngagementPlace } from './testing/engagement-places.ts';
import type { ApiUnderTest } from './testing/running-api.ts';
import { type Engagement, migration, signatories } from './testing/sample-engagement.ts';
import { onEverySetUp } from './testing/set-ups.ts';
import { circle, wrongCommands } from './testing/wrong-commands.ts';

const cases = Object.entries(wrongCommands).flatMap(([place, commands]) =>
  commands.map(([what, ...wrong]) => [place as EngagementPlace, what, wrong] as const),
);

/** Kana and kanji. */
const JAPANESE = /[ぁ-んァ-ヶ一-龠]/;

onEverySetUp('bad input to a service order', (runApi) => {
  let api: ApiUnderTest;
  const engagements = new Map<string, Engagement>();
  beforeAll(async () => {
    api = await runApi();
    for (const [place, lead] of Object.entries(engagementPlaces)) engagements.set(place, await lead(api));
    // Until what was proposed long ago has expired.
    await api.settled();
  });
  afterAll(() => api.end());

  /** The refusal of a command in both languages, which leaves state and revision as they were. */
  const refusalOf = async (place: EngagementPlace, command: string, body: object) => {
    const engagement = engagements.get(place);
    if (!engagement) throw new Error(`nothing was led to ${place}`);
    const before = await engagement.read();
    const { status, body: problem } = await engagement.attempt(command, body);
    expect(await engagement.read()).toEqual(before);
    expect(problem.messages.ja).toMatch(JAPANESE);
    expect(problem.messages.en).not.toMatch(JAPANESE);
    return { ...problem, status, before };
  };

  it.each(cases)('%s: %s is refused', async (place, _what, [command, body, status, rule, field]) => {
    const { before, ...problem } = await refusalOf(place, command, body);
    const code = status === 400 ? 'invalid-command' : rule;
    expect(problem).toMatchObject({ status, code, ...(status === 400 ? {} : { revision: before.revision }) });
    const errors =
      field === undefined ? [] : [{ field, rule, message: expect.any(String), messages: expect.anything() }];
    expect(problem.errors.filter((error) => error.field === field)).toEqual(errors);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, 'colour', 'unknown-field'],
    ['no title', { title: undefined }, 'title', 'required'],
    ['no word about the needs', { needs: '' }, 'needs', 'is-text'],
    ['a budget below nothing', { budget: -1 }, 'budget', 'is-whole-number'],
    ['a customer without a name', { customer: { id: 'C-1' } }, 'customer.name', 'required'],
    ['a currency that does not exist', { currency: 'YEN' }, 'currency', 'is-currency'],
  ])('needs with %s are not taken in', async (_what, more, field, rule) => {
    const head = await api.engine.store.head();
    const { status, body } = await api.call('POST', '/api/service-orders', { ...migration().needs, ...more });
    expect({ ...body, status }).toMatchObject({ status: 400, code: 'invalid-command', errors: [{ field, rule }] });
    expect(await api.engine.store.head()).toBe(head);
  });

  it('names what is missing, what goes in a circle, and what does not add up, in both languages', async () => {
    const words = async (...sent: Parameters<typeof refusalOf>) => (await refusalOf(...sent)).messages;
    expect(await words('a concluded contract', 'plan-project', circle)).toEqual({
      ja: '作業の依存関係が循環しています: T1 → T2 → T1',
      en: 'These tasks wait for each other in a circle: T1 → T2 → T1.',
    });
    expect(await words('an incomplete contract', 'conclude-contract', { signatories })).toEqual({
      ja: '契約書に不足があります: 支払サイト、保証',
      en: 'The contract lacks: payment days, warranty.',
    });
    expect(await words('a contract that does not add up', 'conclude-contract', { signatories })).toEqual({
      ja: '請求予定の合計が金額と一致しません（標準税率：金額 3600000、請求予定の合計 3599999）。',
      en: 'The milestones do not add up to the price (standard rate): the price is 3600000, the milestones are 3599999.',
    });
    expect((await words('half a plan', 'kick-off-project', {})).en).toBe(
      'The plan of the project lacks the owner, at least one member, the schedule, at least one task; plan that first.',
    );
    expect((await words('a terminated contract', 'start-task', { taskId: 'T1' })).ja).toContain('中途解約');
  });
});
