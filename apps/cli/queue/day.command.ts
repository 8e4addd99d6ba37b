import { Command } from 'commander';
import { memberDayQuery, type MemberDay } from '#libs/read-models/follow-ups/member-day.query';
import type { FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import type { CalendarDate } from '#state-machines/vocabulary/dates';
import { examples } from '../command-options.ts';
import { bothLanguages, type Language } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { followUpsTable } from './follow-up-text.ts';
import { asOfOption, forQueue, memberArgument, type QueueOptions } from './queue-options.ts';
import { failure, withDesk } from './with-desk.ts';

type DayOptions = QueueOptions & { readonly asOf?: CalendarDate };

const words = {
  today: { ja: '今日すること', en: 'Today' },
  soon: { ja: 'これから 7 日', en: 'The next seven days' },
  toClaim: { ja: '取れるもの', en: 'Can be claimed' },
  snoozed: { ja: '保留中', en: 'Resting' },
  endedToday: { ja: '今日終えた件数', en: 'Ended today' },
  none: { ja: 'なし', en: 'nothing' },
} as const;

const dayText = (day: MemberDay, language: Language): string => {
  const section = (word: keyof typeof words, count: number, views: readonly FollowUpView[]): readonly string[] => [
    '',
    `${words[word][language]} (${count})`,
    views.length === 0 ? `  ${words.none[language]}` : followUpsTable(views, day.day, language),
  ];
  return [
    [day.member, ...(day.teams.length > 0 ? [`(${day.teams.join(', ')})`] : []), day.day].join('  '),
    ...section('today', day.today.length, day.today),
    ...section('soon', day.soon.length, day.soon),
    ...section('toClaim', day.toClaim.count, day.toClaim.next),
    '',
    `${words.snoozed[language]}: ${day.snoozed}  ${words.endedToday[language]}: ${day.endedToday}`,
  ].join('\n');
};

/** `juchu queue day` */
export const dayCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    new Command('day')
      .description(
        bothLanguages({
          ja: '担当者の一日。今日すること、これから、取れるもの',
          en: "A member's day: what is due, what comes next, what can be claimed",
        }),
      )
      .addArgument(memberArgument())
      .addOption(asOfOption()),
  )
    .addHelpText('after', examples('queue day sato', 'queue day sato --as-of 2026-12-01 --lang ja'))
    .action(async (id: string, { asOf, json, ...options }: DayOptions) => {
      await withDesk(terminal, options, async (desk) => {
        const day = await desk.ask(memberDayQuery, { id, asOf });
        if (!day)
          throw failure(options.lang, {
            ja: `担当者「${id}」は登録されていません。「juchu queue members add ${id}」で登録してください。`,
            en: `there is no member ${id}: add them with "juchu queue members add ${id}"`,
          });
        terminal.out(json ? JSON.stringify(day, null, 2) : dayText(day, options.lang));
      });
    });
