import type { StreamType } from '#libs/kernel/decider';
import type { DeskData } from '#state-machines/desk/desk.data';
import type { DeskFact } from '#state-machines/desk/desk.events';
import type { DeskCommand } from './desk.commands.ts';
import { deskDecider } from './desk.decider.ts';

/** 受注デスク: one stream, `desk-company`. */
export const deskStream: StreamType<DeskData, DeskCommand, DeskFact> = {
  category: 'desk',
  machine: 'desk@1',
  decider: deskDecider,
  stateAfter: ({ members }) => ({ members: Object.keys(members).length }),
  upcasters: {},
  personal: {},
  personOf: (_state, id) => id,
};
