import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Plain } from '#libs/kernel/command-catalogue';
import { START } from '#libs/kernel/event-store';
import { fromClerk, type LoopHarness, openLoopHarness } from '#libs/kernel/testing/loop-harness';
import type { Outcome } from '#libs/kernel/outcome';
import { customersProjection } from '#libs/read-models/customers/customers.projection';
import { openReadModelsRoom, type ReadModelsRoom } from '#libs/read-models/testing/read-models-room';
import { catalogues } from './catalogue.ts';
import { commandPorts } from './commands.ts';
import { ReadModelBehind } from './engine-ports.ts';
import type { OperationPorts } from './operation.ts';
import { type FindDuplicates, findDuplicates } from './operations/find-duplicates.ts';

const sakura = { customerNumber: 'C-1', name: '株式会社さくら商店', phone: '03-1234-5678', email: 'a@example.jp' };

describe('customers who are registered', () => {
  let harness: LoopHarness;
  let room: ReadModelsRoom;
  let followed: string;
  beforeEach(async () => {
    harness = await openLoopHarness();
    room = await openReadModelsRoom();
    followed = START;
    await follow();
  });
  afterEach(async () => {
    await room.leave();
    await harness.close();
  });

  /** Takes the read model to the end of the log. */
  const follow = async (): Promise<void> => {
    const { events, next } = await harness.store.readAll({ from: followed });
    await room.project(customersProjection, events);
    followed = next;
  };
  const ports = () => {
    const { store, clock, vault } = harness;
    const shared = { store, clock, vault, readDatabase: room.database };
    return { ...shared, ...commandPorts({ ...shared, loop: harness.loop(), catalogues, defaultWarehouse: 'MAIN' }) };
  };
  const register = (data: object, context = fromClerk()) =>
    ports().execute('customers', undefined, { type: 'RegisterCustomer', data }, context);
  const amend = (id: string, data: object) =>
    ports().execute('customers', id, { type: 'AmendCustomer', data }, fromClerk());
  const codeOf = (outcome: Outcome) => (outcome.accepted ? 'accepted' : outcome.refusal.code);
  /** Registers a customer, and lets the read model know. */
  const known = async (data: object) => {
    expect(codeOf(await register(data))).toBe('accepted');
    await follow();
  };
  const find = async (payload: Plain<FindDuplicates>) => {
    const answer = await findDuplicates.run(ports() as unknown as OperationPorts, payload, fromClerk());
    return 'refused' in answer ? answer.code : answer.candidates;
  };

  it.each([
    ['name', { name: 'さくら商店㈱' }],
    ['name', { name: 'さくら商店 御中', phone: '0312345678' }],
    ['phone', { name: 'みどり会', phone: '+81 3 1234 5678' }],
    ['email', { name: 'みどり会', contactPersons: [{ contactPersonId: 'p', name: '田中', email: 'A@example.jp' }] }],
  ])('are stopped where another one looks alike, by the %s', async (field, alike) => {
    await known(sakura);
    const outcome = await register({ customerNumber: 'C-2', ...alike });
    expect(outcome).toMatchObject({
      accepted: false,
      refusal: {
        refused: 'rule',
        code: 'likely-duplicate',
        field,
        message: { ja: expect.stringContaining('C-1'), en: expect.stringContaining('C-1') },
      },
    });
  });

  it('are registered where the clerk says that all who look alike are others', async () => {
    await known(sakura);
    await known({ ...sakura, customerNumber: 'C-2', distinctFrom: ['C-1'] });
    const third = { ...sakura, customerNumber: 'C-3' };
    expect(codeOf(await register({ ...third, distinctFrom: ['C-1'] }))).toBe('likely-duplicate');
    expect(await register({ ...third, distinctFrom: ['C-2', 'C-1', 'C-9'] })).toMatchObject({
      accepted: true,
      facts: [{ data: { distinctFrom: ['C-2', 'C-1', 'C-9'] } }],
    });
  });

  it('are stopped by one who is alike in all, and by every one who was not named, however many share a telephone', async () => {
    const phone = '03-1234-5678';
    const family = Array.from({ length: 55 }, (_, index) => `C-${10 + index}`);
    for (const [index, customerNumber] of family.entries())
      await known({ customerNumber, name: `支店 ${customerNumber}`, phone, distinctFrom: family.slice(0, index) });
    await known({ customerNumber: 'Z-1', name: 'さくら商店', phone, distinctFrom: family });
    const twin = { ...sakura, customerNumber: 'Z-2' };
    expect(await register({ ...twin, distinctFrom: family })).toMatchObject({
      refusal: { code: 'likely-duplicate', field: 'name', message: { en: expect.stringMatching(/already: Z-1\. /) } },
    });
    expect(await register({ ...twin, distinctFrom: ['Z-1', ...family.slice(0, 50)] })).toMatchObject({
      refusal: { field: 'phone', message: { en: expect.stringMatching(/already: C-60, C-61, C-62, C-63, C-64\. /) } },
    });
    expect(codeOf(await register({ ...twin, distinctFrom: ['Z-1', ...family] }))).toBe('accepted');
    const found = await find({ name: 'さくら商店', phone });
    expect(found).toHaveLength(50);
    expect(found[0]).toMatchObject({ customerNumber: 'Z-1', matches: ['name', 'phone'] });
  });

  it('are registered where nobody looks alike, or only one who was erased', async () => {
    await known(sakura);
    await known({ customerNumber: 'C-2', name: 'みどり会', phone: '03-9999-9999' });
    await harness.vault.destroyKey('C-1');
    await known({ ...sakura, customerNumber: 'C-3' });
  });

  it('are no duplicates of themselves: a repeat decides nothing, and other content is told apart', async () => {
    const context = fromClerk();
    const first = await register(sakura, context);
    await follow();
    expect(await register(sakura, context)).toMatchObject({ accepted: true, repeated: true, id: first.id });
    expect(await register(sakura)).toMatchObject({ accepted: true, facts: [] });
    expect(codeOf(await register({ ...sakura, note: '別件' }))).toBe('already-registered');
  });

  it('are found by what they were amended to, and no longer by what was amended', async () => {
    await known(sakura);
    expect(codeOf(await amend('C-1', { phone: '03-7777-7777' }))).toBe('accepted');
    await follow();
    expect(await find({ phone: '0377777777' })).toMatchObject([{ customerNumber: 'C-1', matches: ['phone'] }]);
    expect(await find({ phone: '0312345678' })).toEqual([]);
    expect(await find({ name: 'さくら商店' })).toMatchObject([{ customerNumber: 'C-1', matches: ['name'] }]);
    await amend('C-1', { clear: ['phone'] });
    await follow();
    expect(await find({ phone: '0377777777' })).toEqual([]);
  });

  it('are found by a clerk, with their name and what is alike', async () => {
    await known(sakura);
    await known({ customerNumber: 'C-2', name: '桜商店', kana: 'サクラショウテン' });
    expect(await find({ name: '（株）さくら商店', phone: '03(1234)5678' })).toEqual([
      { id: 'C-1', customerNumber: 'C-1', name: '株式会社さくら商店', registered: true, matches: ['name', 'phone'] },
    ]);
    expect(await find({ kana: 'ｻｸﾗｼｮｳﾃﾝ' })).toMatchObject([{ customerNumber: 'C-2', matches: ['name'] }]);
    expect(await find({})).toBe('nothing-to-compare');
    await harness.vault.destroyKey('C-1');
    expect(await find({ email: 'a@example.jp' })).toEqual([]);
  });

  it('are not registered unchecked where the read model was never built', async () => {
    const empty = await openReadModelsRoom();
    const { execute } = commandPorts({
      ...ports(),
      loop: harness.loop(),
      readDatabase: empty.database,
      catalogues,
      defaultWarehouse: 'MAIN',
    });
    const registration = { type: 'RegisterCustomer', data: sakura };
    await expect(execute('customers', undefined, registration, fromClerk())).rejects.toThrow(ReadModelBehind);
    await empty.leave();
  });
});
