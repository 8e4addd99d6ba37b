import { Command } from 'commander';
import { followUpCatalogue } from '#libs/ordering/follow-up/follow-up.catalogue';
import { orderQuery } from '#libs/read-models/order-status/order-status.query';
import { supportCaseQuery } from '#libs/read-models/support-cases/support-cases.query';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import type { Priority } from '#state-machines/vocabulary/priority';
import { calendarDate, examples, filledText } from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { withMember } from './known-names.ts';
import { customerOption, forActing, priorityOption, teamOption, type ActingOptions } from './queue-options.ts';
import { showFollowUp } from './show-follow-up.ts';
import { failure, type Desk } from './with-desk.ts';

interface AddOptions extends ActingOptions {
  readonly task: string;
  readonly due: CalendarDate;
  readonly customer?: string;
  readonly order?: string;
  readonly case?: string;
  readonly assignee?: string;
  readonly team?: string;
  readonly priority?: Priority;
}

/** The id of the order that people mean by its id or its number. Throws `CommandFailed` where there is none. */
const orderId = async (desk: Desk, idOrNumber: string): Promise<string> => {
  await desk.catchUp('order-status');
  const order = await desk.ask(orderQuery, { id: idOrNumber });
  if (order) return order.id;
  throw failure(desk.language, {
    ja: `受注 ${idOrNumber} はありません。GO-2026-000123 のような受注番号か ID を指定してください。`,
    en: `there is no order ${idOrNumber}: give its number, such as GO-2026-000123, or its id`,
  });
};

/** The id of the support case that people mean by its id or its number. Throws `CommandFailed` where there is none. */
const caseId = async (desk: Desk, idOrNumber: string): Promise<string> => {
  await desk.catchUp('support-cases');
  const found = await desk.ask(supportCaseQuery, { id: idOrNumber });
  if (found) return found.id;
  throw failure(desk.language, {
    ja: `問い合わせ ${idOrNumber} はありません。案件番号か ID を指定してください。`,
    en: `there is no support case ${idOrNumber}: give its number or its id`,
  });
};

/** `juchu queue add` */
export const addCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('add')
      .description(
        bothLanguages({
          ja: '得意先・受注・問い合わせについて、することを登録する',
          en: 'Add something that is to be done for a customer, about an order or about a case',
        }),
      )
      .requiredOption('--task <text>', 'what is to be done  すること', filledText)
      .requiredOption('--due <date>', 'last day on which it is in time  期限', calendarDate)
      .addOption(customerOption())
      .option('--order <id-or-number>', 'order that it is about  受注', filledText)
      .option('--case <id-or-number>', 'support case that it is about  問い合わせ', filledText)
      .option('--assignee <member>', 'who gets it  担当者', filledText)
      .addOption(teamOption())
      .addOption(priorityOption()),
  )
    .addHelpText(
      'after',
      examples(
        'queue add --task "Call about the sample" --due 2026-12-01 --customer C-1001',
        'queue add --task "見本が届いたか確かめる" --due 2026-12-01 --order GO-2026-000123 --assignee sato',
      ),
    )
    .action(
      async ({ task, due, customer, order, case: supportCase, assignee, team, priority, ...options }: AddOptions) => {
        if (customer === undefined && order === undefined && supportCase === undefined)
          throw failure(options.lang, {
            ja: '--customer、--order、--case のいずれかを指定してください。',
            en: 'say whom it is about: with --customer, --order or --case',
          });
        await withMember(terminal, options, async (desk) => {
          const about = {
            customerId: customer,
            orderId: order && (await orderId(desk, order)),
            caseId: supportCase && (await caseId(desk, supportCase)),
          };
          const creation = { ...about, task, dueOn: due, assignee, team, priority };
          const { id } = await desk.send(followUpCatalogue, 'CreateFollowUp', creation);
          await showFollowUp(terminal, desk, id, options);
        });
      },
    );
