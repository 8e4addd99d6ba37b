import { Command, Option } from 'commander';
import { deskCatalogue } from '#libs/ordering/desk/desk.catalogue';
import { followUpCountsQuery } from '#libs/read-models/follow-ups/follow-up-counts.query';
import type { DeskData } from '#state-machines/desk/desk.data';
import { DESK_ID } from '#state-machines/desk/desk.id';
import { examples, listOf } from '../command-options.ts';
import { bothLanguages, type Language } from '../language.ts';
import { textTable } from '../text-table.ts';
import type { Terminal } from '../terminal.ts';
import { forActing, forQueue, memberArgument, type ActingOptions, type QueueOptions } from './queue-options.ts';
import { queueWords } from './queue-words.ts';
import { withDesk, type Desk } from './with-desk.ts';

type Members = DeskData['members'];

const membersTable = (members: Members, language: Language): string =>
  textTable([
    [queueWords.member[language], queueWords.teams[language]],
    ...Object.entries(members)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([member, teams]) => [member, teams.join(', ')]),
  ]);

const showMembers = async (terminal: Terminal, desk: Desk, { json, lang }: QueueOptions): Promise<void> => {
  const { members } = await desk.present();
  terminal.out(json ? JSON.stringify({ members }, null, 2) : membersTable(members, lang));
};

const teamsOption = (): Option =>
  new Option('--team <teams>', 'teams, with commas between, or none  チーム（カンマ区切り）').argParser(
    listOf((team) => team),
  );

const listCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    new Command('list').description(bothLanguages({ ja: '担当者の一覧', en: 'Who works here, in which teams' })),
  )
    .addHelpText('after', examples('queue members list', 'queue members list --json'))
    .action((options: QueueOptions) => withDesk(terminal, options, (desk) => showMembers(terminal, desk, options)));

const change = (
  terminal: Terminal,
  options: ActingOptions,
  type: keyof typeof deskCatalogue.commands,
  data: object,
): Promise<void> =>
  withDesk(terminal, options, async (desk) => {
    await desk.send(deskCatalogue, type, data, { streamId: DESK_ID });
    await showMembers(terminal, desk, options);
  });

type TeamsOptions<Teams> = ActingOptions & { readonly team: Teams };

const addCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('add')
      .description(bothLanguages({ ja: '担当者を登録する', en: 'Add somebody who works on follow-ups' }))
      .addArgument(memberArgument())
      .addOption(teamsOption()),
  )
    .addHelpText('after', examples('queue members add sato', 'queue members add suzuki --team orders,support'))
    .action((memberId: string, { team, ...options }: TeamsOptions<readonly string[] | undefined>) =>
      change(terminal, options, 'AddMember', { memberId, teams: team }),
    );

const moveCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('move')
      .description(bothLanguages({ ja: '担当者の所属を変える', en: 'Say which teams a member is in from now on' }))
      .addArgument(memberArgument())
      .addOption(teamsOption().makeOptionMandatory()),
  )
    .addHelpText('after', examples('queue members move suzuki --team support', 'queue members move suzuki --team none'))
    .action((memberId: string, { team, ...options }: TeamsOptions<readonly string[]>) =>
      change(terminal, options, 'MoveMember', { memberId, teams: team }),
    );

/** How many follow-ups somebody has, those that rest too. */
const held = async (desk: Desk, assignee: string): Promise<number> => {
  const counts = ['active', 'snoozed'].map((state) => desk.ask(followUpCountsQuery, { assignee, state }));
  return (await Promise.all(counts)).reduce((sum, answer) => sum + (answer?.items[0]?.total ?? 0), 0);
};

const removeCommand = (terminal: Terminal): Command =>
  forActing(
    terminal,
    new Command('remove')
      .description(
        bothLanguages({
          ja: '担当者を外す。担当していたものは、他の人に渡すまで残る',
          en: 'Remove a member; what they have stays theirs until it is given to others',
        }),
      )
      .addArgument(memberArgument()),
  )
    .addHelpText('after', examples('queue members remove suzuki'))
    .action((memberId: string, options: ActingOptions) =>
      withDesk(terminal, options, async (desk) => {
        await desk.send(deskCatalogue, 'RemoveMember', { memberId }, { streamId: DESK_ID });
        await showMembers(terminal, desk, options);
        const left = await held(desk, memberId);
        if (left > 0)
          terminal.err(
            {
              ja: `${memberId} の担当が ${left} 件残っています。「juchu queue list --assignee ${memberId}」で確かめ、「juchu queue assign」で他の人に渡してください。`,
              en: `${memberId} still has ${left}: see "juchu queue list --assignee ${memberId}", and give them to others with "juchu queue assign"`,
            }[options.lang],
          );
      }),
    );

/** `juchu queue members` */
export const membersCommand = (terminal: Terminal): Command =>
  new Command('members')
    .description(bothLanguages({ ja: '担当者とチーム', en: 'Who works on follow-ups, and in which teams' }))
    .addCommand(listCommand(terminal), { isDefault: true })
    .addCommand(addCommand(terminal))
    .addCommand(moveCommand(terminal))
    .addCommand(removeCommand(terminal));
