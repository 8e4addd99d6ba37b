import { recorded } from '../vocabulary/recorded.ts';
import { meta } from '../vocabulary/state-meta.ts';
import { serviceOrderSetup } from './service-order.setup.ts';

/** 変更: a change to a concluded contract is priced and agreed before it is worked on. */
export const changeRegion = serviceOrderSetup.createStateConfig({
  initial: 'unknown',
  states: {
    unknown: {
      meta: meta('nobody', ['未受付', 'Unknown'], ['まだ受け付けていない', 'No such order was received yet.']),
      always: { guard: 'orderWasReceived', target: 'none' },
    },
    none: {
      meta: meta('nobody', ['変更なし', 'None'], ['契約の変更は求められていない', 'No change was asked for.']),
      on: { ChangeRequested: 'requested' },
    },
    requested: {
      meta: meta('backOffice', ['変更依頼あり', 'Requested'], ['変更を見積もる', 'The change is to be quoted.']),
      on: { ChangeQuoted: 'quoted', ChangeDeclined: 'declined' },
    },
    quoted: {
      meta: meta(
        'customer',
        ['変更見積もり済み', 'Quoted'],
        ['変更後の契約への合意を待つ', 'The customer is to agree to the contract as changed.'],
      ),
      on: { ChangeQuoted: recorded, ChangeAgreed: 'agreed', ChangeDeclined: 'declined' },
    },
    agreed: {
      meta: meta('nobody', ['変更合意済み', 'Agreed'], ['新しい版の契約になった', 'The contract has a new version.']),
      on: { ChangeRequested: 'requested' },
    },
    declined: {
      meta: meta('nobody', ['変更見送り', 'Declined'], ['契約は元のまま', 'The contract stays as it was.']),
      on: { ChangeRequested: 'requested' },
    },
  },
});
