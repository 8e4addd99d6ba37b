import { v5 } from 'uuid';

/** Never edit: the ids of follow-ups come from it. */
const FOLLOW_UP = '0b9c1a5e-6f6d-5b0a-9a55-2f1c4d7be0f0';

/** The id of the follow-up that a rule opens because of an event: the same whenever it is derived, so that no replay opens it twice. */
export const followUpId = (rule: string, causeId: string): string => v5(JSON.stringify([rule, causeId]), FOLLOW_UP);
