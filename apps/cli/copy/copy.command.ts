import { Command } from 'commander';
import { openEventStore } from '#libs/engine/open-event-store';
import { type EventStore, START } from '#libs/kernel/event-store';
import { copyLog } from '#libs/log-copy/copy-log';
import { countAfter } from '#libs/log-copy/log-reading';
import { verifyCopy } from '#libs/log-copy/verify-copy';
import { examples, jsonOption, type JsonOption, wholeNumber } from '../command-options.ts';
import { CommandFailed } from '../failure.ts';
import { bothLanguages } from '../language.ts';
import { openProgressBar } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';
import { addressOption } from './address.ts';
import { type CopyReport, copyText, nextSteps, whyNotDone } from './copy-text.ts';
import { LOG_FORMS, locationOf, openExisting } from './log-address.ts';

interface CopyCommandOptions extends JsonOption {
  readonly from: string;
  readonly to: string;
  readonly verifyOnly?: true;
  readonly inFlight: number;
}

/** Opens both logs, making the target where it is to be made, and lets go of them whatever happens. */
const withBoth = async <Result>(
  { from, to, verifyOnly }: CopyCommandOptions,
  use: (source: EventStore, target: EventStore) => Promise<Result>,
): Promise<Result> => {
  // Both addresses are looked at before anything is opened.
  const [sourceLocation, targetLocation] = [locationOf('from', from), locationOf('to', to)];
  const source = await openExisting(sourceLocation);
  try {
    const copyOf = source.identity;
    const target = await (verifyOnly
      ? openExisting(targetLocation, copyOf)
      : openEventStore(targetLocation, { simulation: undefined, copyOf }));
    return await use(source, target).finally(() => target.close());
  } finally {
    await source.close();
  }
};

const copyAndVerify = async (
  source: EventStore,
  target: EventStore,
  { verifyOnly, inFlight }: Pick<CopyCommandOptions, 'verifyOnly' | 'inFlight'>,
  terminal: Terminal,
): Promise<CopyReport> => {
  const bar = openProgressBar(terminal);
  const total = terminal.progressStream ? await countAfter(source, START) : 0;
  const watched = <Result>(title: string, run: (advance: (events: number) => void) => Promise<Result>) => {
    bar.begin(title, total);
    return run((events) => bar.advance(events)).finally(() => bar.end());
  };
  const copy = verifyOnly
    ? undefined
    : await watched('copy', (advance) => copyLog(source, target, { inFlight, onEvents: advance }));
  const until = copy?.until ?? (await source.head());
  const verification = await watched('verify', (advance) => verifyCopy(source, target, { until, onEvents: advance }));
  const later = await countAfter(source, until);
  return { ...verification, written: copy ? copy.events - copy.found : 0, later };
};

const withoutBigints = (_member: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

/** `juchu copy`: from one engine to another, one way or the other. */
export const copyCommand = (terminal: Terminal): Command =>
  new Command('copy')
    .description(
      bothLanguages({
        ja: 'ログを別のイベントストアへ複製し、照合する（中断しても続きから再開できる）',
        en: 'Copy the log to another event store and verify it; goes on where it was when it is run again',
      }),
    )
    .addOption(addressOption('from', 'the log to copy  複製元', LOG_FORMS))
    .addOption(addressOption('to', 'an empty store, or an unfinished copy  複製先', LOG_FORMS))
    .option('--verify-only', 'compare both logs and write nothing  照合のみ')
    .option(
      '--in-flight <number>',
      'appends under way at once; 1 where the target does not keep their order  同時に送る書き込みの数',
      wholeNumber(1, 256),
      64,
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        'copy --from sqlite:./var/events.db --to esdb://localhost:2113?tls=false',
        'copy --from sqlite:./var/events.db --to @/run/secrets/event-store --verify-only --json',
      ),
    )
    .action((options: CopyCommandOptions) =>
      withBoth(options, async (source, target) => {
        const report = await copyAndVerify(source, target, options, terminal);
        const problem = whyNotDone(report);
        if (options.json) terminal.out(JSON.stringify({ ...report, done: problem === undefined }, withoutBigints, 2));
        else terminal.out(copyText(report) + (problem === undefined && !options.verifyOnly ? `\n${nextSteps}` : ''));
        if (problem !== undefined) throw new CommandFailed(problem);
      }),
    );
