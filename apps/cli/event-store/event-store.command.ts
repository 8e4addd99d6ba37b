import { Command } from 'commander';
import { bothLanguages } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { serveCommand } from './serve.command.ts';

/** `juchu event-store` */
export const eventStoreCommand = (terminal: Terminal): Command =>
  new Command('event-store')
    .description(bothLanguages({ ja: 'イベントストアを公開する', en: 'Serve the event store to other programs' }))
    .addCommand(serveCommand(terminal));
