import { BY_REVISION, placeOnTimeline, timelineEntries, type TimelineEntry } from '../fact-timeline.ts';
import { inOrder, isAfter, pageOf, type Page } from '../paging.ts';
import { IdPageParameters } from '../parameters.ts';
import type { QueryDescription } from '../query-description.ts';
import { rowOf, type Stored } from '../stored.ts';
import { supportCaseFactLabel } from './support-case.fact-labels.ts';
import { supportCaseStream } from './support-cases.projection.ts';
import { isCase } from './support-cases.query.ts';
import { supportCaseTimelineTable, type SupportCaseFactRow, type SupportCaseRow } from './support-cases.table.ts';

type Tables = {
  support_cases: Stored<SupportCaseRow>;
  support_case_timeline: Stored<SupportCaseFactRow>;
};

const example: TimelineEntry = {
  revision: '2',
  type: 'CaseAnswered',
  label: supportCaseFactLabel('CaseAnswered'),
  happenedAt: '2026-11-27T04:10:00.000Z',
  recordedAt: '2026-11-27T04:10:00.000Z',
  actor: { id: 'sato', role: 'backOffice', via: 'http' },
  causationId: null,
  commandId: '5c0d9f8e-3d4d-4a1f-9a35-0f6f3a3b7f01',
  stateAfter: { state: 'inProgress', nextActor: 'backOffice', category: 'complaint', priority: 'high' },
  data: { answer: '代わりの品を明日お送りします。', answeredVia: 'phone' },
  eventId: '0e0c5a3a-6e5e-5a5c-8f4d-2a3f3b9a7c10',
  hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

/** `GET /api/support-cases/{id}/timeline` */
export const supportCaseTimelineQuery: QueryDescription<IdPageParameters, Page<TimelineEntry>> = {
  name: 'support-case-timeline',
  path: 'support-cases/{id}/timeline',
  summary: {
    ja: '問い合わせ案件の履歴（ID または案件番号）',
    en: 'Every fact of a support case in its sequence, by id or by case number',
  },
  parameters: IdPageParameters,
  projection: 'support-cases',
  example: { items: [example], next: null },
  run: async ({ database, vault }, { id, limit, cursor }) => {
    const cases = database.db.$extendTables<Tables>();
    const found = await cases.selectFrom('support_cases').select('id').where(isCase(id)).executeTakeFirst();
    if (!found) return undefined;
    const stored = await cases
      .selectFrom('support_case_timeline')
      .selectAll()
      .where('case_id', '=', found.id)
      .where(isAfter(BY_REVISION, cursor))
      .orderBy(inOrder(BY_REVISION))
      .limit(limit + 1)
      .execute();
    const rows = stored.map((row) => rowOf<SupportCaseFactRow>(database, supportCaseTimelineTable, row));
    const page = pageOf(rows, limit, placeOnTimeline);
    const items = await timelineEntries(
      page.items,
      vault,
      ({ case_id }) => supportCaseStream(case_id),
      ({ type }) => supportCaseFactLabel(type),
    );
    return { ...page, items };
  },
};
