import { Command } from 'commander';
import { examples } from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { findFollowUp } from './find-follow-up.ts';
import { forQueue, idArgument, type QueueOptions } from './queue-options.ts';
import { showFollowUp } from './show-follow-up.ts';
import { withDesk } from './with-desk.ts';

/** `juchu queue show` */
export const showCommand = (terminal: Terminal): Command =>
  forQueue(
    terminal,
    new Command('show')
      .description(
        bothLanguages({
          ja: 'フォローアップの詳細。きっかけと結果も',
          en: 'Everything about one: why it is there, who has it, how it ended',
        }),
      )
      .addArgument(idArgument()),
  )
    .addHelpText(
      'after',
      examples('queue show 6f1c7b5e', 'queue show 6f1c7b5e --lang ja', 'queue show 6f1c7b5e --json'),
    )
    .action(async (beginning: string, options: QueueOptions) => {
      await withDesk(terminal, options, async (desk) => {
        const { id } = await findFollowUp(desk, beginning);
        await showFollowUp(terminal, desk, id, options);
      });
    });
