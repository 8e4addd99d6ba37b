import type { Clock } from '#libs/kernel/clock';
import type { Plain } from '#libs/kernel/command-catalogue';
import type { CommandLoop } from '#libs/kernel/command-loop/command-loop';
import { SERVICE_ORDER_SERIES } from '#libs/ordering/number-series/order-number';
import type { RecordNeeds } from '#libs/ordering/service-order/proposal/needs.commands';
import { serviceOrderStream } from '#libs/ordering/service-order/service-order.stream';
import { createNumbering } from './number-new-order.ts';
import type { Preparation } from './preparation.ts';

export interface ServiceOrderPreparationOptions {
  readonly loop: Pick<CommandLoop, 'load' | 'execute'>;
  readonly clock: Clock;
}

/** How service orders get their numbers. What is recorded already is answered by its own stream. */
export const serviceOrderPreparations = ({
  loop,
  clock,
}: ServiceOrderPreparationOptions): Readonly<Record<'RecordNeeds', Preparation>> => {
  const numberNewOrder = createNumbering(serviceOrderStream, SERVICE_ORDER_SERIES, { loop, clock });
  return {
    async RecordNeeds(id, command, context) {
      if (!context.fresh && (await loop.load(serviceOrderStream, id))) return command;
      const needs = command.data as Plain<RecordNeeds>;
      return numberNewOrder((orderNumber) => ({ type: 'RecordNeeds', data: { ...needs, orderNumber } }), {
        id,
        context,
        receivedAt: needs.receivedAt,
      });
    },
  };
};
