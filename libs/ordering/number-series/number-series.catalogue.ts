import type { CommandCatalogue } from '#libs/kernel/command-catalogue';
import { numberSeriesCommands } from './number-series.commands.ts';
import { numberSeriesStream } from './number-series.stream.ts';

export const numberSeriesCatalogue = {
  collection: 'number-series',
  streamType: numberSeriesStream,
  title: { ja: '採番', en: 'Number series' },
  commands: numberSeriesCommands,
} satisfies CommandCatalogue;
