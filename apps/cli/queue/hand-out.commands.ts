import { Command } from 'commander';
import { bulkAssign, type BulkAssigned } from '#libs/engine/operations/bulk-assign';
import { claimNext } from '#libs/engine/operations/claim-next';
import { examples, filledText } from '../command-options.ts';
import { bothLanguages, type Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import type { Terminal } from '../terminal.ts';
import { changeFollowUp } from './change-follow-up.ts';
import { findFollowUp } from './find-follow-up.ts';
import { shortId } from './follow-up-text.ts';
import { requireTeam, withMember } from './known-names.ts';
import {
  customerOption,
  forActing,
  idArgument,
  idsArgument,
  memberArgument,
  ruleOption,
  teamOption,
  type ActingOptions,
} from './queue-options.ts';
import { showFollowUp } from './show-follow-up.ts';
import { actingMember, failure } from './with-desk.ts';

interface NextOptions extends ActingOptions {
  readonly team?: string;
  readonly rule?: string;
  readonly customer?: string;
}

const nextCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('next')
      .description(
        bothLanguages({
          ja: '誰も担当していない次の一件を自分の担当にする',
          en: 'Take the next one that nobody has, of your teams and of everybody',
        }),
      )
      .addOption(teamOption())
      .addOption(ruleOption())
      .addOption(customerOption()),
  )
    .addHelpText('after', examples('queue next --as sato', 'queue next --as sato --team support --lang ja'))
    .action(async ({ team, rule, customer, ...options }: NextOptions) => {
      const assignee = actingMember(terminal, options);
      await withMember(terminal, options, async (desk) => {
        if (team !== undefined) await requireTeam(desk, team);
        const wanted = { assignee, team, rule, customerId: customer };
        const { followUp } = await desk.operate(claimNext, wanted, ({ position }) => position);
        if (followUp) await showFollowUp(terminal, desk, followUp.id, options);
        else if (options.json) terminal.out('null');
        else terminal.err({ ja: '取れるものはありません。', en: 'nothing is left that could be taken' }[options.lang]);
      });
    });

const claimCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('claim')
      .description(bothLanguages({ ja: '一件を自分の担当にする', en: 'Take one, unless somebody else was faster' }))
      .addArgument(idArgument()),
  )
    .addHelpText('after', examples('queue claim 6f1c7b5e --as sato'))
    .action((beginning: string, options: ActingOptions) =>
      changeFollowUp(terminal, options, beginning, 'ClaimFollowUp', { assignee: actingMember(terminal, options) }),
    );

const assignedTable = ({ items }: BulkAssigned, language: Language): string =>
  textTable(
    items.map(({ id, assigned, refusal }) => [
      shortId(id),
      assigned ? { ja: '担当を決めました', en: 'assigned' }[language] : (refusal?.message[language] ?? ''),
    ]),
  );

const assignCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('assign')
      .description(
        bothLanguages({
          ja: 'まとめて担当者を決める。担当があるものも替わる',
          en: 'Give one or many to somebody, also those that others have',
        }),
      )
      .addArgument(memberArgument())
      .addArgument(idsArgument()),
  )
    .addHelpText('after', examples('queue assign sato 6f1c7b5e', 'queue assign suzuki 6f1c7b5e 0a2b4c6d --as sato'))
    .action(async (assignee: string, beginnings: readonly string[], options: ActingOptions) => {
      await withMember(terminal, options, async (desk) => {
        const ids: string[] = [];
        for (const beginning of beginnings) ids.push((await findFollowUp(desk, beginning)).id);
        const answer = await desk.operate(bulkAssign, { ids, assignee }, lastPosition);
        terminal.out(options.json ? JSON.stringify(answer, null, 2) : assignedTable(answer, options.lang));
        const refused = answer.items.length - answer.assigned;
        if (refused > 0)
          throw failure(options.lang, {
            ja: `${answer.items.length} 件のうち ${refused} 件は担当を決められませんでした。上の理由を見てください。`,
            en: `${refused} of ${answer.items.length} could not be assigned: see the reasons above`,
          });
      });
    });

/** Positions are texts of one length, so that the greatest is the last in the log. */
const lastPosition = ({ items }: BulkAssigned): string | null =>
  items.reduce<string | null>((last, { position }) => ((position ?? '') > (last ?? '') ? position : last), null);

const returnCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('return')
      .description(bothLanguages({ ja: '担当を外して一覧に戻す', en: 'Give one back, for others to take' }))
      .addArgument(idArgument())
      .option('--reason <text>', 'why  理由', filledText),
  )
    .addHelpText('after', examples('queue return 6f1c7b5e --as sato --reason "on a business trip"'))
    .action((beginning: string, { reason, ...options }: ActingOptions & { readonly reason?: string }) =>
      changeFollowUp(terminal, options, beginning, 'ReturnFollowUp', { reason }),
    );

const moveCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('move')
      .description(bothLanguages({ ja: '別のチームに回す', en: 'Move one to the queue of a team' }))
      .argument('<team>', 'team  チーム', filledText)
      .addArgument(idArgument()),
  )
    .addHelpText('after', examples('queue move support 6f1c7b5e --as sato'))
    .action((team: string, beginning: string, options: ActingOptions) =>
      changeFollowUp(terminal, options, beginning, 'MoveFollowUpToTeam', { team }),
    );

/** Who gets what. */
export const handOutCommands = [nextCommand, claimCommand, assignCommand, returnCommand, moveCommand] as const;
