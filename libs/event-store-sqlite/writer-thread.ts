import { Worker } from 'node:worker_threads';
import type { WriterSettings } from './write-protocol.ts';

/** Starts the thread that writes. Its file has the extension of this one; TypeScript needs the package's source condition too. */
export const launchWriterThread = (settings: WriterSettings): Worker => {
  const fromSource = import.meta.url.endsWith('.ts');
  const worker = new URL(fromSource ? './writer.worker.ts' : './writer.worker.js', import.meta.url);
  return new Worker(worker, {
    workerData: settings,
    execArgv: fromSource ? ['--conditions=source', '--no-warnings'] : [],
  });
};
