import type { StoreIdentity } from '#libs/kernel/event-store';
import type { LogDifference } from './log-comparison.ts';

/** The target is not one that this source can be copied to. The message is one line that says why, and what to do. */
export class CopyRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CopyRefused';
  }
}

/** Throws `CopyRefused` where the target was not made as a copy of the source. */
export const requireCopyOf = (source: StoreIdentity, target: StoreIdentity): void => {
  if (source.logId === target.logId)
    throw new CopyRefused('source and target are one and the same log: name another target');
  if (source.id !== target.id)
    throw new CopyRefused(
      `the target belongs to another installation (${target.id}, not ${source.id}): name a target that is empty`,
    );
  if (source.simulation !== target.simulation)
    throw new CopyRefused('one of source and target is a simulation, the other is not: name a target that is empty');
};

/** What a difference is, in words that finish “stream at revision 3 …”. */
const words: Readonly<Record<LogDifference['problem'], string>> = {
  missing: 'is not in the target',
  surplus: 'is not in the source',
  order: 'is not in its place in the target',
  id: 'has another id in the target',
  type: 'has another type in the target',
  data: 'has other data in the target',
  metadata: 'has other metadata in the target',
};

/** A difference in words: what, where, in which way. */
export const differenceText = ({ stream, revision, problem }: LogDifference): string =>
  `${stream} at revision ${revision.toString()} ${words[problem]}`;

/** The refusal of a target that holds something else than the beginning of the source. */
export const notABeginning = (difference: LogDifference): CopyRefused =>
  new CopyRefused(
    `what the target holds is not the beginning of the source: ${differenceText(difference)}; name a target that is empty`,
  );

/** What was written cannot become a copy any more. */
export const orderLost = (): CopyRefused =>
  new CopyRefused(
    'the target does not keep the order of appends that are under way at once: empty it, or name another one, and copy one append at a time (--in-flight 1)',
  );
