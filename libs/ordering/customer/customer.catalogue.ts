import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { customerCommands } from './customer.commands.ts';
import { customerStream } from './customer.stream.ts';

export const customerCatalogue = {
  collection: 'customers',
  streamType: customerStream,
  title: { ja: '得意先', en: 'Customers' },
  commands: customerCommands,
} satisfies CommandCatalogue;
