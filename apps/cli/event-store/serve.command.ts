import path from 'node:path';
import { Command, Option } from 'commander';
import { catalogues } from '#libs/engine/catalogue';
import { refuseLostLog } from '#libs/engine/installation-files';
import { startEmulator } from '#libs/event-store-emulator/emulator';
import { openSqliteEventLog } from '#libs/event-store-sqlite/sqlite-event-log';
import { type RunningService, runService } from '#libs/service/run-service';
import { dataOption, examples, filledText, wholeNumber, type DataOption } from '../command-options.ts';
import { ProgramEnded } from '../failure.ts';
import { bothLanguages } from '../language.ts';
import { configurationOf } from '../open-installation.ts';
import type { Terminal } from '../terminal.ts';

interface ServeOptions extends DataOption {
  readonly port: number;
  readonly host: string;
  readonly file?: string;
}

/** The port that clients of EventStoreDB try first. */
const USUAL_PORT = 2113;

/** Streams of the engine: only what continues their hash chains is appended, and nothing is deleted. */
const protection = { categories: catalogues.map(({ streamType }) => streamType.category) };

/** The file that is asked for: by its name, or that of an installation, whose log may not be made anew where it was lost. */
const fileOf = ({ file, data }: ServeOptions, terminal: Terminal): string => {
  if (file !== undefined) return path.resolve(file);
  const configuration = configurationOf(terminal, data);
  refuseLostLog(configuration);
  const { eventStore, dataFolder } = configuration;
  // An installation whose log is on a server may be just what this server is for.
  return eventStore.kind === 'sqlite' ? eventStore.file : path.join(dataFolder, 'events.db');
};

const serve = async (file: string, host: string, port: number): Promise<RunningService> => {
  const log = await openSqliteEventLog({ file });
  try {
    const emulator = await startEmulator({ log, host, port, protection });
    return {
      greeting: `esdb://${emulator.host}:${emulator.port}?tls=false`,
      close: async () => {
        await emulator.close();
        await log.close();
      },
    };
  } catch (error) {
    await log.close();
    throw error;
  }
};

/** `juchu event-store serve` */
export const serveCommand = (terminal: Terminal): Command =>
  new Command('serve')
    .description(
      bothLanguages({
        ja: 'イベントストアを EventStoreDB のプロトコルで公開する（認証・暗号化なし）',
        en: 'Serve an event store to clients of EventStoreDB, over its protocol (no TLS, no passwords)',
      }),
    )
    .option('--port <number>', 'port to listen on  ポート番号', wholeNumber(0, 65_535), USUAL_PORT)
    .option(
      '--host <address>',
      'address to listen on; others may write to it, too  待ち受けるアドレス',
      filledText,
      '127.0.0.1',
    )
    .addOption(
      new Option('--file <path>', "event store to serve, instead of the installation's  公開するファイル")
        .argParser(filledText)
        .conflicts('data'),
    )
    .addOption(dataOption())
    .addHelpText('after', examples('event-store serve', 'event-store serve --port 2114 --file ./var/shared/events.db'))
    .action(async (options: ServeOptions) => {
      const file = fileOf(options, terminal);
      const code = await runService(() => serve(file, options.host, options.port));
      if (code !== 0) throw new ProgramEnded(code);
    });
