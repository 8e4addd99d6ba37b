import { memoryVault, type MemoryVault } from '#libs/kernel/testing/memory-vault';
import type { SupportCaseFactOf } from '#state-machines/support-case/support-case.events';
import type { ContactRecord } from '#state-machines/vocabulary/contact';
import { givenLog, type GivenLog } from '../../testing/given-log.ts';
import { PERSON } from '../../testing/goods-order-samples.ts';
import type { ReadModelsRoom } from '../../testing/read-models-room.ts';
import { contactsProjection } from '../contacts.projection.ts';
import type { ContactRow } from '../contacts.table.ts';

/** Contacts in a log of their own, on whatever streams, and their rows. */
export interface GivenContacts {
  readonly log: GivenLog;
  readonly vault: MemoryVault;
  /** A call of the customer on a stream, but for what is given. The id of its event. */
  contact(stream: string, data?: Partial<ContactRecord>, occurredAt?: string): string;
  caseOpened(id: string, data?: Partial<SupportCaseFactOf<'CaseOpened'>['data']>): void;
  /** Lets the read model take in all that was given so far. */
  catchUp(): Promise<void>;
  rows(): Promise<readonly ContactRow[]>;
  row(id: string): Promise<ContactRow>;
}

export const givenContacts = (room: ReadModelsRoom): GivenContacts => {
  const vault = memoryVault();
  const log = givenLog(vault);
  let projected = 0;
  const catchUp = async (): Promise<void> => {
    const fresh = log.events.slice(projected);
    projected = log.events.length;
    await room.project(contactsProjection, fresh);
  };
  const rows = async (): Promise<readonly ContactRow[]> => {
    await catchUp();
    return (await room.rows(contactsProjection, 'contacts')) as readonly ContactRow[];
  };
  return {
    log,
    vault,
    contact: (stream, data = {}, occurredAt) => {
      const call: ContactRecord = { medium: 'phone', direction: 'inbound', summary: PERSON, ...data };
      return log.add(stream, { type: 'CustomerContacted', data: call }, {}, occurredAt).id;
    },
    caseOpened: (id, data = {}) => {
      const opened: SupportCaseFactOf<'CaseOpened'>['data'] = {
        caseNumber: 'CS-2026-000001',
        category: 'question',
        priority: 'normal',
        customerId: 'C-1',
        openedVia: 'phone',
        openedAt: '2026-11-20T01:00:00Z',
        firstAnswerDue: '2026-11-24T01:00:00Z',
        resolutionDue: '2026-11-27T01:00:00Z',
        title: PERSON,
        ...data,
      };
      log.add(`supportCase-${id}`, { type: 'CaseOpened', data: opened }, {});
    },
    catchUp,
    rows,
    row: async (id) => {
      const row = (await rows()).find((candidate) => candidate.id === id);
      if (!row) throw new Error(`there is no contact ${id}`);
      return row;
    },
  };
};
