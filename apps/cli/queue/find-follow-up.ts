import { followUpsNamed } from '#libs/read-models/follow-ups/named-follow-ups.query';
import type { FollowUpView } from '#libs/read-models/follow-ups/follow-up.view';
import { failure, type Desk } from './with-desk.ts';
import { whatOf } from './follow-up-text.ts';

/** Follow-ups that are named where a beginning of an id is not enough. */
const NAMED = 5;

/** The follow-up that is meant by the beginning of its id. Throws `CommandFailed` where there is none, or more than one. */
export const findFollowUp = async ({ context, language }: Desk, beginning: string): Promise<FollowUpView> => {
  const found = await followUpsNamed(context, beginning, NAMED + 1);
  const [first] = found;
  if (!first)
    throw failure(language, {
      ja: `${beginning} で始まるフォローアップはありません。「juchu queue list --state all」で確かめてください。`,
      en: `there is no follow-up ${beginning}: see "juchu queue list --state all"`,
    });
  if (found.length === 1) return first;
  const candidates = found.slice(0, NAMED).map((view) => `${view.id} (${whatOf(view, language)}, ${view.customerId})`);
  const listed = [...candidates, ...(found.length > NAMED ? ['…'] : [])].join(', ');
  throw failure(language, {
    ja: `${beginning} で始まるフォローアップが複数あります。ID をもっと長く指定してください: ${listed}`,
    en: `${beginning} could be any of these: give more of the id: ${listed}`,
  });
};
