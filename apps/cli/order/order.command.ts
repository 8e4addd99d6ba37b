import { Argument, Command } from 'commander';
import { catchUp } from '../catch-up.ts';
import {
  dataOption,
  examples,
  filledText,
  jsonOption,
  languageOption,
  type DataOption,
  type JsonOption,
  type LanguageOption,
} from '../command-options.ts';
import { CommandFailed } from '../failure.ts';
import { bothLanguages } from '../language.ts';
import { withInstallation } from '../open-installation.ts';
import type { Terminal } from '../terminal.ts';
import { findOrder } from './find-order.ts';
import { orderText } from './order-text.ts';

/** `juchu order`: the log is not written to; the read models are brought up to date. */
export const orderCommand = (terminal: Terminal): Command =>
  new Command('order')
    .description(
      bothLanguages({
        ja: '受注の状況・履歴・いま可能な操作を見て、ログを監査する',
        en: 'Show where an order stands, its timeline and what is possible now, and audit its log',
      }),
    )
    .addArgument(new Argument('<id-or-number>', 'order number or id  受注番号または ID').argParser(filledText))
    .addOption(dataOption())
    .addOption(languageOption(terminal))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'order GO-2026-000123',
        'order GO-2026-000123 --lang ja --data ./var/demo',
        'order GO-2026-000123 --json',
      ),
    )
    .action(async (idOrNumber: string, { data, lang, json }: DataOption & LanguageOption & JsonOption) => {
      const found = await withInstallation(terminal, data, { runProcesses: false }, async (engine) => {
        await catchUp(engine, ['order-status', 'order-timeline']);
        return findOrder(engine, idOrNumber);
      });
      if (!found)
        throw new CommandFailed(
          `there is no order ${idOrNumber}: give its number, such as GO-2026-000123, or its id, and the right folder with --data`,
        );
      terminal.out(json ? JSON.stringify(found, null, 2) : orderText(found, lang));
      if (found.audit.findings.length > 0)
        throw new CommandFailed(
          `the log of ${found.order.orderNumber} is not as it was written: see the audit above, and restore it from a backup`,
        );
    });
