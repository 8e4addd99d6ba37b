import { initialDeskData, type DeskData } from '#state-machines/desk/desk.data';
import { DESK_ID } from '#state-machines/desk/desk.id';
import type { OperationPorts } from '../operation.ts';

/** The desk as it stands, also before it was opened. */
export const deskOf = async ({ inspect }: Pick<OperationPorts, 'inspect'>): Promise<DeskData> =>
  ((await inspect('desks', DESK_ID))?.data as DeskData | undefined) ?? initialDeskData;
