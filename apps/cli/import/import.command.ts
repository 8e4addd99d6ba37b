import { open } from 'node:fs/promises';
import { Command } from 'commander';
import { problemsAsCsv, reportLines, type ImportReport } from '#libs/order-import/import-report';
import { describeMapping } from '#libs/order-import/mapping';
import { dataOption, examples, jsonOption, type DataOption, type JsonOption } from '../command-options.ts';
import { CommandFailed } from '../failure.ts';
import { bothLanguages } from '../language.ts';
import { configurationOf } from '../open-installation.ts';
import { openProgressBar } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';
import { RowsRefused } from './rows-refused.ts';
import { runImport } from './run-import.ts';

interface OrdersOptions extends DataOption, JsonOption {
  readonly mapping: string;
  readonly dryRun?: true;
  readonly simulate?: true;
  readonly report?: string;
}

/** `juchu import` */
export const importCommand = (terminal: Terminal): Command =>
  new Command('import')
    .description(bothLanguages({ ja: '外部データを取り込む', en: 'Import data of other systems' }))
    .addCommand(ordersCommand(terminal))
    .addCommand(
      new Command('mapping')
        .description(
          bothLanguages({ ja: '対応付けファイルの項目を説明する', en: 'Explain the members of a mapping file' }),
        )
        .action(() => terminal.out(describeMapping().join('\n'))),
    );

const ordersCommand = (terminal: Terminal): Command =>
  new Command('orders')
    .description(
      bothLanguages({
        ja: '受注を CSV から取り込む。何度実行しても結果は同じ',
        en: 'Import orders from CSV files; safe to repeat',
      }),
    )
    .argument('<folder-or-file>', "folder of the CSV files, or the orders' file  CSV のフォルダーまたは受注ファイル")
    .requiredOption('--mapping <file>', 'how columns become orders, as YAML or JSON  列の対応付け')
    .addOption(dataOption())
    .option('--dry-run', 'validate everything and write nothing  検証のみ')
    .option('--report <file>', 'write all problems: CSV where it ends in .csv, else JSON  報告書の出力先')
    .option('--simulate', "a simulation, whose clock follows the data's dates  データの日付で再現する")
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'import orders ./shop --mapping ./shop.mapping.yaml --dry-run',
        'import orders ./shop --mapping ./shop.mapping.yaml --report ./refused.csv',
        'import mapping',
      ) + '\n\nExit codes: 0 all imported, 1 failed, 2 called in a wrong way, 3 some rows were refused.',
    )
    .action(async (folderOrFile: string, options: OrdersOptions) => {
      const writeReport = await openReport(options.report);
      const request = {
        folderOrFile,
        mappingFile: options.mapping,
        configuration: configurationOf(terminal, options.data),
        dryRun: options.dryRun ?? false,
        simulate: options.simulate ?? false,
      };
      const report = await runImport(request, openProgressBar(terminal));
      await writeReport(report);
      terminal.out(options.json ? JSON.stringify(report, null, 2) : reportLines(report).join('\n'));
      if (report.rowsRefused > 0) throw new RowsRefused(report.rowsRefused);
    });

/** Opens the report file before the work begins: a path that cannot be written is better known before an hour's import than after. */
const openReport = async (path: string | undefined): Promise<(report: ImportReport) => Promise<void>> => {
  if (path === undefined) return () => Promise.resolve();
  const file = await open(path, 'w').catch((cause: unknown) => {
    throw new CommandFailed(`the report cannot be written to ${path}: name another file with --report`, { cause });
  });
  return async (report) => {
    await file.writeFile(path.endsWith('.csv') ? problemsAsCsv(report) : `${JSON.stringify(report, null, 2)}\n`);
    await file.close();
  };
};
