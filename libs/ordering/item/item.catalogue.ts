import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { itemCommands } from './item.commands.ts';
import { itemStream } from './item.stream.ts';

export const itemCatalogue = {
  collection: 'items',
  streamType: itemStream,
  title: { ja: '品目', en: 'Items' },
  commands: itemCommands,
} satisfies CommandCatalogue;
