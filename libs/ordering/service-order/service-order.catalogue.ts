import type { CommandCatalogue, CommandDescription } from '#libs/kernel/command-catalogue';
import { holdAndCareCommands } from '../order/hold-and-care.catalogue.ts';
import { billingCommands } from './billing/billing.catalogue.ts';
import { changeCommands } from './contract/change.catalogue.ts';
import { completionCommands } from './completion/completion.catalogue.ts';
import { contractCommands } from './contract/contract.catalogue.ts';
import { deliveryCommands } from './project/delivery.catalogue.ts';
import { launchCommands } from './project/launch.catalogue.ts';
import { needsCommands } from './proposal/needs.catalogue.ts';
import { proposalCommands } from './proposal/proposal.catalogue.ts';
import { qualityCommands } from './completion/quality.catalogue.ts';
import { serviceOrderPayloads } from './service-order.commands.ts';
import { serviceOrderStream } from './service-order.stream.ts';

/** Every command of a service order: from here come its route, its validation, its OpenAPI entry and its words. */
export const serviceOrderCommands: Readonly<Record<keyof typeof serviceOrderPayloads, CommandDescription>> = {
  ...needsCommands,
  ...proposalCommands,
  ...contractCommands,
  ...changeCommands,
  ...launchCommands,
  ...deliveryCommands,
  ...qualityCommands,
  ...completionCommands,
  ...billingCommands,
  ...holdAndCareCommands(serviceOrderPayloads),
};

export const serviceOrderCatalogue: CommandCatalogue = {
  collection: 'service-orders',
  streamType: serviceOrderStream,
  title: { ja: '無形商材の受注', en: 'Service orders' },
  commands: serviceOrderCommands,
};
