import { nothingIsHeld, type OrderDeskData } from '#state-machines/order/order.data';
import { onlyIf, whileInRegion, type Condition } from '../availability.ts';
import { stateRefusal } from '../refusal.ts';
import { regionPath, serviceOrderStateLabel, type ServiceOrderState } from './service-order.state.ts';

/** Allowed while the engagement is in one of these states, or in a state inside one of them. */
export const whileIn = whileInRegion({
  pathOf: (state: ServiceOrderState) => regionPath(state, 'engagement'),
  labelOf: (path) => serviceOrderStateLabel('engagement', path),
});

type OpenChangeState = 'requested' | 'quoted';
const openStates: readonly string[] = ['requested', 'quoted'] satisfies readonly OpenChangeState[];

/** Allowed while a change is open and in one of these states. */
export const whileChangeIs =
  (...allowed: readonly OpenChangeState[]): Condition<ServiceOrderState> =>
  (state) => {
    const present = regionPath(state, 'change');
    if (allowed.some((path) => path === present)) return undefined;
    if (!openStates.includes(present))
      return stateRefusal(
        'not-in-this-state',
        '未決の変更がありません。先に変更の依頼を記録してください。',
        'No change is open; request one first.',
      );
    const now = serviceOrderStateLabel('change', present);
    const wanted = allowed.map((path) => serviceOrderStateLabel('change', path));
    return stateRefusal(
      'not-in-this-state',
      `この操作は変更が「${wanted.map(({ ja }) => ja).join('」「')}」の間だけ行えます。現在の変更は「${now.ja}」です。`,
      `This is possible only while the change is ${wanted.map(({ en }) => `"${en}"`).join(' or ')}; it is "${now.en}".`,
    );
  };

/** Allowed while nothing holds the order back. */
export const notHeld = onlyIf(
  (data: Pick<OrderDeskData, 'holds'>) => nothingIsHeld(data),
  'order-held',
  '保留中の受注は先に進められません。先に保留を解除してください。',
  'A held order does not go on; release its holds first.',
);
