import process from 'node:process';
import { setInterval } from 'node:timers';

/** Ends a program that a spec has started when the spec is gone, however that one ended: it is nobody's any more then. */
const LOOK_MS = 500;

// Told by the starter: it may have ended before this runs.
const starter = Number(process.env.JUCHU_TEST_STARTER);
setInterval(() => {
  if (process.ppid !== starter) process.kill(process.pid, 'SIGKILL');
}, LOOK_MS).unref();
