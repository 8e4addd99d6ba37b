import { systemClock } from '#libs/kernel/clock';
import { findInput } from '#libs/order-import/import-input';
import { importOrders, validateOrders, type ImportOptions } from '#libs/order-import/import-orders';
import type { ImportProgress } from '#libs/order-import/import-ports';
import type { ImportReport } from '#libs/order-import/import-report';
import { readMappingFile } from '#libs/order-import/mapping-file';
import { dateInTokyo } from '#state-machines/vocabulary/dates';
import type { Configuration } from '#libs/engine/configuration';
import type { ProgressBar } from '../progress-bar.ts';
import { checkCommand, withImportPorts } from './import-installation.ts';

export interface ImportRequest {
  readonly folderOrFile: string;
  readonly mappingFile: string;
  readonly configuration: Configuration;
  readonly dryRun: boolean;
  readonly simulate: boolean;
}

/** Validates or imports. Throws `ImportInputError`, and what opening the installation throws. */
export const runImport = async (request: ImportRequest, progress: ProgressBar): Promise<ImportReport> => {
  const { folderOrFile, mappingFile, configuration, dryRun, simulate } = request;
  const mapping = await readMappingFile(mappingFile);
  const options: ImportOptions = {
    input: await findInput(mapping, folderOrFile),
    lastDay: simulate ? undefined : dateInTokyo(systemClock.now()),
    onProgress: shownOn(progress),
  };
  try {
    if (dryRun) return await validateOrders(options, checkCommand);
    return await withImportPorts(configuration, simulate, (ports) => importOrders(options, ports));
  } finally {
    progress.end();
  }
};

const titles: Readonly<Record<ImportProgress['phase'], string>> = { reading: 'bytes read', importing: 'days' };

/** A bar per phase. */
const shownOn = (progress: ProgressBar): NonNullable<ImportOptions['onProgress']> => {
  let shown: ImportProgress | undefined;
  return (now) => {
    if (shown?.phase !== now.phase) progress.begin(titles[now.phase], now.total);
    progress.advance(now.done - (shown?.phase === now.phase ? shown.done : 0));
    shown = now;
  };
};
