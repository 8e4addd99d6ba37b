import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { stockItemCommands } from './stock-item.commands.ts';
import { stockItemStream } from './stock-item.stream.ts';

export const stockItemCatalogue = {
  collection: 'stock-items',
  streamType: stockItemStream,
  title: { ja: '在庫品目', en: 'Stock items' },
  commands: stockItemCommands,
} satisfies CommandCatalogue;
