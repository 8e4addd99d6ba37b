import type { Clock } from '#libs/kernel/clock';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import type { KeyVault } from '#libs/kernel/personal-data';
import { SERVICE_ORDER_SERIES } from '#libs/ordering/number-series/order-number';
import type { RecordNeeds } from '#libs/ordering/service-order/proposal/needs.commands';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import { openMatchKeys } from './match-keys.ts';
import { createNumbering } from './number-new-order.ts';
import type { Preparation } from './preparation.ts';

export interface ServiceOrderPreparationOptions {
  readonly loop: Pick<CommandLoop, 'load' | 'execute'>;
  readonly clock: Clock;
  readonly vault: KeyVault;
}

/** How service orders get their numbers, and the keys of whoever orders. What is recorded already is answered by its own stream. */
export const serviceOrderPreparations = ({
  loop,
  clock,
  vault,
}: ServiceOrderPreparationOptions): Readonly<Record<'RecordNeeds', Preparation>> => {
  const numberNewOrder = createNumbering(serviceOrderStream, SERVICE_ORDER_SERIES, { loop, clock });
  return {
    async RecordNeeds(id, command, context) {
      if (!context.fresh && (await loop.load(serviceOrderStream, id))) return command;
      const needs = command.data as Plain<RecordNeeds>;
      const matchKeys = (await openMatchKeys(vault)).ofOrderer(needs.customer);
      return numberNewOrder((orderNumber) => ({ type: 'RecordNeeds', data: { ...needs, orderNumber, matchKeys } }), {
        id,
        context,
        receivedAt: needs.receivedAt,
      });
    },
  };
};
