import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { PERSON } from '../testing/goods-order-samples.ts';
import { describeInEachRoom, type ReadModelsRoom } from '../testing/read-models-room.ts';
import { contactExample } from './contact.view.ts';
import { ContactsParameters } from './contacts.parameters.ts';
import { contactsOfCustomer, contactsQuery } from './contacts.query.ts';
import { givenContacts, type GivenContacts } from './testing/given-contacts.ts';

const order = { orderId: 'a', orderKind: 'goods', orderNumber: 'GO-2026-000001' } as const;
const at = (day: number): string => `2026-11-${day}T01:00:00.000Z`;

describeInEachRoom('questions about contacts', (openRoom) => {
  let room: ReadModelsRoom;
  let given: GivenContacts;
  /** Names of the contacts by the ids of their events. */
  let names: Readonly<Record<string, string>>;
  beforeEach(async () => {
    room = await openRoom();
    given = givenContacts(room);
    given.log.order('a', 'OrderReceived');
    given.log.service('s', 'NeedsRecorded');
    given.caseOpened('k', { order });
    const call = given.contact(
      'goodsOrder-a',
      { contactId: 'c-1', replyOwedBy: 'company', replyDue: '2026-11-25', promise: `${PERSON}様に折り返す` },
      at(21),
    );
    const visit = given.contact(
      'serviceOrder-s',
      { medium: 'visit', direction: 'outbound', replyOwedBy: 'customer', replyDue: '2026-11-24' },
      at(24),
    );
    const email = given.contact('supportCase-k', { medium: 'email', replyOwedBy: 'company' }, at(22));
    const reply = given.contact('supportCase-k', { medium: 'email', direction: 'outbound' }, at(23));
    const letter = given.contact('customer-C-1', { medium: 'letter', direction: 'outbound' }, at(20));
    names = { [call]: 'call', [visit]: 'visit', [email]: 'email', [reply]: 'reply', [letter]: 'letter' };
    await given.catchUp();
  });
  afterEach(() => room.leave());

  const context = () => ({ database: room.database, vault: given.vault });
  const ask = async (wanted: Partial<ContactsParameters> = {}) =>
    (await contactsQuery.run(context(), Object.assign(new ContactsParameters(), wanted)))!;
  const found = async (wanted: Partial<ContactsParameters> = {}) =>
    (await ask(wanted)).items.map(({ id }) => names[id]);

  it('are answered newest first, or as asked', async () => {
    expect(await found()).toEqual(['visit', 'reply', 'email', 'call', 'letter']);
    expect(await found({ sort: 'contactedAt' })).toEqual(['letter', 'call', 'email', 'reply', 'visit']);
    expect((await found({ sort: 'replyDue' })).slice(0, 2)).toEqual(['visit', 'call']);
    expect((await found({ sort: '-replyDue' })).slice(0, 2)).toEqual(['call', 'visit']);
  });

  it('can be narrowed by every parameter', async () => {
    const cases: readonly (readonly [Partial<ContactsParameters>, readonly string[]])[] = [
      [{ customerId: 'C-1' }, ['reply', 'email', 'call', 'letter']],
      [{ customerId: 'C-9' }, []],
      [{ orderId: 'a' }, ['reply', 'email', 'call']],
      [{ orderId: 'GO-2026-000001' }, ['reply', 'email', 'call']],
      [{ orderId: 'SO-2026-000001' }, ['visit']],
      [{ caseId: 'k' }, ['reply', 'email']],
      [{ caseId: 'CS-2026-000001' }, ['reply', 'email']],
      [{ medium: 'email' }, ['reply', 'email']],
      [{ medium: 'meeting' }, []],
      [{ direction: 'inbound' }, ['email', 'call']],
      [{ owedBy: 'company' }, ['email', 'call']],
      [{ owedBy: 'company', openOnly: true }, ['call']],
      [{ owedBy: 'customer' }, ['visit']],
      [{ openOnly: true }, ['visit', 'call']],
      [{ openOnly: false, caseId: 'k' }, ['reply', 'email']],
      [{ dueUntil: '2026-11-24' }, ['visit']],
      [{ dueUntil: '2026-11-25' }, ['visit', 'call']],
      [{ dueUntil: '2026-11-25', customerId: 'C-1' }, ['call']],
    ];
    for (const [wanted, expected] of cases) expect([wanted, await found(wanted)]).toEqual([wanted, expected]);
  });

  it('are answered page by page, in every order', async () => {
    for (const sort of ['-contactedAt', 'contactedAt', 'replyDue', '-replyDue']) {
      const whole = await found({ sort });
      const seen: (string | undefined)[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await ask({ sort, limit: 2, cursor });
        seen.push(...page.items.map(({ id }) => names[id]));
        if (page.next === null) break;
        cursor = page.next;
      }
      expect(seen).toEqual(whole);
    }
  });

  it('tell what was said and promised, and what became of the answer', async () => {
    const { items } = await ask({ orderId: 'a' });
    const [reply, email, call] = items;
    expect(call).toMatchObject({
      contactId: 'c-1',
      customerId: 'C-1',
      order: { id: 'a', kind: 'goods', number: 'GO-2026-000001' },
      supportCase: null,
      contactedAt: at(21),
      actor: { id: 'sato', role: 'backOffice', via: 'http' },
      summary: PERSON,
      promise: `${PERSON}様に折り返す`,
      reply: { owedBy: 'company', due: '2026-11-25', state: 'open', settledAt: null, settledBy: null },
    });
    expect(email).toMatchObject({
      supportCase: { id: 'k', number: 'CS-2026-000001' },
      summary: PERSON,
      promise: null,
      reply: { state: 'answered', settledAt: at(23), settledBy: reply?.id },
    });
    expect(reply).toMatchObject({ reply: null });
    expect((await ask({ medium: 'letter' })).items).toMatchObject([{ order: null, summary: PERSON }]);
  });

  it('have answers with exactly the members that the documentation shows', async () => {
    const { items } = await ask();
    for (const item of items) expect(Object.keys(item).sort()).toEqual(Object.keys(contactExample).sort());
  });

  it('show nothing of what was said with a customer who was erased, on the customer and on their cases', async () => {
    await given.vault.destroyKey('C-1');
    const { items } = await ask();
    expect(items.map(({ id, summary, promise }) => [names[id], summary, promise])).toEqual([
      ['visit', PERSON, null],
      ['reply', null, null],
      ['email', null, null],
      // In specs, each order has a customer of its own.
      ['call', PERSON, `${PERSON}様に折り返す`],
      ['letter', null, null],
    ]);
  });

  it('include the newest contacts of one customer, on orders, cases and the customer as such', async () => {
    const newest = await contactsOfCustomer(room.database, given.vault, 'C-1', 3);
    expect(newest.map(({ id, summary }) => [names[id], summary])).toEqual([
      ['reply', PERSON],
      ['email', PERSON],
      ['call', PERSON],
    ]);
    expect(await contactsOfCustomer(room.database, given.vault, 'C-9', 3)).toEqual([]);
  });

  it('take their parameters as texts, and refuse what is none', () => {
    const parameters = plainToInstance(ContactsParameters, { openOnly: 'true', limit: '5' });
    expect([validateSync(parameters), parameters.openOnly]).toEqual([[], true]);
    const wrong = {
      medium: 'dream',
      direction: 'up',
      owedBy: 'both',
      openOnly: 'yes',
      dueUntil: 'soon',
      sort: 'medium',
    };
    for (const [name, value] of Object.entries(wrong)) {
      const broken = validateSync(plainToInstance(ContactsParameters, { [name]: value }));
      expect(broken.map(({ property }) => property)).toEqual([name]);
    }
  });
});
