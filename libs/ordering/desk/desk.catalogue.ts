import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { deskCommands } from './desk.commands.ts';
import { deskStream } from './desk.stream.ts';

export const deskCatalogue = {
  collection: 'desks',
  streamType: deskStream,
  title: { ja: '受注デスク', en: 'Desk' },
  commands: deskCommands,
} satisfies CommandCatalogue;
