import path from 'node:path';
import { Command } from 'commander';
import { type Configuration, configurationFrom } from '#libs/engine/configuration';
import { settings } from '#libs/engine/settings';
import {
  dataOption,
  examples,
  filledText,
  jsonOption,
  languageOption,
  wholeNumber,
  type JsonOption,
  type LanguageOption,
} from '../command-options.ts';
import { bothLanguages } from '../language.ts';
import { openProgressBar } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';
import { resultOf } from './demo-result.ts';
import { demoTable } from './demo-table.ts';
import { runDemo } from './run-demo.ts';

interface DemoCommandOptions extends JsonOption, LanguageOption {
  readonly orders: number;
  readonly seed: string;
  readonly data: string;
  readonly eventStore?: string;
  readonly readDatabase?: string;
  readonly keyVault?: string;
}

/** Where the demo is made. What is configured does not count: that is a real installation. Throws `ConfigurationError`. */
const demoPlace = ({ data, eventStore, readDatabase, keyVault }: DemoCommandOptions): Configuration =>
  configurationFrom({
    [settings.dataFolder.name]: data,
    [settings.eventStore.name]: eventStore,
    [settings.readDatabase.name]: readDatabase,
    [settings.keyVault.name]: keyVault,
  });

const MOST_ORDERS = 100_000;

/** `juchu demo` */
export const demoCommand = (terminal: Terminal): Command =>
  new Command('demo')
    .description(
      bothLanguages({
        ja: '見本の会社を作り、有形・無形の受注をあらゆる状態まで進める',
        en: 'Make a sample company and run its orders of both kinds to every state',
      }),
    )
    .option(
      '--orders <number>',
      'how many orders, of both kinds; 80 or more reach every state  受注の件数',
      wholeNumber(1, MOST_ORDERS),
      200,
    )
    .option('--seed <text>', 'the same seed makes the same company  乱数の種', filledText, '1')
    .addOption(dataOption().default(path.resolve('var/demo'), './var/demo'))
    .option('--event-store <url>', 'its log, instead of a file in the folder: esdb://…  ログの場所')
    .option('--read-database <url>', 'its read models, likewise: postgres://…  リードモデルの場所')
    .option('--key-vault <url>', 'its keys, likewise: postgres://…  鍵の場所')
    .addOption(jsonOption())
    .addOption(languageOption(terminal))
    .addHelpText(
      'after',
      examples(
        'demo',
        'demo --orders 2000 --seed tokyo --data ./var/tokyo',
        'demo --json --data ./var/demo-json',
        'demo --event-store "esdb://localhost:2113?tls=false"',
      ),
    )
    .action(async (options: DemoCommandOptions) => {
      const { orders, seed, data, json, lang } = options;
      const report = await runDemo({ orders, seed, place: demoPlace(options) }, openProgressBar(terminal));
      terminal.out(
        json ? JSON.stringify(resultOf(report), null, 2) : demoTable(report, path.relative('', data) || '.', lang),
      );
    });
