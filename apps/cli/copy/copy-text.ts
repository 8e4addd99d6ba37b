import { differenceText } from '#libs/log-copy/copy-refusal';
import type { CopyVerification } from '#libs/log-copy/verify-copy';

/** What a run of the command found and did. */
export interface CopyReport extends CopyVerification {
  /** Events that this run wrote. */
  readonly written: number;
  /** Events that the source got after the copy had begun: they are not in it. */
  readonly later: number;
}

/** Findings shown to people; `--json` shows all. */
const SHOWN = 20;

/** Why the copy must not take the place of the source yet, in one line; undefined where it may. */
export const whyNotDone = ({ difference, findings, later }: CopyReport): string | undefined => {
  if (difference)
    return `the logs are not the same: ${differenceText(difference)}${difference.problem === 'missing' ? '; copy again' : ''}`;
  if (findings.length > 0)
    return 'the copy is as the source is, but the source is not as it was written: see the findings above, and "juchu audit"';
  if (later > 0) return `${later} events came to the source meanwhile: stop what writes to it, and run this again`;
  return undefined;
};

/** What the command says on standard output. */
export const copyText = (report: CopyReport): string => {
  const { events, streams, written, difference, findings } = report;
  const same = difference
    ? `${events} events are the same up to ${difference.stream} at revision ${difference.revision.toString()}`
    : `${events} events in ${streams} streams are the same in both logs, in the same order`;
  return [
    `${same}; ${written} of them were written now`,
    findings.length === 0
      ? 'every hash chain of the target holds'
      : `hash chains of the target: ${findings.length} findings`,
    ...findings
      .slice(0, SHOWN)
      .map(
        ({ stream, revision, problem, found, expected }) =>
          `  ${stream} ${revision.toString()} ${problem}: ${found}, not ${expected}`,
      ),
    ...(findings.length > SHOWN ? [`  … and ${findings.length - SHOWN} more: see --json`] : []),
  ].join('\n');
};

/** What is left to do once a copy is whole. */
export const nextSteps = [
  '',
  'To go on with the copy:',
  '  JUCHU_EVENT_STORE    its address',
  '  JUCHU_KEY_VAULT      where the keys are now: they are not in the log, and were not copied (juchu copy-keys does that)',
  '  JUCHU_READ_DATABASE  a new one, which is filled from the copy: its positions are its own',
].join('\n');
