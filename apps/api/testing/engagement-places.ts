import { daysLater } from '#state-machines/vocabulary/dates';
import { type ApiClient, tellingOf } from './api-client.ts';
import { type Engagement, engagementAt, migration, migrationBilling, todayInJapan } from './sample-engagement.ts';

const withContract = (contract: object) => ({ ...migration(), contract });

/** Where something is wrong to say: a name for each place, and what leads a new engagement there. */
export const engagementPlaces = {
  'new needs': (api) => engagementAt(api, 'needsRecorded'),
  'confirmed needs': (api) => engagementAt(api, 'needsConfirmed'),
  'a second proposal': async (api) => {
    const engagement = await engagementAt(api, 'proposalSubmitted');
    await engagement.send('revise-proposal', { scope: '設計と移行。' });
    await engagement.send('submit-proposal');
    return engagement;
  },
  'an unfinished second proposal': async (api) => {
    const engagement = await engagementAt(api, 'proposalSubmitted');
    await engagement.send('revise-proposal', { scope: '設計と移行。' });
    return engagement;
  },
  'an expired proposal': (api) => {
    const then = daysLater(todayInJapan(), -30);
    return engagementAt(tellingOf(api, `${then}T03:00:00Z`), 'proposalSubmitted', migration(then));
  },
  'a drafted contract': (api) => engagementAt(api, 'contractDrafted'),
  'an incomplete contract': (api) => engagementAt(api, 'contractDrafted', withContract({ billing: migrationBilling })),
  'a contract that does not add up': async (api) => {
    const engagement = await engagementAt(api, 'contractDrafted');
    const [downPayment, design, final] = migrationBilling;
    const billing = [downPayment, design, { ...final, amount: final.amount - 1 }];
    await engagement.send('amend-contract-draft', { billing });
    return engagement;
  },
  'a concluded contract': (api) => engagementAt(api, 'contractConcluded'),
  'half a plan': (api) => engagementAt(api, 'planned', { ...migration(), plan: { contactIntervalDays: 7 } }),
  'begun work': (api) => engagementAt(api, 'kickedOff'),
  'a change to quote': async (api) => {
    const engagement = await engagementAt(api, 'delivered');
    await engagement.send('request-change', { title: '追加', description: '帳票を増やしたい。', by: 'customer' });
    return engagement;
  },
  'an invoice': async (api) => {
    const engagement = await engagementAt(api, 'delivered');
    await engagement.send('issue-invoice', { invoiceNumber: 'INV-1', milestoneIds: ['M1'] });
    return engagement;
  },
  'a reported completion': (api) => engagementAt(api, 'completionReported'),
  'a terminated contract': async (api) => {
    const engagement = await engagementAt(api, 'kickedOff');
    await engagement.send('terminate-contract', { by: 'customer', reason: '事業の見直し' });
    return engagement;
  },
} as const satisfies Record<string, (api: ApiClient) => Promise<Engagement>>;

export type EngagementPlace = keyof typeof engagementPlaces;
