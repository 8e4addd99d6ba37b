import { Command } from 'commander';
import { followUpsQuery } from '#libs/read-models/follow-ups/follow-ups.query';
import type { FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import type { Page } from '#libs/read-models/paging';
import { dayOf } from '#libs/read-models/query-description';
import { examples, wholeNumber } from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { followUpsTable } from './follow-up-text.ts';
import { requireKnownNames } from './known-names.ts';
import { filtered, forQueue, parametersOf, type QueueFilters, type QueueOptions } from './queue-options.ts';
import { withDesk, type Desk } from './with-desk.ts';

type ListOptions = QueueOptions & QueueFilters & { readonly limit: number };

const MOST = 10_000;
/** Asked for at once. */
const PAGE = 200;

interface Listed {
  readonly items: readonly FollowUpView[];
  /** True where there are more than were asked for. */
  readonly more: boolean;
}

const listed = async (desk: Desk, filters: QueueFilters, limit: number): Promise<Listed> => {
  const items: FollowUpView[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<FollowUpView> | undefined = await desk.ask(followUpsQuery, {
      ...parametersOf(filters),
      limit: Math.min(PAGE, limit - items.length),
      cursor,
    });
    items.push(...(page?.items ?? []));
    cursor = page?.next ?? undefined;
  } while (cursor !== undefined && items.length < limit);
  return { items, more: cursor !== undefined };
};

/** `juchu queue list` */
export const listCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    filtered(
      new Command('list').description(
        bothLanguages({
          ja: 'フォローアップの一覧。期限切れから順に',
          en: 'What is owed to customers, overdue first',
        }),
      ),
    ).option('--limit <number>', 'at most so many  件数', wholeNumber(1, MOST), 50),
  )
    .addHelpText(
      'after',
      examples(
        'queue list',
        'queue list --assignee sato --overdue',
        'queue list --unassigned --team support --due-to 2026-11-30 --lang ja',
        'queue list --customer C-1001 --state all --json',
      ),
    )
    .action(async ({ limit, json, ...options }: ListOptions) => {
      const { lang, asOf, state } = options;
      await withDesk(terminal, options, async (desk) => {
        await requireKnownNames(desk, options);
        const { items, more } = await listed(desk, options, limit);
        const today = dayOf(desk.context, asOf);
        terminal.out(
          json
            ? JSON.stringify({ asOf: today, items, more }, null, 2)
            : followUpsTable(items, today, lang, { states: state !== 'active' }),
        );
        if (more)
          terminal.err(
            { ja: `先頭の ${limit} 件です。--limit で増やせます。`, en: `the first ${limit}: --limit shows more` }[
              lang
            ],
          );
      });
    });
