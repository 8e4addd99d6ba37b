import type { NextActor, StateMeta } from '#state-machines/vocabulary/labels';

/** What a state says about itself. Throws for a state of ours that says nothing: every one has to be readable. */
export const wordsOf = (path: string, meta: unknown): StateMeta => {
  if (!isStateMeta(meta)) throw new TypeError(`the state ${path} has no label: give it meta(…)`);
  return meta;
};

const isStateMeta = (meta: unknown): meta is StateMeta =>
  typeof meta === 'object' && meta !== null && 'label' in meta && 'description' in meta && 'nextActor' in meta;

/** Who has to act, for people. */
export const actors: Readonly<Record<NextActor, string>> = {
  backOffice: '受注担当 back office',
  customer: 'お客様 customer',
  warehouse: '倉庫 warehouse',
  carrier: '配送業者 carrier',
  supplier: '仕入先 supplier',
  nobody: '– nobody',
};
