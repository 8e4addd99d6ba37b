import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { deskStream } from '#libs/ordering/desk/desk.stream';
import { initialDeskData, type DeskData } from '#state-machines/desk/desk.data';
import { DESK_ID } from '#state-machines/desk/desk.id';

/** The desk as it stands, also before it was opened. */
export const loadDesk = async (loop: Pick<CommandLoop, 'load'>): Promise<DeskData> =>
  (await loop.load(deskStream, DESK_ID))?.state ?? initialDeskData;
