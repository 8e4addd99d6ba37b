import { Command } from 'commander';
import { catalogues } from '#libs/engine/catalogue';
import { auditLog, type LogAudit } from '#libs/engine/log-audit';
import { dataOption, examples, jsonOption, type DataOption, type JsonOption } from './command-options.ts';
import { countEvents } from './count-events.ts';
import { CommandFailed } from './failure.ts';
import { bothLanguages } from './language.ts';
import { withInstallation } from './open-installation.ts';
import { openProgressBar } from './progress-bar.ts';
import type { Terminal } from './terminal.ts';

/** Findings shown to people; `--json` shows all. */
const SHOWN = 20;

const auditText = ({ events, streams, findings }: LogAudit): string =>
  [
    `${events} events in ${streams} streams: ${findings.length === 0 ? 'hash chains, ids and states all hold' : `${findings.length} findings`}`,
    ...findings
      .slice(0, SHOWN)
      .map(
        ({ stream, revision, problem, found, expected }) =>
          `  ${stream} ${revision} ${problem}: ${found}, not ${expected}`,
      ),
    ...(findings.length > SHOWN ? [`  … and ${findings.length - SHOWN} more: see --json`] : []),
  ].join('\n');

const withoutBigints = (_member: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

/** `juchu audit`: reads the whole log and writes nothing. */
export const auditCommand = (terminal: Terminal): Command =>
  new Command('audit')
    .description(
      bothLanguages({
        ja: 'ログ全体を監査する（ハッシュの連鎖、ID、すべての状態の再現）',
        en: 'Audit the whole log: hash chains, ids, and every state replayed',
      }),
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('audit', 'audit --data ./var/demo --json'))
    .action(({ data, json }: DataOption & JsonOption) =>
      withInstallation(terminal, data, { runProjections: false, runProcesses: false }, async (engine) => {
        const bar = openProgressBar(terminal);
        bar.begin('audit', terminal.progressStream ? await countEvents(engine) : 0);
        const audit = await auditLog(engine.store, catalogues, (events) => bar.advance(events)).finally(() =>
          bar.end(),
        );
        terminal.out(json ? JSON.stringify(audit, withoutBigints, 2) : auditText(audit));
        if (audit.findings.length > 0)
          throw new CommandFailed(
            'the log is not as it was written: see the findings above, and restore it from a backup',
          );
      }),
    );
