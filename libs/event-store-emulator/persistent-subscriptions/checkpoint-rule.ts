import type { GroupSettings } from './group-definition.ts';
import type { SettledPlace } from './progress.ts';

/** Why progress is looked at: a message was settled, the time of the settings has passed, or the group ends. */
export type CheckpointOccasion = 'settled' | 'time' | 'end';

/**
 * A filter that matches nothing would read the whole log again after each restart. The number is high, for a checkpoint is an event, too: groups with
 * filters pass over the checkpoints of each other, and must not write for that alone.
 */
const PASSED_OVER_COUNT = 1000;

export const isCheckpointDue = (
  { messages, passedOver }: SettledPlace,
  { minCheckpointCount, maxCheckpointCount }: GroupSettings,
  occasion: CheckpointOccasion,
): boolean => {
  switch (occasion) {
    case 'settled':
      return messages >= Math.max(1, maxCheckpointCount);
    case 'time':
      return messages >= Math.max(1, minCheckpointCount) || passedOver >= PASSED_OVER_COUNT;
    case 'end':
      return messages > 0;
  }
};
