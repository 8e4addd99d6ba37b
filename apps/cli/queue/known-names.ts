import type { Bilingual } from '#libs/kernel/decider';
import { followUpCountsQuery } from '#libs/read-models/follow-ups/follow-up-counts.query';
import { isMember, isTeam } from '#state-machines/desk/desk.data';
import type { Terminal } from '../terminal.ts';
import type { ActingOptions, QueueFilters } from './queue-options.ts';
import { failure, withDesk, type Desk } from './with-desk.ts';

const listed = (names: readonly string[], none: Bilingual): Bilingual => {
  const sorted = [...new Set(names)].toSorted();
  return names.length === 0 ? none : { ja: `登録済み: ${sorted.join('、')}。`, en: `there are ${sorted.join(', ')}` };
};

const noMembers = { ja: 'まだ一人も登録されていません。', en: 'nobody was added yet' };
const noTeams = { ja: 'まだ誰もチームに所属していません。', en: 'nobody is in a team yet' };

/** Throws `CommandFailed` where nobody of that name works here. */
export const requireMember = async (desk: Desk, option: '--as' | '--assignee', name: string): Promise<void> => {
  const { members } = await desk.present();
  if (isMember({ members }, name)) return;
  const known = listed(Object.keys(members), noMembers);
  throw failure(desk.language, {
    ja: `${option}: 担当者「${name}」は登録されていません。${known.ja}「juchu queue members add」で登録するか、名前を訂正してください。`,
    en: `${option}: there is no member ${name}; ${known.en}: add them with "juchu queue members add", or correct the name`,
  });
};

/** Throws `CommandFailed` where nobody is in that team. */
export const requireTeam = async (desk: Desk, name: string): Promise<void> => {
  const { members } = await desk.present();
  if (isTeam({ members }, name)) return;
  const known = listed(Object.values(members).flat(), noTeams);
  throw failure(desk.language, {
    ja: `--team: チーム「${name}」に所属する担当者がいません。${known.ja}「juchu queue members move」で所属を登録するか、名前を訂正してください。`,
    en: `--team: nobody is in the team ${name}; ${known.en}: put somebody in it with "juchu queue members move", or correct the name`,
  });
};

/** Refuses names by which nothing can be found. Whoever has left is found by what they still have. Throws `CommandFailed`. */
export const requireKnownNames = async (desk: Desk, { assignee, team }: QueueFilters): Promise<void> => {
  const isBorne = async (by: { readonly assignee: string } | { readonly team: string }): Promise<boolean> => {
    const counts = await desk.ask(followUpCountsQuery, { ...by, state: 'all' });
    return (counts?.items[0]?.total ?? 0) > 0;
  };
  if (assignee !== undefined && !(await isBorne({ assignee }))) await requireMember(desk, '--assignee', assignee);
  if (team !== undefined && !(await isBorne({ team }))) await requireTeam(desk, team);
};

/** Opens the desk for somebody who works in the queue: whom `--as` names has to be a member. Throws what `withDesk` throws. */
export const withMember = <Result>(
  terminal: Terminal,
  options: ActingOptions,
  use: (desk: Desk) => Promise<Result>,
): Promise<Result> =>
  withDesk(terminal, options, async (desk) => {
    if (options.as !== undefined) await requireMember(desk, '--as', options.as);
    return use(desk);
  });
