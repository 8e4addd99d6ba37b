import type { Bilingual } from '#libs/kernel/decider';
import { isMember } from '#state-machines/desk/desk.data';
import type { Terminal } from '../terminal.ts';
import type { ActingOptions } from './queue-options.ts';
import { failure, withDesk, type Desk } from './with-desk.ts';

const listed = (names: readonly string[], none: Bilingual): Bilingual => {
  const sorted = [...new Set(names)].toSorted();
  return names.length === 0 ? none : { ja: `登録済み: ${sorted.join('、')}。`, en: `there are ${sorted.join(', ')}` };
};

const noMembers = { ja: 'まだ一人も登録されていません。', en: 'nobody was added yet' };

/** Throws `CommandFailed` where nobody of that name works here. */
export const requireMember = async (desk: Desk, option: '--as', name: string): Promise<void> => {
  const { members } = await desk.present();
  if (isMember({ members }, name)) return;
  const known = listed(Object.keys(members), noMembers);
  throw failure(desk.language, {
    ja: `${option}: 担当者「${name}」は登録されていません。${known.ja}「juchu queue members add」で登録するか、名前を訂正してください。`,
    en: `${option}: there is no member ${name}; ${known.en}: add them with "juchu queue members add", or correct the name`,
  });
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
