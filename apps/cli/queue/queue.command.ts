import { Command } from 'commander';
import { examples } from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { addCommand } from './add.command.ts';
import { calendarCommand } from './calendar.command.ts';
import { countsCommand } from './counts.command.ts';
import { dayCommand } from './day.command.ts';
import { handOutCommands } from './hand-out.commands.ts';
import { listCommand } from './list.command.ts';
import { membersCommand } from './members.command.ts';
import { rulesCommand } from './rules.command.ts';
import { showCommand } from './show.command.ts';
import { workCommands } from './work.commands.ts';

/** `juchu queue` */
export const queueCommand = (terminal: Terminal): Command => {
  const queue = new Command('queue')
    .description(
      bothLanguages({
        ja: 'お客様への対応（フォローアップ）を見る・担当する・終える',
        en: 'What is owed to customers: see it, take it, get it done',
      }),
    )
    .addHelpText(
      'after',
      examples(
        'queue day sato                                  # what is due today?',
        'queue next --as sato                            # take the next one',
        'queue done 6f1c7b5e --outcome reached --as sato # the first characters of its id are enough',
        'queue list --overdue',
        'queue help done',
      ),
    );
  for (const command of [
    listCommand,
    countsCommand,
    dayCommand,
    showCommand,
    addCommand,
    ...handOutCommands,
    ...workCommands,
    membersCommand,
    rulesCommand,
    calendarCommand,
  ])
    queue.addCommand(command(terminal));
  return queue;
};
